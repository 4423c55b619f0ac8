import { countCoverage, findCouncilsToCount, type Db } from '@tocsin/db';
import type { Logger } from '@tocsin/runtime';

const EVERY_MS = 60_000;
/** Of each minute: a large country takes its turns, a small sample is counted anew each time. */
const BUDGET_MS = 5_000;

/** Counts how far the firms behind each council's published pounds are known, one council after the other. */
export function startCounting(db: Db, logger: Logger, today: () => string): () => Promise<void> {
  const stopping = new AbortController();
  let running = count();
  const timer = setInterval(() => {
    running = running.then(count);
  }, EVERY_MS);
  return async () => {
    clearInterval(timer);
    stopping.abort();
    await running;
  };

  async function count(): Promise<void> {
    const until = performance.now() + BUDGET_MS;
    try {
      for (const council of await findCouncilsToCount(db)) {
        if (stopping.signal.aborted || performance.now() > until) break;
        await countCoverage(db, council, today());
      }
    } catch (error) {
      logger.error({ err: error }, 'could not count the coverage of councils');
    }
  }
}
