import { GssCode, type IsoDate, PaidInAll, SpendSummary } from '@tocsin/domain';
import { z } from 'zod';
import { paidAround, summariseSpend, type DayOfSpend } from './spend.ts';

/** What one council published as paid to a supplier, for everybody to see. */
export const CouncilPaid = z.object({
  council: z.object({ gss: GssCode, name: z.string() }),
  paid: PaidInAll,
  /** The twelve months before what stands against the supplier, else before the day of asking. */
  year: SpendSummary.pick({ from: true, to: true, last12Months: true, payments: true }),
});
export type CouncilPaid = z.infer<typeof CouncilPaid>;

/** Of each council that has paid a supplier by `asOf`, or since what stands against it; those that paid it last come first. */
export function paidByCouncils(
  payments: ReadonlyMap<GssCode, readonly DayOfSpend[]>,
  nameOf: (gss: GssCode) => string,
  asOf: IsoDate,
  event: IsoDate | null,
): readonly CouncilPaid[] {
  const all = [...payments].flatMap(([gss, days]): CouncilPaid[] => {
    const paid = paidAround(days, asOf, event);
    const { from, to, last12Months, payments: some } = summariseSpend(days, asOf, null, event);
    const year = { from, to, last12Months, payments: some };
    return paid.before || paid.since ? [{ council: { gss, name: nameOf(gss) }, paid, year }] : [];
  });
  const lastOf = ({ paid }: CouncilPaid) => `${paid.since?.lastOn ?? ''}${paid.before?.lastOn ?? ''}`;
  return all.toSorted((a, b) => (lastOf(a) < lastOf(b) ? 1 : -1));
}
