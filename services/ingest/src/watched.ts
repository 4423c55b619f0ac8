import { findWatchedMark, findWatchedNumbers, type Db } from '@tocsin/db';
import type { CompanyNumber } from '@tocsin/domain';

interface Watched {
  readonly mark: string;
  readonly numbers: readonly CompanyNumber[];
}

const known = new WeakMap<Db, Watched>();

/**
 * Company numbers of whom we watch, for one run of a source: read anew only where somebody has come to be watched, or is
 * watched no more, since the last run of any. Streams are visited every few minutes and read all of them each time.
 */
export async function watchedNumbers(db: Db): Promise<readonly CompanyNumber[]> {
  // Before the numbers: who comes between the two is read by the next run.
  const mark = await findWatchedMark(db);
  const before = known.get(db);
  if (before?.mark === mark) return before.numbers;
  const numbers = await findWatchedNumbers(db);
  known.set(db, { mark, numbers });
  return numbers;
}
