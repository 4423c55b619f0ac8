import { fork, type ChildProcess } from 'node:child_process';
import type { Orders } from './faults-orders.ts';
import { bundled } from './system-bundle.ts';

/** A worker process of ours. */
export interface Process {
  readonly pid: number;
  /** Messages that it has said to have handled. */
  readonly handled: () => number;
  /** The signal that ended it, or its exit code. */
  readonly ended: Promise<NodeJS.Signals | number>;
  readonly isOver: () => boolean;
  readonly kill: (signal: NodeJS.Signals) => void;
}

/** Starts a worker process of its own pid under these orders. */
export async function startProcess(orders: Orders): Promise<Process> {
  const program = await bundled('test/support/faults-worker.ts');
  const child: ChildProcess = fork(program, [JSON.stringify(orders)], {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  let handled = 0;
  let over = false;
  child.on('message', () => (handled += 1));
  const ended = new Promise<NodeJS.Signals | number>((resolve) =>
    child.once('exit', (code, signal) => {
      over = true;
      resolve(signal ?? code ?? 128);
    }),
  );
  return {
    pid: child.pid ?? 0,
    handled: () => handled,
    ended,
    isOver: () => over,
    kill: (signal) => void child.kill(signal),
  };
}
