import {
  addMonths,
  type ContractVia,
  type Exposure,
  type GssCode,
  type IsoDate,
  type SupplierId,
} from '@tocsin/domain';
import type { ContractFacts } from './contract-facts.ts';
import type { FiledTurnover } from './dependency.ts';
import { expose } from './expose.ts';
import type { GroupPath } from './group-paths.ts';
import type { ContractSupplier, HeldContract } from './hold.ts';
import type { DayOfSpend, SpendRead } from './spend.ts';

/** A company of a supplier's group: the way to it, by names and by the pages that say so. */
export interface GroupCompanyView {
  /** Null for a company that is nobody's supplier. */
  readonly supplierId: string | null;
  readonly relation: GroupPath['relation'];
  /** Names from the supplier to this company. */
  readonly chain: readonly string[];
  readonly links: readonly { readonly url: string | null }[];
}

/** What a council has with one supplier on a day, as far as it is known. */
export interface SupplierPart {
  readonly council: GssCode;
  readonly supplierId: SupplierId;
  readonly asOf: IsoDate;
  /** Every contract that the council holds or sees waiting with anybody, as `hold` says. */
  readonly held: readonly HeldContract[];
  readonly relatives: readonly GroupCompanyView[];
  /** What the council paid the supplier; null when no spending file of it has been read. */
  readonly spend: readonly DayOfSpend[] | null;
  /** How far those files were read. */
  readonly spendRead: SpendRead | null;
  /** What was paid by councils that were split between this one and others. */
  readonly awaitingSpend: readonly DayOfSpend[];
  readonly turnover: FiledTurnover | null;
  /** Since when something stands on the public record against the supplier; null where nothing does. */
  readonly event: IsoDate | null;
}

/**
 * How much a council depends on one supplier on a day: the one way to it, for an alert, a page, an export and the API.
 * Contracts with companies that only share a parent with the supplier are left out.
 */
export function exposureTo(part: SupplierPart): Exposure {
  const { council, supplierId, asOf, held, spend, spendRead, awaitingSpend, turnover, event } = part;
  const relatives = part.relatives.filter(({ relation }) => relation !== 'sister');
  return expose({
    council,
    supplierId,
    asOf,
    contracts: contractsWith(held, supplierId),
    throughGroup: [
      ...relatives.flatMap((relative) => contractsThrough(held, relative)),
      ...subcontractsOf(held, supplierId),
    ],
    payments: spend,
    spendRead,
    turnover,
    event,
    ...(awaitingSpend.length > 0 ? { awaitingPayments: awaitingSpend } : {}),
  });
}

/** The contracts that name a supplier. */
export function contractsWith(
  held: readonly HeldContract[],
  supplierId: string | null,
): readonly ContractFacts[] {
  return held.flatMap(({ suppliers, contract }) =>
    supplierId !== null && suppliers.some((one) => one.supplierId === supplierId) ? [contract] : [],
  );
}

/** The contracts with a company of the supplier's group, with the way from that company to the supplier. */
export function contractsThrough(
  held: readonly HeldContract[],
  { supplierId, relation, chain, links }: GroupCompanyView,
): readonly ContractFacts[] {
  const urls = [...new Set(links.flatMap(({ url }) => url ?? []))];
  const via: ContractVia = { relation, chain: chain.toReversed(), urls };
  return contractsWith(held, supplierId).map((contract) => ({ ...contract, via }));
}

function subcontractsOf(held: readonly HeldContract[], supplierId: string): readonly ContractFacts[] {
  return held.flatMap(({ suppliers, subcontractors, contract }) => {
    const named = subcontractors.find((one) => one.supplierId === supplierId);
    if (!named) return [];
    const main = suppliers.map(called).join(', ');
    const urls = contract.url ? [contract.url] : [];
    const via: ContractVia = { relation: 'subcontractor', chain: [main, called(named)], urls };
    return [{ ...contract, via }];
  });
}

function called({ printedName, shownName = printedName }: ContractSupplier): string {
  return shownName;
}

/** Whether a council depends on a supplier today, by what is placed or by what it spent; an announcement is not enough. */
export function isExposed(exposure: Exposure): boolean {
  return isSpent(exposure) || isPlaced(exposure);
}

/** By a live contract, with the supplier itself or through its group. */
export function isPlaced({ contracts, throughGroup }: Exposure): boolean {
  return contracts.length > 0 || (throughGroup ?? []).length > 0;
}

/**
 * More paid than credited in any VAT basis (most councils do not say which theirs is), by files that reach into the
 * last twelve months: older ones say nothing of today. Or paid in them since something stands against the supplier.
 */
export function isSpent({ spend, spendAwaiting, paid, asOf }: Exposure): boolean {
  const yearAgo = addMonths(asOf, -12);
  const own = spend && spend.to > yearAgo ? spend.last12Months : null;
  const since = paid?.since && paid.since.lastOn > yearAgo ? paid.since.sum : null;
  return [own, spendAwaiting, since].some((sums) => sums && Math.max(sums.net, sums.gross, sums.unknown) > 0);
}
