import {
  addDays,
  groupBy,
  type IsoDate,
  type MoneyByBasis,
  type SpendSummary,
  sumByBasis,
  VatBasis,
} from '@tocsin/domain';
import type { ContractFacts } from './contract-facts.ts';
import { countPayments, type DayOfSpend } from './spend.ts';

/** How spend moved against the twelve months before, in the VAT basis both have most of. */
export interface SpendTrend {
  readonly basis: VatBasis;
  /** 0.25 = a quarter more than before; null where nothing was spent before, or fewer months of it were read. */
  readonly change: number | null;
}

/**
 * The trend of the larger VAT basis; bases are never mixed. Null where nothing was spent in either year. Of a year before
 * of which fewer months were read than of this one nothing is said to be more or less.
 */
export function spendTrend({
  last12Months,
  previous12Months,
  monthsRead = 0,
  monthsReadBefore = monthsRead,
}: Pick<
  SpendSummary,
  'last12Months' | 'previous12Months' | 'monthsRead' | 'monthsReadBefore'
>): SpendTrend | null {
  const earlier = previous12Months ?? { net: 0, gross: 0, unknown: 0 };
  const [largest] = VatBasis.options
    .map((basis) => ({ basis, size: Math.abs(last12Months[basis]) + Math.abs(earlier[basis]) }))
    .sort((a, b) => b.size - a.size);
  if (!largest || largest.size === 0) return null;
  const before = earlier[largest.basis];
  const isAlike = monthsReadBefore >= monthsRead;
  const change = isAlike && before > 0 ? (last12Months[largest.basis] - before) / before : null;
  return { basis: largest.basis, change };
}

/** A sum of payments in one category. */
export type CategorySpend = Pick<DayOfSpend, 'category' | 'amount'>;

/** What a supplier gets of a council's spend in one category, in one VAT basis. */
export interface CategoryShare {
  readonly category: string;
  readonly basis: VatBasis;
  readonly supplierPence: number;
  readonly councilPence: number;
  /** 0–1. */
  readonly share: number;
}

/**
 * The supplier's share of the council's spend per category, like basis against like basis, the largest first. Both
 * lists must cover the same period. Categories without positive spend are left out.
 */
export function categoryShares(
  supplier: readonly CategorySpend[],
  council: readonly CategorySpend[],
): readonly CategoryShare[] {
  const ours = sumByCategory(supplier);
  return [...sumByCategory(council)]
    .flatMap(([category, whole]) =>
      VatBasis.options.map((basis): CategoryShare => {
        const supplierPence = ours.get(category)?.[basis] ?? 0;
        const councilPence = whole[basis];
        return {
          category,
          basis,
          supplierPence,
          councilPence,
          share: Math.min(1, supplierPence / councilPence),
        };
      }),
    )
    .filter((one) => one.supplierPence > 0 && one.councilPence > 0)
    .sort((a, b) => b.share - a.share || (`${a.category}${a.basis}` < `${b.category}${b.basis}` ? -1 : 1));
}

function sumByCategory(spend: readonly CategorySpend[]): Map<string, MoneyByBasis> {
  const lines = groupBy(
    spend.flatMap(({ category, amount }) => (category === null ? [] : [{ category, amount }])),
    ({ category }) => category,
    ({ amount }) => amount,
  );
  return new Map([...lines].map(([category, amounts]) => [category, sumByBasis(amounts)]));
}

/** Turnover as filed, in whole units of its currency. */
export interface FiledTurnover {
  readonly turnover: number;
  readonly currency: string | null;
  readonly balanceDate: IsoDate;
}

/**
 * The council's yearly net spend as a share of what the supplier turns over: how much the supplier depends on the
 * council. Null where the spend is not known to be net, or turnover was not filed in pounds.
 */
export function reverseDependency(netSpendPence: number | null, filed: FiledTurnover | null): number | null {
  if (netSpendPence === null || filed === null || filed.currency !== 'GBP' || filed.turnover <= 0)
    return null;
  return Math.max(0, netSpendPence) / (filed.turnover * 100);
}

/** Spend that no known contract explains. */
export interface UnseenSpend {
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly payments: number;
  readonly spend: MoneyByBasis;
}

/** Councils publish contracts over £5,000 in their registers (Local Government Transparency Code). */
const REGISTER_THRESHOLD_PENCE = 5_000_00;

/** True for spend of more than £5,000 in one VAT basis: a contract of that sum should be published. */
export function isUnseen({ net, gross, unknown }: MoneyByBasis): boolean {
  return Math.max(net, gross, unknown) > REGISTER_THRESHOLD_PENCE;
}

/**
 * Payments to a supplier on days that none of its known contracts with the council covers, where they add up to more
 * than £5,000 in one VAT basis: a contract that the notices and the register do not show. Null where there is none.
 */
export function unseenSpend(
  payments: readonly DayOfSpend[],
  contracts: readonly Pick<ContractFacts, 'startsOn' | 'endsOn' | 'awardedOn'>[],
): UnseenSpend | null {
  const unexplained = payments.filter(
    ({ paidOn }) => !contracts.some((contract) => covers(contract, paidOn)),
  );
  const spend = sumByBasis(unexplained.map(({ amount }) => amount));
  const days = unexplained.map(({ paidOn }) => paidOn).sort();
  const [from] = days;
  const to = days.at(-1);
  if (!from || !to || !isUnseen(spend)) return null;
  return { from, to, payments: countPayments(unexplained), spend };
}

/** Invoices trail the end of a contract by some weeks. */
const INVOICES_TRAIL_DAYS = 90;

function covers(contract: Pick<ContractFacts, 'startsOn' | 'endsOn' | 'awardedOn'>, day: IsoDate): boolean {
  const from = contract.startsOn ?? contract.awardedOn ?? null;
  const last = contract.endsOn === null ? null : addDays(contract.endsOn, INVOICES_TRAIL_DAYS);
  return (from === null || from <= day) && (last === null || day <= last);
}
