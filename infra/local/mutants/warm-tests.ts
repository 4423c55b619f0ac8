import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('warm-tests.mjs', import.meta.url));
const STOP_MS = 15_000;

/** The first of some test files that failed: a claim of it does not hold, time ran out, or something else broke. */
export interface Failure {
  readonly test: string;
  readonly by: 'claim' | 'time' | 'error';
}

/** Tests of a clone that are run again and again. */
export interface WarmTests {
  /** The first of these test files, in their order, that fails once `changed` has another text; each may take so long. */
  failureOf(changed: string, tests: readonly string[], limitMs: number): Promise<Failure | null>;
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
    async failureOf(changed, tests, limitMs) {
      const child = (running ??= start());
      const failure = await new Promise<Failure | null>((resolve) => {
        let [test = ''] = tests;
        const settle = (found: Failure | null) => {
          clearTimeout(late);
          child.off('exit', died);
          child.off('message', heard);
          resolve(found);
        };
        const died = () => settle({ test, by: 'error' });
        const runsOut = () => setTimeout(() => settle({ test, by: 'time' }), limitMs);
        let late = runsOut();
        const heard = (said: { running: string } | { failure: Failure | null }) => {
          if ('failure' in said) return settle(said.failure);
          test = said.running;
          clearTimeout(late);
          late = runsOut();
        };
        child.once('exit', died);
        child.on('message', heard);
        child.send({ changed, tests });
      });
      if (failure?.by === 'time') kill();
      return failure;
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
