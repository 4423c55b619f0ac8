import { addTo, GssCode, type IsoDate } from '@tocsin/domain';
import type { ContractFacts } from './contract-facts.ts';
import { joinHeld } from './join-contracts.ts';
import {
  holders,
  mayNeedConsent,
  type Allocation,
  type ConsentDirection,
  type CouncilChange,
  type Holding,
} from './reorganisation.ts';
import { valueDoubt } from './value-doubt.ts';

/** A supplier of a contract as printed there, and who that is once matching has said so. */
export interface ContractSupplier {
  readonly printedName: string;
  /** As people may be shown it, where that is not as printed: a human being's name is not. */
  readonly shownName?: string;
  readonly namesNumber: boolean;
  /** What is printed where its number should stand and could not be read, as printed. */
  readonly unreadNumber?: string;
  /** A name that was withheld, or is a person’s, is looked for nowhere. */
  readonly outcome: 'waiting' | 'matched' | 'ambiguous' | 'none' | 'not-a-company' | 'person' | 'redacted';
  readonly supplierId: string | null;
}

/** One record of a contract, a notice or a line of a register: the councils that placed it and whom it names. */
export interface ContractRecord {
  readonly councils: readonly GssCode[];
  readonly suppliers: readonly ContractSupplier[];
  /** Whom the notice names as a subcontractor. */
  readonly subcontractors: readonly ContractSupplier[];
  readonly contract: ContractFacts;
}

/** A contract once, however many records tell it, in the hands of one council or seen waiting by it. */
export type HeldContract = Omit<ContractRecord, 'councils'>;

/** Which councils follow which, with their names. */
export interface Succession {
  readonly changes: readonly CouncilChange[];
  readonly directions: readonly ConsentDirection[];
  readonly nameOf: (gss: string) => string;
}

/** A person's decision, which stands, on who takes over one contract of a split council, under any of its references. */
export interface AllocatedContract {
  readonly council: GssCode;
  readonly contractRef: string;
  readonly successor: GssCode;
}

/** What decides who holds a contract on a day. */
export interface Holdings {
  readonly succession: Succession;
  readonly allocations: readonly AllocatedContract[];
  readonly asOf: IsoDate;
}

/**
 * Who holds which contract on a day: what each council placed, its records joined, in the hands of that council, of its
 * successor, or, while a split council's contract awaits allocation, of every successor. The order of `records` does
 * not matter, and a council's part needs only the records of the councils before it.
 */
export function hold(
  records: readonly ContractRecord[],
  held: Holdings,
): ReadonlyMap<GssCode, readonly HeldContract[]> {
  const placed = new Map<GssCode, ContractRecord[]>();
  for (const record of records)
    for (const council of record.councils) addTo(placed, council, { ...record, councils: [council] });
  const found = new Map<GssCode, HeldContract[]>();
  for (const [placer, own] of [...placed].sort(([a], [b]) => (a < b ? -1 : 1)))
    for (const record of joinRecords(own))
      for (const { council, ...one } of heldBy(record, placer, held)) addTo(found, council, one);
  return new Map(
    [...found].map(([council, contracts]) => [
      council,
      eachOnce(contracts).map((one) => ({ ...one, contract: withDoubt(council, one.contract) })),
    ]),
  );
}

/** A value that this council could not hold says so beside whatever is said of it already. */
function withDoubt(council: GssCode, contract: ContractFacts): ContractFacts {
  const doubt = contract.agreement === 'framework' ? null : valueDoubt(council, contract.value);
  if (doubt === null) return contract;
  return { ...contract, valueNote: [contract.valueNote, doubt].filter(Boolean).join(' ') };
}

/** A notice of several councils that became one is one contract, its own record before those that it took over. */
function eachOnce(contracts: readonly HeldContract[]): readonly HeldContract[] {
  const joined = new Set(contracts.flatMap(({ contract }) => contract.joined ?? []).map(({ ref }) => ref));
  const once = new Map<string, HeldContract>();
  for (const one of contracts.toSorted((a, b) => Number(isTaken(a)) - Number(isTaken(b))))
    if (!joined.has(one.contract.ref) && !once.has(one.contract.ref)) once.set(one.contract.ref, one);
  return [...once.values()];
}

function isTaken({ contract }: HeldContract): boolean {
  return contract.placedBy !== undefined;
}

/** Contracts each once, where several records of the same councils that name the same supplier tell the same one. */
export function joinRecords(records: readonly ContractRecord[]): readonly ContractRecord[] {
  return joinHeld(
    records,
    (one) =>
      one.suppliers.map(
        (supplier) => `${one.councils.join(' ')} ${supplier.supplierId ?? supplier.printedName}`,
      ),
    (kept, contract, gone) => ({
      ...kept,
      contract,
      suppliers: union([kept, ...gone].flatMap((one) => one.suppliers)),
      subcontractors: union([kept, ...gone].flatMap((one) => one.subcontractors)),
    }),
  );
}

function union(suppliers: readonly ContractSupplier[]): readonly ContractSupplier[] {
  const known = new Map<string, ContractSupplier>();
  for (const one of suppliers) {
    const key = one.supplierId ?? one.printedName;
    if (!known.has(key)) known.set(key, one);
  }
  return [...known.values()];
}

/** The references of all records of one contract. */
export function recordsOf({ contract }: HeldContract): readonly string[] {
  return [contract.ref, ...(contract.joined ?? []).map(({ ref }) => ref)];
}

/** Who holds one contract, its records joined, that `placedBy` placed. */
export function heldBy(
  record: HeldContract,
  placedBy: GssCode,
  held: Holdings,
): readonly (HeldContract & { readonly council: GssCode })[] {
  const { suppliers, subcontractors, contract } = record;
  const { changes, nameOf } = held.succession;
  const holding = holders(placedBy, changes, held.asOf, allocationsOf(recordsOf(record), held));
  const moved = holding.history.length > 0 ? { placedBy: { council: placedBy, name: nameOf(placedBy) } } : {};
  const awaiting =
    holding.kind === 'awaiting'
      ? { awaiting: { since: holding.since, between: holding.visibleTo.map(({ name }) => name) } }
      : {};
  const consent = consentOf(contract, placedBy, held);
  return seersOf(holding, placedBy).map((council) => ({
    council,
    suppliers,
    subcontractors,
    contract: { ...contract, ...moved, ...awaiting, ...(consent ? { consent } : {}) },
  }));
}

function allocationsOf(refs: readonly string[], { allocations, succession }: Holdings): Allocation[] {
  return allocations
    .filter(({ contractRef }) => refs.includes(contractRef))
    .map(({ council, successor }) => ({
      from: council,
      to: { code: successor, name: succession.nameOf(successor) },
    }));
}

/** The councils whose spend is one council's own, and those whose spend it sees waiting since they were split. */
export interface Spenders {
  readonly own: readonly GssCode[];
  readonly awaiting: readonly GssCode[];
}

/** For each council that has any, its spenders on a day among some councils. */
export function spendersAmong(
  councils: readonly GssCode[],
  holdings: Holdings,
): ReadonlyMap<GssCode, Spenders> {
  const own = new Map<GssCode, GssCode[]>();
  const awaiting = new Map<GssCode, GssCode[]>();
  for (const spender of new Set(councils)) {
    const holding = holders(spender, holdings.succession.changes, holdings.asOf);
    for (const council of seersOf(holding, spender))
      addTo(holding.kind === 'held' ? own : awaiting, council, spender);
  }
  return new Map(
    [...own.keys(), ...awaiting.keys()].map((council) => [
      council,
      { own: own.get(council) ?? [], awaiting: awaiting.get(council) ?? [] },
    ]),
  );
}

/**
 * The one council that what this council placed is counted under nationally, by public record alone: its successor, or
 * a split council itself, however its contracts were allocated since.
 */
export function countedUnder(council: GssCode, { changes }: Succession, asOf: IsoDate): GssCode {
  return GssCode.parse(holders(council, changes, asOf).countedUnder);
}

/** A record under the councils that it is counted under nationally. */
export function countedOnce(one: ContractRecord, succession: Succession, asOf: IsoDate): ContractRecord {
  const councils = one.councils.map((council) => countedUnder(council, succession, asOf));
  return { ...one, councils: [...new Set(councils)].sort() };
}

function seersOf(holding: Holding, placedBy: GssCode): readonly GssCode[] {
  if (holding.kind === 'held') return [holding.by.code ?? placedBy];
  return holding.visibleTo.flatMap(({ code }) => code ?? []);
}

function consentOf(
  contract: ContractFacts,
  council: GssCode,
  { asOf, succession }: Holdings,
): 'may-need-consent' | 'unknown' | null {
  const direction = succession.directions.find((one) => one.council === council);
  if (!direction || asOf >= direction.vestingDay || contract.agreement === 'framework') return null;
  const { startsOn, value, extendsTo } = contract;
  // The Act looks at the period to which the contract may be extended too.
  const endsOn = extendsTo && extendsTo > (contract.endsOn ?? '') ? extendsTo : contract.endsOn;
  // A register line states no day of award: a contract that runs already was placed before it began.
  const awardedOn = contract.awardedOn ?? startsOn;
  const answer = mayNeedConsent({ awardedOn, endsOn, value, capital: null }, direction);
  return answer === 'no' ? null : answer;
}

/** A council whose contracts this one holds, or sees waiting, since a day. */
export interface Predecessor {
  readonly council: GssCode;
  readonly name: string;
  readonly since: IsoDate;
  readonly extent: CouncilChange['extent'];
}

/** The councils that `council` has followed by a day, nearest first, through several reorganisations. */
export function predecessorsOf(
  { changes, nameOf }: Succession,
  council: string,
  asOf: IsoDate,
): readonly Predecessor[] {
  const found = new Map<string, Predecessor>();
  let edge: readonly string[] = [council];
  while (edge.length > 0) {
    const next = changes.filter(
      ({ successor, startsOn, predecessor }) =>
        successor.code !== null &&
        edge.includes(successor.code) &&
        startsOn <= asOf &&
        predecessor !== council &&
        !found.has(predecessor),
    );
    for (const { predecessor, startsOn, extent } of next)
      found.set(predecessor, { council: predecessor, name: nameOf(predecessor), since: startsOn, extent });
    edge = next.map(({ predecessor }) => predecessor);
  }
  return [...found.values()];
}
