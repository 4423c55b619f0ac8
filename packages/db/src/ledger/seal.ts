import { randomBytes } from 'node:crypto';
import { canonicalInstant, dayOf } from '@tocsin/domain';
import { NOTHING_BEFORE, sealMonth, type LedgerMonth } from '@tocsin/scoring';
import type { Watch } from '../risk/looks.ts';
import type { Db } from '../schema/database.ts';
import { findLedger, ledgerKey, saveMonth } from './ledger.ts';
import { findToSeal } from './to-seal.ts';

/**
 * Seals how suppliers stand today as this month of the ledger, before anybody knows what becomes of them. Undefined
 * where the month was sealed before, or nobody was assessed live. A month in which nobody was there to seal it is left out.
 */
export async function sealLedger(db: Db, watch: Watch): Promise<LedgerMonth | undefined> {
  const asOf = dayOf(watch.now);
  const month = asOf.slice(0, 7);
  if ((await findLedger(db)).some((one) => one.month >= month)) return undefined;
  const standing = await findToSeal(db, asOf, watch);
  if (standing.length === 0) return undefined;
  const leaves = standing.map((one) => ({ ...one, nonce: randomBytes(16).toString('hex') }));
  return db.transaction().execute(async (trx) => {
    const previous = (await findLedger(trx)).at(-1)?.hash ?? NOTHING_BEFORE;
    const when = { month, asOf, sealedAt: canonicalInstant(watch.now) };
    const sealed = sealMonth(leaves, when, previous, await ledgerKey(trx));
    await saveMonth(trx, sealed, leaves);
    return sealed;
  });
}
