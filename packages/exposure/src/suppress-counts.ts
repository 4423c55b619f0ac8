import { groupBy } from '@tocsin/domain';
import { SMALLEST_GROUP, stepOf, type PrivateRelease } from './suppress.ts';

/** Councils of which something private is so: the finer its label, the more is said of each. */
export interface CountedGroup {
  /** `['managing strategic risk', 'Developing', 'exposure', 'highest third']`: parts of one that is shorter. */
  readonly label: readonly string[];
  readonly councils: readonly string[];
}

/** One publication of counts. `councils` of its groups are private: kept to judge every later publication by. */
export interface CountRelease {
  readonly shown: readonly CountedGroup[];
}

/** All that is let out of a quarter. */
export interface QuarterRelease extends PrivateRelease {
  /** Levels of the diagnostic, counted beside the sums; not there in releases of before they were. */
  readonly diagnostic?: CountRelease;
}

/**
 * The groups that may be shown with how many councils are in each, in steps, such that nothing about fewer than five of them
 * can be worked out from this release together with all earlier ones. Unlike sums, counts may be cut in ways that cross: a
 * group is shown only while all councils that are in exactly the same of all groups ever shown are five or more, since
 * whatever is added and subtracted weighs those alike. Groups are tried the coarsest and largest first.
 */
export function suppressCounts(
  groups: readonly CountedGroup[],
  earlier: readonly CountRelease[] = [],
): CountRelease {
  const before = groupBy(
    earlier.flatMap(({ shown }) => shown),
    subjectOf,
  );
  const shown = [...groupBy(groups, subjectOf)].flatMap(([subject, some]) =>
    shownOf(some, before.get(subject) ?? []),
  );
  return { shown };
}

/** What is said of one subject tells nothing of another: each council has an answer of its own to each. */
function subjectOf({ label }: CountedGroup): string {
  return label[0] ?? '';
}

function shownOf(groups: readonly CountedGroup[], before: readonly CountedGroup[]): readonly CountedGroup[] {
  const shown: CountedGroup[] = [];
  for (const group of groups.toSorted(coarsestFirst)) {
    if (new Set(group.councils).size < SMALLEST_GROUP) continue;
    if (atoms([...before, ...shown, group]).every((some) => some >= SMALLEST_GROUP)) shown.push(group);
  }
  return shown;
}

function coarsestFirst(a: CountedGroup, b: CountedGroup): number {
  return (
    a.label.length - b.label.length ||
    b.councils.length - a.councils.length ||
    (JSON.stringify(a.label) < JSON.stringify(b.label) ? -1 : 1)
  );
}

/** How many councils are in exactly the same of these groups, of each lot that is in any. */
function atoms(groups: readonly CountedGroup[]): readonly number[] {
  const within = new Map<string, string>();
  for (const [at, { councils }] of groups.entries())
    for (const council of new Set(councils)) within.set(council, `${within.get(council) ?? ''} ${at}`);
  return [...groupBy([...within], ([, places]) => places).values()].map(({ length }) => length);
}

/** A group as everybody may see it. */
export interface ShownCount {
  readonly label: readonly string[];
  /** The least of its step. */
  readonly councils: number;
}

/** What is let out of a release. */
export function countsOf({ shown }: CountRelease): readonly ShownCount[] {
  return shown.map(({ label, councils }) => ({ label, councils: stepOf(new Set(councils).size) ?? 0 }));
}
