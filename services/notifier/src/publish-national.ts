import {
  findCouncilStandings,
  findDiagnostic,
  findPrivateFacts,
  findPrivateReleases,
  inTurn,
  saveDiagnosticCounts,
  saveRelease,
  type Db,
} from '@tocsin/db';
import { lastQuarterDue, type IsoDate } from '@tocsin/domain';
import { countsOf, diagnosticGroups, suppress, suppressCounts } from '@tocsin/exposure';
import { HOUR_MS } from '@tocsin/domain';
import { startLoop, type Logger } from '@tocsin/runtime';

const EVERY_MS = HOUR_MS;

/** Looks every hour whether a financial quarter has been over for six weeks of which nothing was let out yet. */
export function startPublishing(db: Db, logger: Logger, today: () => string): () => Promise<void> {
  const name = 'private aggregates';
  const round = () => inTurn(db, name, EVERY_MS, () => publish(db, today()));
  return startLoop({ name, everyMs: EVERY_MS, logger, round });
}

/**
 * Lets out what private registers add up to at the end of the last quarter that is due, in groups of five councils or
 * more, judged by all releases before it, and beside them how many councils are at each level of the diagnostic. Does nothing where that was done. A quarter that nobody was there to let out
 * is left out.
 */
export async function publish(db: Db, today: IsoDate): Promise<void> {
  const quarterEnd = lastQuarterDue(today);
  await db.transaction().execute(async (trx) => {
    const earlier = await findPrivateReleases(trx);
    if (earlier.some((one) => one.quarterEnd >= quarterEnd)) return;
    const release = suppress(
      await findPrivateFacts(trx, quarterEnd),
      earlier.map((one) => one.release),
    );
    const answers = await findDiagnostic(trx, quarterEnd);
    const diagnostic = suppressCounts(
      diagnosticGroups(answers, await findCouncilStandings(trx, quarterEnd)),
      earlier.flatMap((one) => one.release.diagnostic ?? []),
    );
    await saveRelease(trx, { quarterEnd, releasedOn: today }, { ...release, diagnostic });
    const [first] = answers;
    if (!first) return;
    const of = { asOf: quarterEnd, releasedOn: today, year: first.year };
    await saveDiagnosticCounts(trx, of, countsOf(diagnostic));
  });
}
