import { groupBy } from '@tocsin/domain';

/** One council's private sum at one place of the hierarchy. Several of one council at one place are added up. */
export interface PrivateFact {
  readonly council: string;
  /** Its member at each level, the coarsest first: `['severe', 'North West', 'Metropolitan district']`. */
  readonly path: readonly string[];
  /** Integer pence of one VAT basis. */
  readonly pence: number;
}

/** What may be shown of a group of councils. */
export interface Aggregate {
  /** `[]` is the whole nation. */
  readonly path: readonly string[];
  /** Councils in it, rounded down to a multiple of five, so that one council more or less does not show. */
  readonly councils: number;
  readonly pence: number;
}

/** One publication. `facts` are private: kept by whoever publishes, to compare the next publication with. */
export interface Release {
  readonly aggregates: readonly Aggregate[];
  readonly facts: readonly PrivateFact[];
  /** True when this is the previous release again, since too few councils changed to show the change. */
  readonly held: boolean;
}

/** The smallest group of councils of which a private fact is shown. */
const SMALLEST_GROUP = 5;

/** Councils in a group as they may be shown: in steps of five, null below five. */
export function stepOfFive(councils: number): number | null {
  return councils < SMALLEST_GROUP ? null : councils - (councils % SMALLEST_GROUP);
}

interface Node {
  readonly path: readonly string[];
  readonly facts: readonly PrivateFact[];
}

/**
 * Sums of private facts over one hierarchy, such that nothing about fewer than five councils can be worked out.
 *
 * Primary suppression hides a group of fewer than five. Complementary suppression hides its smallest siblings too,
 * until what is hidden under a shown parent holds five councils or none. Groups that are empty or hidden are not
 * listed, and look alike. Every sum that can be derived from one release is then a combination of whole blocks (a shown
 * group less its shown parts), and each block holds five councils or more.
 *
 * `previous` guards two releases against subtraction: the new one is let out only if no block of either could be told
 * from its change of fewer than five councils; otherwise the previous one is held. Only one hierarchy may carry sums:
 * sums over a second that crosses it could be subtracted from the first.
 */
export function suppress(facts: readonly PrivateFact[], previous: Release | null = null): Release {
  const added = addUp(facts);
  const release = {
    aggregates: shownUnder({ path: [], facts: added }).map(aggregate),
    facts: added,
    held: false,
  };
  if (previous === null || mayFollow(previous, release)) return release;
  return { ...previous, held: true };
}

function addUp(facts: readonly PrivateFact[]): PrivateFact[] {
  const sums = new Map<string, PrivateFact>();
  for (const fact of facts) {
    const key = JSON.stringify([fact.council, fact.path]);
    sums.set(key, { ...fact, pence: fact.pence + (sums.get(key)?.pence ?? 0) });
  }
  return [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, fact]) => fact)
    .filter((fact) => fact.pence !== 0);
}

function shownUnder(node: Node): Node[] {
  if (councilsOf(node.facts).size < SMALLEST_GROUP) return [];
  const shown = childrenOf(node)
    .filter((child) => councilsOf(child.facts).size >= SMALLEST_GROUP)
    .sort((a, b) => councilsOf(b.facts).size - councilsOf(a.facts).size);
  while (shown.length > 0 && tooFew(restOf(node, shown))) shown.pop();
  return [node, ...shown.flatMap(shownUnder)];
}

/** The block of a shown group: what is in it and in none of its shown parts. */
function restOf(node: Node, shown: readonly Node[]): readonly PrivateFact[] {
  const parts = new Set(shown.map((child) => child.path.at(-1)));
  return node.facts.filter((fact) => !parts.has(fact.path[node.path.length]));
}

function tooFew(facts: readonly PrivateFact[]): boolean {
  const councils = councilsOf(facts).size;
  return councils > 0 && councils < SMALLEST_GROUP;
}

function childrenOf({ path, facts }: Node): Node[] {
  const deeper = facts.filter((fact) => fact.path.length > path.length);
  return [...groupBy(deeper, (fact) => fact.path[path.length] ?? '')]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([member, own]) => ({ path: [...path, member], facts: own }));
}

function aggregate({ path, facts }: Node): Aggregate {
  return {
    path,
    councils: stepOfFive(councilsOf(facts).size) ?? 0,
    pence: facts.reduce((sum, fact) => sum + fact.pence, 0),
  };
}

function councilsOf(facts: readonly PrivateFact[]): ReadonlySet<string> {
  return new Set(facts.map((fact) => fact.council));
}

/**
 * Whether two releases together still say nothing about fewer than five councils. A combination of their sums weighs
 * each old block by one number and each new block by another. Where a fact that stands unchanged in both keeps a weight,
 * so does every such fact of the same two blocks: there must be five councils of them. Where all unchanged facts cancel
 * out, blocks that share one have the same weight, and what changed in them shows: five councils again, or none.
 */
function mayFollow(before: Release, after: Release): boolean {
  if (before.aggregates.length === 0 || after.aggregates.length === 0) return true;
  const old = new Set(before.facts.map(keyOf));
  const now = new Set(after.facts.map(keyOf));
  const inOld = (fact: PrivateFact) => `old ${blockOf(fact, before.aggregates)}`;
  const inNew = (fact: PrivateFact) => `new ${blockOf(fact, after.aggregates)}`;
  const unchanged = after.facts.filter((fact) => old.has(keyOf(fact)));
  const together = joined(unchanged.map((fact) => [inOld(fact), inNew(fact)]));
  const gone = before.facts.filter((fact) => !now.has(keyOf(fact)));
  const come = after.facts.filter((fact) => !old.has(keyOf(fact)));
  const isGone = new Set(gone);
  const changed = groupBy([...gone, ...come], (fact) =>
    together(isGone.has(fact) ? inOld(fact) : inNew(fact)),
  );
  const kept = groupBy(unchanged, (fact) => `${inOld(fact)} ${inNew(fact)}`);
  return ![...changed.values(), ...kept.values()].some(tooFew);
}

function keyOf({ council, path, pence }: PrivateFact): string {
  return JSON.stringify([council, path, pence]);
}

/** The deepest shown group that a fact is in. */
function blockOf(fact: PrivateFact, aggregates: readonly Aggregate[]): string {
  const holding = aggregates.filter(({ path }) => path.every((member, level) => fact.path[level] === member));
  return JSON.stringify(holding.at(-1)?.path);
}

/** Names the connected part that a block belongs to, where each pair ties two blocks together. */
function joined(pairs: readonly (readonly [string, string])[]): (block: string) => string {
  const above = new Map<string, string>();
  const part = (block: string): string => {
    const next = above.get(block);
    return next === undefined ? block : part(next);
  };
  for (const [a, b] of pairs) if (part(a) !== part(b)) above.set(part(a), part(b));
  return part;
}
