import {
  Dependence,
  ExposedContract,
  Exposure,
  IsoDate,
  MoneyByBasis,
  PaidInAll,
  sumByBasis,
} from '@tocsin/domain';
import { z } from 'zod';
import { ContractTotals, contractTotals } from './contract-totals.ts';
import { isLate } from './spend.ts';

/** What a page, a mail, an export and the API say of one council's exposure to one supplier on one day. */
export const ExposureView = Exposure.pick({
  council: true,
  supplierId: true,
  asOf: true,
  basis: true,
}).extend({
  /** Live contracts, the first to end first. */
  contracts: z.array(ExposedContract),
  totals: ContractTotals,
  /** The first end, and the first day on which one may be ended early; null where none is known. */
  nextEnd: IsoDate.nullable(),
  nextBreak: IsoDate.nullable(),
  /** Null when no spending file of the council has been read; the days are null where only the sum was kept. */
  spend: z
    .object({
      from: IsoDate.nullable(),
      to: IsoDate.nullable(),
      /** Of the twelve months; null where it was not counted. */
      monthsRead: z.int().nullable(),
      monthsReadBefore: z.int().nullable(),
      /** The newest file is over a quarter late: the sum says little of the day. */
      isLate: z.boolean(),
      /** Null where no file of those months was read: that nothing is known to be paid is no nought. */
      last12Months: MoneyByBasis.nullable(),
      /** Null where no file of those months was read, or they were not kept. */
      previous12Months: MoneyByBasis.nullable(),
    })
    .nullable(),
  /** Every payment in the files held, before and since what stands against the supplier; null where none was kept. */
  paid: PaidInAll.nullable(),
  dependence: Dependence.nullable(),
  /** Spend of a council that was split between several: in no sum above. */
  spendAwaiting: MoneyByBasis.nullable(),
  /** Announced and not placed yet: in no sum above. */
  intended: z.array(ExposedContract),
  /** With other companies of the group, or as a subcontractor: in no sum above. */
  throughGroup: z.array(ExposedContract),
});
export type ExposureView = z.infer<typeof ExposureView>;

/** An exposure as it was worked out, or as an alert of that day has kept it, with its sums and first days. */
export function viewOfExposure(exposure: Exposure): ExposureView {
  const { council, supplierId, asOf, basis, contracts } = exposure;
  return {
    council,
    supplierId,
    asOf,
    basis,
    contracts,
    totals: contractTotals(contracts),
    nextEnd: first(contracts.map(({ endsOn }) => endsOn)),
    nextBreak: first(contracts.map(({ nextBreakOn }) => nextBreakOn ?? null)),
    spend: spendOf(exposure),
    paid: exposure.paid ?? null,
    dependence: exposure.dependence ?? null,
    spendAwaiting: awaitingOf(exposure),
    intended: exposure.intended ?? [],
    throughGroup: exposure.throughGroup ?? [],
  };
}

function first(days: readonly (IsoDate | null)[]): IsoDate | null {
  return days.filter((day) => day !== null).sort()[0] ?? null;
}

function awaitingOf({ spendAwaiting, awaitingSpend: net }: Exposure): MoneyByBasis | null {
  return spendAwaiting ?? (net === undefined ? null : sumByBasis([{ pence: net, vat: 'net' }]));
}

function spendOf({ asOf, spend, spendLast12Months: net }: Exposure): ExposureView['spend'] {
  if (spend) {
    const { from, to, monthsRead = null, monthsReadBefore = null, last12Months, previous12Months } = spend;
    const { readTo = to } = spend;
    return {
      from,
      to,
      monthsRead,
      monthsReadBefore,
      isLate: readTo !== null && isLate(readTo, asOf),
      last12Months: monthsRead === 0 && isNothing(last12Months) ? null : last12Months,
      previous12Months,
    };
  }
  if (net === null) return null;
  const last12Months = sumByBasis([{ pence: net, vat: 'net' }]);
  return {
    from: null,
    to: null,
    monthsRead: null,
    monthsReadBefore: null,
    isLate: false,
    last12Months,
    previous12Months: null,
  };
}

function isNothing(sums: MoneyByBasis): boolean {
  return Object.values(sums).every((pence) => pence === 0);
}
