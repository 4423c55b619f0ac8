import type { Logger } from './logger.ts';

interface Loop {
  /** What it does, as a log says it: `review of suppliers`. */
  readonly name: string;
  /** From the start of one round to the start of the next, in milliseconds. */
  readonly everyMs: number;
  readonly logger: Pick<Logger, 'error'>;
  /** One round. `stopping` is aborted when the process closes: a long round looks at it between its steps. */
  readonly round: (stopping: AbortSignal) => Promise<unknown>;
}

/**
 * Runs a round at once and from then on at an interval, for as long as the process lives. A round that takes longer
 * than the interval is never joined by another; one that fails is logged, and the next is tried. Returns the function
 * that stops it, which waits for the round that runs. Where two replicas must not both run it, the round takes its turn
 * in the database (`inTurn`).
 */
export function startLoop({ name, everyMs, logger, round }: Loop): () => Promise<void> {
  const stopping = new AbortController();
  let running: Promise<void> | undefined;
  function next(): void {
    running ??= once().finally(() => {
      running = undefined;
    });
  }
  async function once(): Promise<void> {
    try {
      await round(stopping.signal);
    } catch (error) {
      if (!stopping.signal.aborted) logger.error({ err: error, loop: name }, 'a round failed');
    }
  }
  next();
  const timer = setInterval(next, everyMs);
  return async () => {
    clearInterval(timer);
    stopping.abort();
    await running;
  };
}
