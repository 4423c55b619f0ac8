import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('warm-tests.mjs', import.meta.url));
const STOP_MS = 15_000;

/** A test file that failed: a claim of it does not hold, time ran out, or something else broke. */
export interface Failed {
  readonly test: string;
  readonly by: 'claim' | 'time' | 'error';
}

/** Tests of a clone that are run again and again. */
export interface WarmTests {
  /** Of these test files those that fail once `changed` has another text. All when time runs out. */
  failedOf(changed: string, tests: readonly string[], limitMs: number): Promise<readonly Failed[]>;
  stop(): Promise<void>;
}

/** Starts nothing before the first question. What hangs is killed, and the next question starts anew. */
export function warmTestsIn(folder: string): WarmTests {
  let running: ChildProcess | null = null;
  const start = () => {
    const child = fork(program, [], {
      cwd: folder,
      detached: true,
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      env: { ...process.env, TOCSIN_TOUCHED_TO: '' },
    });
    child.once('exit', () => {
      if (running === child) running = null;
    });
    return child;
  };
  const kill = () => {
    if (running?.pid !== undefined) signalGroup(running.pid, 'SIGKILL');
    running = null;
  };
  process.once('exit', kill);
  return {
    async failedOf(changed, tests, limitMs) {
      const child = (running ??= start());
      const all = (by: Failed['by']) => tests.map((test) => ({ test, by }));
      const answer = new Promise<readonly Failed[]>((resolve) => {
        const late = setTimeout(() => resolve(all('time')), limitMs);
        const settle = (failed: readonly Failed[]) => {
          clearTimeout(late);
          child.off('exit', died);
          resolve(failed);
        };
        const died = () => settle(all('error'));
        child.once('exit', died);
        child.once('message', ({ failed }: { failed: readonly Failed[] }) => settle(failed));
      });
      child.send({ changed, tests });
      const began = performance.now();
      const failed = await answer;
      if (performance.now() - began >= limitMs) kill();
      return failed;
    },
    async stop() {
      process.off('exit', kill);
      const child = running;
      if (!child) return;
      child.kill('SIGTERM');
      await Promise.race([
        once(child, 'exit'),
        new Promise((resolve) => setTimeout(resolve, STOP_MS).unref()),
      ]);
      kill();
    },
  };
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended already.
  }
}
