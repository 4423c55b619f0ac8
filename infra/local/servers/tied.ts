import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A server that lives no longer than this process. */
export interface RunningServer {
  /** The server's own process, so that a fault test can kill it. */
  readonly pid: number;
  /** Settles with the exit code once the server is gone, wanted or not. */
  readonly exited: Promise<number>;
  stop(): Promise<void>;
}

const LOG_TAIL = 2_000;

/**
 * Starts a Node module of this folder in a session of its own, so that Ctrl-C reaches only us and we stop things in
 * order. The module says `{ pid }` over IPC when its server is ready and stops when the channel closes.
 * Throws with the end of the log if it exits before that.
 */
export async function runTied(module: string, argument: unknown, logFile: string): Promise<RunningServer> {
  const log = openSync(logFile, 'a');
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL(module, import.meta.url)), JSON.stringify(argument)],
    {
      detached: true,
      stdio: ['ignore', log, log, 'ipc'],
    },
  );
  closeSync(log);
  const exited = new Promise<number>((resolve) => {
    child.once('exit', (code) => resolve(code ?? 128));
    child.once('error', () => resolve(127));
  });
  const pid = await new Promise<number>((resolve, reject) => {
    child.once('message', (message: { readonly pid: number }) => resolve(message.pid));
    void exited.then((code) => {
      reject(new Error(`${module} ended with ${code}\n${readFileSync(logFile, 'utf8').slice(-LOG_TAIL)}`));
    });
  });
  return {
    pid,
    exited,
    async stop() {
      if (child.connected) child.disconnect();
      await exited;
    },
  };
}
