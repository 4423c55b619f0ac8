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
  /** The least that the shown step says: 5 is 5 to 9, 10 is 10 to 19, 20 is 20 or more. */
  readonly councils: number;
  /** To two significant figures; null where one or two councils make up so much of it that it would tell of them. */
  readonly pence: number | null;
}

/** One publication. `facts` are private: kept by whoever publishes, to judge every later publication by. */
export interface PrivateRelease {
  readonly aggregates: readonly Aggregate[];
  readonly facts: readonly PrivateFact[];
}

/** The smallest group of councils of which a private fact is shown. */
export const SMALLEST_GROUP = 5;
/** Where the steps begin in which groups of councils are counted, the widest first. */
const STEPS = [20, 10, 5] as const;
/** The largest council may be at most this share of a shown sum. */
const LARGEST_SHARE = 0.5;
/** The p % rule: whoever knows its own part must not come within this share of the part of the largest. */
const P = 0.1;

/** Councils in a group as they may be shown: the beginning of its step, null below five. */
export function stepOf(councils: number): number | null {
  return STEPS.find((step) => councils >= step) ?? null;
}

/**
 * Sums of private facts over one hierarchy, such that nothing about fewer than five councils can be worked out, nor about
 * one council within ten per cent, from this release together with all earlier ones.
 *
 * Releases are judged by membership: what one council has at one place of the hierarchy is one unknown, in whatever
 * release it is counted (its value runs off, so a rule that asked which values changed would see nothing but changes).
 * Unknowns that were counted in exactly the same groups of all releases are an atom. Whatever is added and subtracted of
 * what was ever shown weighs all unknowns of an atom alike, so a group is shown only while each atom that comes of it is
 * of five councils or more. Sums are shown by the same rule over the groups whose sums were shown, with more asked of
 * each atom and group: no council above half of it, and the p % rule with p = 10.
 *
 * Groups are tried the coarsest and largest first. Groups that are empty or hidden are not listed, and look alike. Only
 * one hierarchy may carry sums: sums over a second that crosses it would not be judged with the first.
 */
export function suppress(
  facts: readonly PrivateFact[],
  earlier: readonly PrivateRelease[] = [],
): PrivateRelease {
  const added = addUp(facts);
  const unknowns = unknownsOf(added, earlier);
  const counted = earlier.flatMap((release) => membersOf(release));
  const summed = earlier.flatMap((release) => membersOf(release, ({ pence }) => pence !== null));
  const aggregates: Aggregate[] = [];
  for (const group of candidates(added)) {
    const members = new Set(group.facts.map(keyOf));
    const isNoTell = (some: readonly PrivateFact[]) => councilsOf(some).size >= SMALLEST_GROUP;
    if (!atoms(unknowns, [...counted, members]).every(isNoTell)) continue;
    counted.push(members);
    const isFlat = (some: readonly PrivateFact[]) => isNoTell(some) && isSpread(some);
    const mayBeSummed = isFlat(group.facts) && atoms(unknowns, [...summed, members]).every(isFlat);
    if (mayBeSummed) summed.push(members);
    aggregates.push({
      path: group.path,
      councils: stepOf(councilsOf(group.facts).size) ?? 0,
      pence: mayBeSummed ? twoFigures(sumOf(group.facts)) : null,
    });
  }
  return { aggregates, facts: added };
}

function addUp(facts: readonly PrivateFact[]): PrivateFact[] {
  const sums = new Map<string, PrivateFact>();
  for (const fact of facts) {
    const key = keyOf(fact);
    sums.set(key, { ...fact, pence: fact.pence + (sums.get(key)?.pence ?? 0) });
  }
  return [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, fact]) => fact)
    .filter((fact) => fact.pence > 0);
}

function keyOf({ council, path }: Pick<PrivateFact, 'council' | 'path'>): string {
  return JSON.stringify([council, path]);
}

/** Everything that was ever counted, each as it stood last. */
function unknownsOf(now: readonly PrivateFact[], earlier: readonly PrivateRelease[]): readonly PrivateFact[] {
  const all = [...earlier.flatMap((release) => release.facts), ...now];
  return [...new Map(all.map((fact) => [keyOf(fact), fact])).values()];
}

type Members = ReadonlySet<string>;

/** Who was counted in each group of a release that was shown. */
function membersOf(
  { aggregates, facts }: PrivateRelease,
  isAsked: (aggregate: Aggregate) => boolean = () => true,
): Members[] {
  return aggregates
    .filter(isAsked)
    .map(({ path }) => new Set(facts.filter((fact) => isWithin(fact, path)).map(keyOf)));
}

function isWithin(fact: PrivateFact, path: readonly string[]): boolean {
  return path.every((member, level) => fact.path[level] === member);
}

interface FactsBelow {
  readonly path: readonly string[];
  readonly facts: readonly PrivateFact[];
}

/** Groups of five councils or more, the coarsest first, of one level the largest. */
function candidates(facts: readonly PrivateFact[]): readonly FactsBelow[] {
  const paths = new Map<string, readonly string[]>();
  for (const { path } of facts)
    for (let level = 0; level <= path.length; level += 1) {
      const within = path.slice(0, level);
      paths.set(JSON.stringify(within), within);
    }
  return [...paths]
    .map(([key, path]) => ({ key, path, facts: facts.filter((fact) => isWithin(fact, path)) }))
    .filter((group) => councilsOf(group.facts).size >= SMALLEST_GROUP)
    .sort(
      (a, b) =>
        a.path.length - b.path.length ||
        councilsOf(b.facts).size - councilsOf(a.facts).size ||
        (a.key < b.key ? -1 : 1),
    );
}

/** Unknowns that are in the same of these groups, those that are in none left out. */
function atoms(unknowns: readonly PrivateFact[], groups: readonly Members[]): readonly PrivateFact[][] {
  const byGroups = groupBy(unknowns, (fact) => {
    const key = keyOf(fact);
    return groups.flatMap((members, at) => (members.has(key) ? [at] : [])).join(' ');
  });
  return [...byGroups].flatMap(([within, facts]) => (within === '' ? [] : [facts]));
}

/** No council is more than half of it, and the second largest cannot tell the part of the largest within ten per cent. */
function isSpread(facts: readonly PrivateFact[]): boolean {
  const byCouncil = groupBy(facts, ({ council }) => council);
  const parts = [...byCouncil.values()].map(sumOf).sort((a, b) => b - a);
  const [largest = 0, second = 0] = parts;
  const total = parts.reduce((sum, part) => sum + part, 0);
  return largest <= total * LARGEST_SHARE && total - largest - second >= largest * P;
}

function sumOf(facts: readonly PrivateFact[]): number {
  return facts.reduce((sum, { pence }) => sum + pence, 0);
}

function twoFigures(pence: number): number {
  return Number(pence.toPrecision(2));
}

function councilsOf(facts: readonly PrivateFact[]): ReadonlySet<string> {
  return new Set(facts.map((fact) => fact.council));
}
