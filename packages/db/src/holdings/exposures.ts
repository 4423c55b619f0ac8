import {
  addTo,
  GssCode,
  groupBy,
  SupplierId,
  type ContractVia,
  type Exposure,
  type SpendSummary,
} from '@tocsin/domain';
import { expose, joinContracts, summariseSpend, type ContractFacts, type DayOfSpend } from '@tocsin/exposure';
import { findSpendOfCouncilsOn } from '../spend/council-spend.ts';
import { findAllocations } from './allocations.ts';
import type { Db, Trx } from '../schema/database.ts';
import { findGroup } from '../who/groups.ts';
import { findFiledTurnover } from './turnover.ts';
import { findContractsOnRecord } from './public-contracts.ts';
import { findPrivateContracts } from './registers.ts';
import { findSuccession, heldBy, spendersOf, type Holdings } from '../councils/successions.ts';

/** One council's exposure, and whether anybody could find it on public record. */
export interface CouncilExposure {
  readonly exposure: Exposure;
  /** False when it rests on the council's own register alone: a private fact. */
  readonly onRecord: boolean;
  /** Live contracts by reference, with the day each was placed where it is published. */
  readonly placed: readonly { readonly ref: string; readonly on: string }[];
  /** False where a notice only announces a contract that nobody has placed yet. */
  readonly exposed: boolean;
  readonly paidLastOn: string | null;
}

/**
 * The councils that depend on a supplier on a day: by live contract, by spend in the twelve months before, through a
 * parent or subsidiary of it, or as a subcontractor that a notice names. Contracts and spend of a council that has been
 * replaced are its successors' from vesting day on.
 */
export async function findExposures(
  db: Db | Trx,
  supplierId: string,
  asOf: string,
): Promise<readonly CouncilExposure[]> {
  const held: Holdings = {
    succession: await findSuccession(db),
    allocations: await findAllocations(db),
    asOf,
  };
  const direct = await findPlaced(db, supplierId, held);
  const group = await findThroughGroup(db, supplierId, held);
  const payments = await findPayments(db, supplierId, held);
  const turnover = await findFiledTurnover(db, supplierId, asOf);
  const councils = new Set([
    ...direct.keys(),
    ...group.keys(),
    ...payments.own.keys(),
    ...payments.awaiting.keys(),
  ]);
  return [...councils].sort().flatMap((council) => {
    const contracts = direct.get(council) ?? [];
    const through = group.get(council) ?? [];
    const paid = payments.own.get(council) ?? null;
    const awaiting = payments.awaiting.get(council);
    const about = {
      council: GssCode.parse(council),
      supplierId: SupplierId.parse(supplierId),
      asOf,
      payments: paid,
      turnover,
      ...(awaiting ? { awaitingPayments: awaiting } : {}),
    };
    const published = expose({
      ...about,
      contracts: contracts.filter(isPublished),
      throughGroup: through.filter(isPublished),
    });
    const exposure = expose({ ...about, contracts, throughGroup: through });
    const isPaid = [paid, awaiting].some((some) => some && isSpent(summariseSpend(some, asOf)));
    const exposed = isPaid || isPlaced(exposure);
    if (!exposed && !exposure.intended) return [];
    const live = new Set(exposure.contracts.map((contract) => contract.ref));
    const placed = contracts.flatMap(({ ref, awardedOn }) =>
      awardedOn && live.has(ref) ? [{ ref, on: awardedOn }] : [],
    );
    const paidLastOn = lastDayOf([...(paid ?? []), ...(awaiting ?? [])]);
    return [{ exposure, exposed, onRecord: isPaid || isPlaced(published), placed, paidLastOn }];
  });
}

type ByCouncil<T> = Map<string, T[]>;

function isPublished({ origin }: ContractFacts): boolean {
  return origin === 'notice';
}

function isPlaced({ contracts, throughGroup }: Exposure): boolean {
  return contracts.length > 0 || (throughGroup ?? []).length > 0;
}

/** More paid than credited in any VAT basis: most councils do not say which theirs is. */
function isSpent({ last12Months: { net, gross, unknown } }: SpendSummary): boolean {
  return Math.max(net, gross, unknown) > 0;
}

function lastDayOf(payments: readonly DayOfSpend[]): string | null {
  const days = payments.map(({ paidOn }) => paidOn).sort();
  return days.at(-1) ?? null;
}

/** Contracts with one supplier, each record of them, by the council that holds them or sees them waiting. */
async function findPlaced(
  db: Db | Trx,
  supplierId: string,
  held: Holdings,
): Promise<ByCouncil<ContractFacts>> {
  const placed = new Map<string, ContractFacts[]>();
  const published = await findContractsOnRecord(db, { supplierIds: [supplierId] }, held.asOf);
  for (const { councils, contract } of published)
    for (const council of councils) addTo(placed, council, contract);
  for (const { council, contract } of await findPrivateContracts(db, supplierId))
    addTo(placed, council, contract);
  return handOver(placed, held);
}

/** What each council placed, in the hands of whoever holds it now; one contract of two councils that merged is one. */
function handOver(placed: ByCouncil<ContractFacts>, held: Holdings): ByCouncil<ContractFacts> {
  const handed = new Map<string, Map<string, ContractFacts>>();
  for (const [placer, contracts] of placed) {
    const refsOf = recordsOf(contracts);
    for (const contract of contracts)
      for (const now of heldBy(contract, GssCode.parse(placer), refsOf(contract.ref), held)) {
        const own = handed.get(now.council) ?? new Map<string, ContractFacts>();
        if (!own.has(now.contract.ref)) handed.set(now.council, own.set(now.contract.ref, now.contract));
      }
  }
  return new Map([...handed].map(([council, contracts]) => [council, [...contracts.values()]]));
}

/** The references of all records of the contract that one record tells, of one council with one supplier. */
function recordsOf(contracts: readonly ContractFacts[]): (ref: string) => readonly string[] {
  const records = joinContracts(contracts).map(({ ref, joined }) => [
    ref,
    ...(joined ?? []).map((one) => one.ref),
  ]);
  return (ref) => records.find((refs) => refs.includes(ref)) ?? [ref];
}

/**
 * Contracts with parents and subsidiaries of a supplier, and those to which a notice names it as a subcontractor. They
 * stand beside the supplier's own and are never added to them. Companies that only share a parent are left out.
 */
async function findThroughGroup(
  db: Db | Trx,
  supplierId: string,
  held: Holdings,
): Promise<ByCouncil<ContractFacts>> {
  const through = new Map<string, ContractFacts[]>();
  for (const { supplierId: relative, relation, chain, links } of await findGroup(db, supplierId, held.asOf)) {
    if (relative === null || relation === 'sister') continue;
    const urls = [...new Set(links.flatMap(({ url }) => url ?? []))];
    const via: ContractVia = { relation, chain: chain.toReversed(), urls };
    for (const [council, contracts] of await findPlaced(db, relative, held))
      for (const contract of joinContracts(contracts)) addTo(through, council, { ...contract, via });
  }
  const subcontracts = await findContractsOnRecord(db, { subcontractorIds: [supplierId] }, held.asOf);
  const named = new Map<string, ContractFacts[]>();
  for (const { councils, suppliers, subcontractors, contract } of subcontracts) {
    const main = suppliers.map(({ printedName }) => printedName).join(', ');
    const own = subcontractors.find((one) => one.supplierId === supplierId)?.printedName ?? '';
    const urls = contract.url ? [contract.url] : [];
    const via: ContractVia = { relation: 'subcontractor', chain: [main, own], urls };
    for (const council of councils) addTo(named, council, { ...contract, via });
  }
  for (const [council, contracts] of handOver(named, held))
    for (const contract of contracts) addTo(through, council, contract);
  return through;
}

/** What was paid to a supplier in the two years to a day, by the council whose they are now. */
async function findPayments(db: Db | Trx, supplierId: string, held: Holdings) {
  const found = { own: new Map<string, DayOfSpend[]>(), awaiting: new Map<string, DayOfSpend[]>() };
  const byCouncil = groupBy(
    await findSpendOfCouncilsOn(db, supplierId, held.asOf),
    ({ council }) => council,
    ({ day }) => day,
  );
  for (const [council, days] of byCouncil) {
    const { kind, councils } = spendersOf(council, held);
    for (const spender of councils)
      for (const day of days) addTo(kind === 'held' ? found.own : found.awaiting, spender, day);
  }
  return found;
}
