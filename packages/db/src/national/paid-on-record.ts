import { addMonths, groupBy, MoneyByBasis, SupplierId, type GssCode } from '@tocsin/domain';
import { countedUnder, expose, isSpent, type PaidOnRecord } from '@tocsin/exposure';
import { findSuccession } from '../councils/successions.ts';
import { findEventDays } from '../risk/event-days.ts';
import type { Db } from '../schema/database.ts';
import { findCouncilsPublished, findSpendOfCouncilsOn, findSpendReads } from '../spend/council-spend.ts';

/**
 * What councils published as paid to each of some suppliers, where it makes them depend on it on a day as an alert would
 * count it, under the council that it is counted under nationally. `db` acts as the national role.
 */
export async function findPaidOnRecord(
  db: Db,
  supplierIds: readonly string[],
  asOf: string,
): Promise<readonly PaidOnRecord[]> {
  if (supplierIds.length === 0) return [];
  const succession = await findSuccession(db);
  const events = await findEventDays(db, supplierIds, asOf);
  const payers = await findCouncilsPublished(db, events.size > 0 ? null : asOf);
  const underOf = new Map(payers.map((payer) => [payer, countedUnder(payer, succession, asOf)]));
  const reads = await findSpendReads(
    db,
    groupBy(payers, (payer) => underOf.get(payer) ?? payer),
    asOf,
  );
  const ends = [...[...reads.values()].map(({ to }) => to), ...events.values(), asOf].sort();
  const paid = await findSpendOfCouncilsOn(db, supplierIds, addMonths(ends[0] ?? asOf, -25));
  return supplierIds.flatMap((supplierId) => {
    const event = events.get(supplierId) ?? null;
    const days = groupBy(
      paid.get(supplierId) ?? [],
      ({ council }): GssCode => underOf.get(council) ?? council,
      ({ day }) => day,
    );
    return [...days].flatMap(([council, payments]) => {
      const spendRead = reads.get(council) ?? null;
      if (spendRead === null && event === null) return [];
      const exposure = expose({
        council,
        supplierId: SupplierId.parse(supplierId),
        asOf,
        contracts: [],
        payments,
        spendRead,
        event,
      });
      const { last12Months } = exposure.spend ?? {};
      const { net = 0, gross = 0, unknown = 0 } = last12Months ?? {};
      return isSpent(exposure)
        ? [{ council, supplierId, spend: MoneyByBasis.parse({ net, gross, unknown }) }]
        : [];
    });
  });
}
