import { setTimeout as delay } from 'node:timers/promises';
import type { RunningServer } from './tied.ts';

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 30_000;
/** Who ran this long is given the short pause again. */
const STEADY_MS = 60_000;

/**
 * Starts a process again whenever it ends unasked, after a pause that doubles; `say` gets one sentence each time.
 * Returns the function that stops it for good.
 */
export function keepUp(
  first: RunningServer,
  startAgain: () => Promise<RunningServer>,
  say: (sentence: string) => void,
): () => Promise<void> {
  const stopping = new AbortController();
  let running: RunningServer | undefined = first;

  async function watch(): Promise<void> {
    let pause = FIRST_PAUSE_MS;
    while (!stopping.signal.aborted) {
      const began = performance.now();
      const code = await running?.exited;
      if (stopping.signal.aborted) return;
      if (performance.now() - began > STEADY_MS) pause = FIRST_PAUSE_MS;
      say(
        `${code === undefined ? 'did not start' : `ended with code ${code}`}; starting it again in ${pause} ms`,
      );
      await delay(pause, undefined, { signal: stopping.signal }).catch(() => undefined);
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
      if (!stopping.signal.aborted) running = await startAgain().catch(() => undefined);
    }
  }

  const watching = watch();
  return async () => {
    stopping.abort();
    await running?.stop();
    await watching;
    // It may have been on its way up meanwhile.
    await running?.stop();
  };
}
