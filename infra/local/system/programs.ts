import { spawn } from 'node:child_process';
import path from 'node:path';
import type { Readable } from 'node:stream';
import type { RunningServer } from '../servers/tied.ts';

/** A service closes within this, or is killed. */
const GRACE_MS = 10_000;

/** A program of ours and what it prints. */
export interface Program extends RunningServer {
  /** stdout and stderr. */
  readonly outputs: readonly Readable[];
}

/**
 * Starts a built program in a session of its own, so that Ctrl-C reaches only us. The IPC channel tells it when we are
 * gone.
 */
export function runProgram(file: string, args: readonly string[], env: NodeJS.ProcessEnv): Program {
  const child = spawn(process.execPath, [file, ...args], {
    cwd: path.dirname(file),
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const exited = new Promise<number>((resolve) => {
    child.once('close', (code) => resolve(code ?? 128));
    child.once('error', () => resolve(127));
  });
  return {
    outputs: [child.stdout, child.stderr].filter((stream) => stream !== null),
    pid: child.pid ?? 0,
    exited,
    async stop() {
      child.kill('SIGTERM');
      const patience = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
      await exited;
      clearTimeout(patience);
    },
  };
}
