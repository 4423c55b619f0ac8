import { addTo } from '@tocsin/domain';
import { hasRole } from './parties.ts';
import type { Release, ReleaseAward, ReleaseContract, ReleaseNamed, ReleaseValue } from './schema.ts';

/** One award of a release: what it says of it, the contracts under it, and whose it is. */
export interface AwardEntry {
  readonly id: string;
  /** 1, and counted on where the release repeats the id: an id that stands twice is two awards. */
  readonly position: number;
  readonly award: ReleaseAward | undefined;
  readonly contracts: readonly ReleaseContract[];
  /** Empty where the release does not say. */
  readonly suppliers: readonly ReleaseNamed[];
  /** What the award states for all of its suppliers, where they are told apart by their contracts. */
  readonly ofAll?: ReleaseValue | null;
  /** Whether a contract stands here of which nothing tells to which award of this id it belongs. */
  readonly isByTurn?: boolean;
}

/**
 * The awards of a release, each with its contracts and its suppliers. Suppliers stand on the award, on the contract, or
 * only among the parties; contracts under one award with suppliers of their own are as many awards, each with its sum.
 */
export function entriesOf(release: Release): readonly AwardEntry[] {
  const entries = placedContracts(release).flatMap(({ id, award, contracts, isByTurn }) =>
    bySupplier(id, award, contracts).map((entry) => (isByTurn ? { ...entry, isByTurn } : entry)),
  );
  const seen = new Map<string, number>();
  const numbered = entries.map((entry) => {
    const position = (seen.get(entry.id) ?? 0) + 1;
    seen.set(entry.id, position);
    return { ...entry, position };
  });
  return isChange(release) ? numbered : withParties(release, numbered);
}

const CHANGES =
  /^(?:award(?:Update|Amendment|Cancellation)|contract(?:Update|Amendment|Termination|Cancellation)|implementation(?:Update)?)$/;

/** Whether a release says of itself that it changes what was said before. */
export function isChange(release: Release): boolean {
  return (
    release.tag.some((tag) => CHANGES.test(tag)) ||
    (release.contracts ?? []).some(({ amendments }) => amendments?.length)
  );
}

interface Placed {
  readonly id: string;
  readonly award: ReleaseAward | undefined;
  readonly contracts: ReleaseContract[];
  isByTurn?: boolean;
}

/** Every contract under its award, and under an award of its own where the release prints none. */
function placedContracts(release: Release): readonly Placed[] {
  const placed: Placed[] = (release.awards ?? []).map((award) => ({
    id: String(award.id),
    award,
    contracts: [],
  }));
  const met = new Map<string, number>();
  for (const contract of release.contracts ?? []) {
    const id = String(contract.awardID ?? contract.id);
    const namesakes = placed.filter((one) => one.id === id);
    const only = namesakes.length === 0 ? onlyAwardOf(release, contract) : null;
    const candidates = only === null ? namesakes : placed.filter(({ award }) => award === only);
    const turn = met.get(id) ?? 0;
    met.set(id, turn + 1);
    const told = candidates.length > 1 ? ownOf(candidates, contract) : candidates[0];
    const own = told ?? candidates[turn % candidates.length];
    const alike = (release.contracts ?? []).filter(({ awardID }) => String(awardID) === id).length;
    if (own && !told && alike < candidates.length) own.isByTurn = true;
    if (own) own.contracts.push(contract);
    else placed.push({ id, award: undefined, contracts: [contract] });
  }
  return placed;
}

/**
 * The only award of a release, for a contract that names none: whose else would it be? Not where the contract is with
 * somebody else, nor where both state a sum: that of the contract may be a part, or another.
 */
function onlyAwardOf({ awards }: Release, contract: ReleaseContract): ReleaseAward | null {
  const [only, another] = awards ?? [];
  if (!only || another || (contract.awardID ?? null) !== null) return null;
  const [own, named] = [only.suppliers ?? [], contract.suppliers ?? []];
  const isTheirs = named.length === 0 || own.length === 0 || shares(own.map(nameOf), named.map(nameOf));
  const isOneSum = !only.value || !contract.value || only.value.amount === contract.value.amount;
  return isTheirs && isOneSum ? only : null;
}

/** Of several awards under one id the one of the contract's lots, else of its suppliers or its sum; else undefined. */
function ownOf(candidates: readonly Placed[], contract: ReleaseContract): Placed | undefined {
  const tests: readonly ((award: ReleaseAward) => boolean)[] = [
    ({ relatedLots }) => shares(relatedLots, contract.relatedLots),
    ({ suppliers }) => shares(suppliers?.map(nameOf), contract.suppliers?.map(nameOf)),
    ({ value }) => value?.amount !== undefined && value.amount === contract.value?.amount,
  ];
  for (const isOwn of tests) {
    const [own, another] = candidates.filter(({ award }) => award && isOwn(award));
    if (own && !another) return own;
  }
  return undefined;
}

function shares(a: readonly string[] | null | undefined, b: readonly string[] | null | undefined): boolean {
  return Boolean(a?.some((one) => b?.includes(one)));
}

/** Whom a list names, each once: a party may stand twice, in different roles. */
function eachOnce(named: readonly ReleaseNamed[]): readonly ReleaseNamed[] {
  return [...new Map(named.toReversed().map((one) => [nameOf(one), one])).values()].toReversed();
}

function nameOf({ id, name }: ReleaseNamed): string {
  return String(id ?? name ?? '');
}

/** One entry, or one for each set of suppliers that contracts under the award are printed with. */
function bySupplier(
  id: string,
  award: ReleaseAward | undefined,
  contracts: readonly ReleaseContract[],
): readonly Omit<AwardEntry, 'position'>[] {
  const sets = new Map<string, ReleaseContract[]>();
  for (const contract of contracts)
    if (contract.suppliers?.length) addTo(sets, contract.suppliers.map(nameOf).sort().join('\n'), contract);
  const named = [...sets.values()];
  const own = award?.suppliers ?? [];
  if (named.length < 2) {
    const further = (named[0]?.[0]?.suppliers ?? []).filter(
      (one) => !own.some((other) => nameOf(other) === nameOf(one)),
    );
    return [{ id, award, contracts, suppliers: [...own, ...further] }];
  }
  const unnamed = contracts.filter(({ suppliers }) => !suppliers?.length);
  const told = new Set(named.flatMap((placed) => placed[0]?.suppliers?.map(nameOf) ?? []));
  const left = own.filter((one) => !told.has(nameOf(one)));
  // What the award states for all of them is nobody's own sum.
  const shared = award && { ...award, value: null };
  const ofAll = award?.value ?? null;
  return [
    ...named.map((placed) => ({
      id,
      award: shared,
      contracts: placed,
      suppliers: placed[0]?.suppliers ?? [],
      ofAll,
    })),
    ...(unnamed.length > 0 || left.length > 0
      ? [{ id, award: shared, contracts: unnamed, suppliers: left, ofAll }]
      : []),
  ];
}

/** Suppliers that stand among the parties alone: of the only award without any, or the only supplier there is. */
function withParties(release: Release, entries: readonly AwardEntry[]): readonly AwardEntry[] {
  const lacking = entries.filter(
    ({ suppliers, award }) => suppliers.length === 0 && award?.status !== 'unsuccessful',
  );
  if (lacking.length === 0) return entries;
  // A buyer among them bought from somebody else: it is a supplier only where an award names it.
  const parties = eachOnce(
    (release.parties ?? []).filter((party) => hasRole(party, 'supplier') && !hasRole(party, 'buyer')),
  );
  const told = new Set(entries.flatMap(({ suppliers }) => suppliers.map(nameOf)));
  const untold = parties.filter((party) => !told.has(nameOf(party)));
  // A contract that names no award, beside awards, is not to everybody who is left.
  const isAside = lacking[0]?.award === undefined && entries.some(({ award }) => award);
  const isOfAll = lacking.length === 1 && (untold.length < 2 || !isAside);
  const given = isOfAll ? untold : parties.length === 1 ? parties : [];
  return entries.map((entry) => (lacking.includes(entry) ? { ...entry, suppliers: given } : entry));
}
