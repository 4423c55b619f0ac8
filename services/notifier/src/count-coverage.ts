import { countCoverage, findCouncilsToCount, findLatestDay, inTurn, type Db, type Watch } from '@tocsin/db';
import { MINUTE_MS, dayOf } from '@tocsin/domain';
import { startLoop, type Logger } from '@tocsin/runtime';

const EVERY_MS = MINUTE_MS;
/** Of each minute: a large country takes its turns, a small sample is counted anew each time. */
const BUDGET_MS = 5_000;

/** Counts how far the firms behind each council's published pounds are known, one council after the other. */
export function startCounting(db: Db, logger: Logger, watchNow: () => Watch): () => Promise<void> {
  const name = 'coverage of councils';
  const round = (stopping: AbortSignal) =>
    inTurn(db, name, EVERY_MS, async () => {
      const until = performance.now() + BUDGET_MS;
      for (const council of await findCouncilsToCount(db)) {
        if (stopping.aborted || performance.now() > until) break;
        const watch = watchNow();
        await countCoverage(db, council, await findLatestDay(db, dayOf(watch.now)), watch);
      }
    });
  return startLoop({ name, everyMs: EVERY_MS, logger, round });
}
