import { countCoverage, findCouncilsToCount, inTurn, type Db } from '@tocsin/db';
import { startLoop, type Logger } from '@tocsin/runtime';

const EVERY_MS = 60_000;
/** Of each minute: a large country takes its turns, a small sample is counted anew each time. */
const BUDGET_MS = 5_000;

/** Counts how far the firms behind each council's published pounds are known, one council after the other. */
export function startCounting(db: Db, logger: Logger, today: () => string): () => Promise<void> {
  const name = 'coverage of councils';
  const round = (stopping: AbortSignal) =>
    inTurn(db, name, EVERY_MS, async () => {
      const until = performance.now() + BUDGET_MS;
      for (const council of await findCouncilsToCount(db)) {
        if (stopping.aborted || performance.now() > until) break;
        await countCoverage(db, council, today());
      }
    });
  return startLoop({ name, everyMs: EVERY_MS, logger, round });
}
