import {
  asCouncil,
  countRefusedLines,
  findHeldContracts,
  findMonitored,
  findSpendRead,
  findYearOfSpend,
  isRegisterLoaded,
  sumSpendByDay,
  type Db,
  type Watch,
} from '@tocsin/db';
import { CoverageBucket, GssCode, IsoDate, MoneyByBasis } from '@tocsin/domain';
import { coverageByMonth, isLive, MonthCoverage, poundsCoverage, suppliersBehind } from '@tocsin/exposure';
import { z } from 'zod';

/** How far the firms behind a council's pounds are known, as a whole and month by month, and what was not read at all. */
export const OurCoverage = z.object({
  /** The twelve months of spend; null where no spending file has been read, and then there are no months. */
  from: IsoDate.nullable(),
  to: IsoDate.nullable(),
  states: z.array(
    z.object({
      state: CoverageBucket,
      spend: MoneyByBasis.nullable(),
      contracts: MoneyByBasis,
    }),
  ),
  /** The last one first. */
  months: z.array(MonthCoverage).readonly(),
  notRead: z.object({ months: z.int(), refusedLines: z.int() }),
  isRegisterLoaded: z.boolean(),
});
export type OurCoverage = z.infer<typeof OurCoverage>;

/** Of everything that a council spent and placed; its own register tells it more than all others see. */
export async function findOurCoverage(
  db: Db,
  gss: string,
  asOf: IsoDate,
  watch: Watch,
): Promise<OurCoverage> {
  const council = GssCode.parse(gss);
  const { contracts, spenders, own } = await findHeldContracts(db, council, asOf);
  const live = contracts.filter(({ contract }) => isLive(contract, asOf) && !contract.awaiting);
  return asCouncil(db, council, async (trx) => {
    const year = await findYearOfSpend(trx, spenders, asOf, own);
    const monitored = await findMonitored(trx, suppliersBehind(year, live), asOf, watch);
    const { spend, contracts: placed } = poundsCoverage({ year, live, monitored });
    const states = CoverageBucket.options.map((state) => ({
      state,
      spend: spend?.buckets[state] ?? null,
      contracts: placed.buckets[state],
    }));
    const known = { states, isRegisterLoaded: await isRegisterLoaded(trx) };
    if (year === null)
      return { ...known, from: null, to: null, months: [], notRead: { months: 12, refusedLines: 0 } };
    const { from, to } = year;
    const read = await findSpendRead(trx, spenders, asOf, own);
    const paid = await sumSpendByDay(trx, spenders, year, monitored, own);
    const months = coverageByMonth(to, read?.covered ?? [], paid);
    const notRead = {
      months: months.filter(({ isRead }) => !isRead).length,
      refusedLines: await countRefusedLines(trx, spenders, year, own),
    };
    return { ...known, from, to, months, notRead };
  });
}
