import {
  enqueueScoring,
  findNotAskedFor,
  findUnassessedOn,
  findUnjudged,
  lockSuppliers,
  refreshWatched,
  type Trx,
} from '@tocsin/db';
import type { IsoDate } from '@tocsin/domain';

/** Whatever a register of many lines asks for goes after what is news to anybody. */
export const REGISTER_PRIORITY = 1;

/**
 * Notes who of these suppliers is watched, and has those scored for whom that, or what was said of them, is a reason. Who comes
 * to know a supplier sees how it stands from that day on: what others were told before is theirs.
 */
export async function haveScored(
  trx: Trx,
  suppliers: readonly string[],
  given: {
    readonly ofRisk: readonly string[];
    readonly asOf: IsoDate | null;
    readonly today: IsoDate;
    readonly priority: number;
  },
): Promise<void> {
  const { ofRisk, asOf, priority } = given;
  const day = asOf ?? given.today;
  // Who is being judged or told of right now ends first: else what is found out about a supplier, and who has come to depend
  // on it, could each be written where the other does not see it yet, and nobody be told.
  await lockSuppliers(trx, suppliers);
  const watched = await refreshWatched(trx, suppliers, day);
  const unassessed = await findUnassessedOn(trx, watched, day);
  const unjudged = await findUnjudged(trx, suppliers);
  const toScore = new Set([...ofRisk, ...unassessed, ...unjudged]);
  await enqueueScoring(trx, await findNotAskedFor(trx, toScore, asOf, priority), asOf, { priority });
}

/** The same for the suppliers of a council's own papers. */
export async function haveScoredFor(trx: Trx, suppliers: readonly string[], today: IsoDate): Promise<void> {
  await haveScored(trx, suppliers, {
    ofRisk: [],
    asOf: null,
    today,
    priority: REGISTER_PRIORITY,
  });
}

/** In the order in which all handlers lock them. */
export function inOrder(suppliers: ReadonlySet<string>): string[] {
  return [...suppliers].sort((a, b) => Number(a) - Number(b));
}
