import { groupBy } from '@tocsin/domain';
import type { ContractFacts } from './contract-facts.ts';
import { inPublishedRegister, sameContract } from './same-contract.ts';

/**
 * The contracts of **one council with one supplier**, each once: a notice that Contracts Finder and Find a Tender both
 * carry, a line of the register that the council publishes, and one of its own register for a contract that is also
 * published, are joined with the reason stated in `joined`. A record that could be the same as several others is left alone, and all are shown. The order of
 * `contracts` does not matter.
 */
export function joinContracts(contracts: readonly ContractFacts[]): readonly ContractFacts[] {
  const register = contracts.filter((contract) => contract.origin === 'register');
  const findATender = contracts.filter((contract) => contract.ref.startsWith('award:ocds-h6vhtk-'));
  const published = contracts.filter(inPublishedRegister);
  const told = new Set([...register, ...findATender, ...published]);
  const others = contracts.filter((contract) => !told.has(contract));
  return mergeRegisterAndNotices(register, joinPairs(published, joinPairs(findATender, others)));
}

/**
 * The council's own lines joined with the published notices of the same contracts. The council's own words come first
 * and the notice fills what they leave open, so the joined record is private to the council like the line itself.
 */
export function mergeRegisterAndNotices(
  register: readonly ContractFacts[],
  notices: readonly ContractFacts[],
): readonly ContractFacts[] {
  return joinPairs(register, notices);
}

/**
 * Contracts with several suppliers and councils, each once: those that share a key of `keysOf` (a council and a
 * supplier) are joined as one council's contracts with one supplier are. `merge` makes one of the kept and the others.
 */
export function joinHeld<T extends { readonly contract: ContractFacts }>(
  held: readonly T[],
  keysOf: (one: T) => readonly string[],
  merge: (kept: T, joined: ContractFacts, gone: readonly T[]) => T,
): readonly T[] {
  const standing = new Map(held.map((one) => [one.contract.ref, one]));
  const alike = groupBy(
    [...standing.values()].flatMap((one) => keysOf(one).map((key) => ({ key, ref: one.contract.ref }))),
    ({ key }) => key,
    ({ ref }) => ref,
  );
  for (const [, refs] of [...alike].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const group = refs.flatMap((ref) => standing.get(ref) ?? []);
    for (const joined of joinContracts(group.map(({ contract }) => contract))) {
      const kept = standing.get(joined.ref);
      const gone = (joined.joined ?? []).flatMap(({ ref }) => standing.get(ref) ?? []);
      if (!kept || gone.length === 0) continue;
      standing.set(joined.ref, merge(kept, joined, gone));
      for (const { contract } of gone) standing.delete(contract.ref);
    }
  }
  return [...standing.values()];
}

/** Joins each of `preferred` with the one of `others` that is the same contract, where that pair is the only choice. */
function joinPairs(
  preferred: readonly ContractFacts[],
  others: readonly ContractFacts[],
): readonly ContractFacts[] {
  const pairs = preferred.flatMap((kept) =>
    others.flatMap((other) => {
      const reason = sameContract(kept, other);
      return reason === null ? [] : [{ kept, other, reason }];
    }),
  );
  const sure = pairs.filter((pair) =>
    pairs.every((one) => one === pair || (one.kept !== pair.kept && one.other !== pair.other)),
  );
  const joinedTo = new Map(sure.map((pair) => [pair.kept, pair]));
  const gone = new Set(sure.map((pair) => pair.other));
  return [
    ...preferred.map((kept) => {
      const pair = joinedTo.get(kept);
      return pair ? fill(pair.kept, pair.other, pair.reason) : kept;
    }),
    ...others.filter((other) => !gone.has(other)),
  ];
}

/** What is to be said of the value that is shown: of the other record’s where its value is taken, or where both lack one. */
function noteOf(kept: ContractFacts, other: ContractFacts): Pick<ContractFacts, 'valueNote'> {
  const valueNote = kept.value ? kept.valueNote : (kept.valueNote ?? other.valueNote);
  return valueNote ? { valueNote } : {};
}

function fill(kept: ContractFacts, other: ContractFacts, reason: string): ContractFacts {
  return {
    ...kept,
    ...((kept.reference ?? other.reference) ? { reference: kept.reference ?? other.reference } : {}),
    startsOn: kept.startsOn ?? other.startsOn,
    endsOn: kept.endsOn ?? other.endsOn,
    ...((kept.endPrinted ?? other.endPrinted) ? { endPrinted: kept.endPrinted ?? other.endPrinted } : {}),
    extendsTo: kept.extendsTo ?? other.extendsTo ?? null,
    awardedOn: kept.awardedOn ?? other.awardedOn ?? null,
    status: kept.status ?? (other.status === 'pending' ? null : other.status) ?? null,
    value: kept.value ?? other.value,
    ...noteOf(kept, other),
    ...((kept.notices ?? other.notices) ? { notices: { ...other.notices, ...kept.notices } } : {}),
    criticality: kept.criticality === 'unknown' ? other.criticality : kept.criticality,
    owner: kept.owner ?? other.owner,
    service: kept.service ?? other.service,
    category: kept.category ?? other.category ?? null,
    regime: kept.regime === 'unknown' ? other.regime : kept.regime,
    url: kept.url ?? other.url,
    suppliers: Math.max(kept.suppliers, other.suppliers),
    joined: [...(kept.joined ?? []), { ref: other.ref, reason }, ...(other.joined ?? [])],
  };
}
