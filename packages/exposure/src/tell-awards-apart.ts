import type { Award, BuyerMention, SupplierMention } from '@tocsin/domain';
import type { AwardRelease } from './fold-award.ts';

/** A release's statement, and the how-manieth of its award id it was in that release. */
export interface PlacedRelease extends AwardRelease {
  readonly position: number;
}

/** One award among those that a publisher printed under one id. */
export interface AwardApart<R extends PlacedRelease> {
  /** The id itself for the first of them; with the notice that began it for the others. */
  readonly key: string;
  readonly releases: readonly R[];
}

/**
 * The awards that stand behind one `(ocid, award id)`, whatever the order in which their releases were read.
 *
 * A process may hold the releases of many buyers, or a long chain of awards of one: an id met again from another set of
 * buyers, or with other suppliers in a release that is no change of what was said, is another award. So is one that
 * stands twice in one release. What names no supplier belongs to the award of its place in the release, else the newest.
 * Lines of a council's own register are told apart by that register's own references.
 */
export function tellAwardsApart<R extends PlacedRelease>(releases: readonly R[]): readonly AwardApart<R>[] {
  const [first] = releases;
  if (!first) return [];
  if (first.award.ocid.startsWith('ocds-tocsin-')) return [{ key: first.award.awardId, releases }];
  const parts: R[][] = [];
  for (const release of [...releases].sort(inOrder)) {
    const part = partOf(parts, release);
    if (part) part.push(release);
    else parts.push([release]);
  }
  const taken = new Map<string, number>();
  return parts.map((part, at) => ({
    key: at === 0 ? first.award.awardId : keyOf(part[0]!, taken),
    releases: part,
  }));
}

function keyOf({ award, publishedAt, position }: PlacedRelease, taken: Map<string, number>): string {
  const key = `${award.awardId}@${award.noticeId ?? publishedAt}${position > 1 ? `#${position}` : ''}`;
  const turn = (taken.get(key) ?? 0) + 1;
  taken.set(key, turn);
  return turn === 1 ? key : `${key}~${turn}`;
}

/** By publication, then by what is said: the order in which documents were read decides nothing. */
function inOrder(a: PlacedRelease, b: PlacedRelease): number {
  return (
    Date.parse(a.publishedAt) - Date.parse(b.publishedAt) ||
    a.position - b.position ||
    compare(JSON.stringify(a.award), JSON.stringify(b.award))
  );
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function partOf<R extends PlacedRelease>(parts: readonly R[][], release: R): R[] | undefined {
  const open = parts.filter((part) => !standsBeside(part, release) && sameBuyers(part, release));
  // The newest first, and of those the ones that stood at the same place in their release.
  const candidates = open.toReversed().sort((a, b) => Number(isAt(b, release)) - Number(isAt(a, release)));
  const named = [
    ...release.award.suppliers,
    ...(release.award.suppliersAdded ?? []),
    ...(release.award.suppliersRemoved ?? []),
  ];
  const sharing = candidates.find((part) =>
    suppliersOf(part).some((one) => named.some((other) => isSame(one, other))),
  );
  if (sharing) return sharing;
  if (named.length === 0) return candidates[0];
  return candidates.find(
    (part) =>
      release.award.isChange === true || suppliersOf(part).length === 0 || isCorrection(part, release),
  );
}

/** The same notice, published again at a later moment, corrects what it said. */
function isCorrection(part: readonly PlacedRelease[], { award, publishedAt }: PlacedRelease): boolean {
  return part.some(
    (one) =>
      award.noticeId !== null && one.award.noticeId === award.noticeId && one.publishedAt !== publishedAt,
  );
}

/** Two places of one release are two awards. */
function standsBeside(
  part: readonly PlacedRelease[],
  { award, publishedAt, position }: PlacedRelease,
): boolean {
  return part.some(
    (one) =>
      one.position !== position && one.publishedAt === publishedAt && one.award.noticeId === award.noticeId,
  );
}

function isAt([began]: readonly PlacedRelease[], { position }: PlacedRelease): boolean {
  return began?.position === position;
}

function suppliersOf(part: readonly PlacedRelease[]): readonly SupplierMention[] {
  return part.flatMap(({ award }) => [...award.suppliers, ...(award.suppliersAdded ?? [])]);
}

/** A notice may name the lead buyer alone, or none: one set within the other is the same, two that only overlap are not. */
function sameBuyers(part: readonly PlacedRelease[], { award }: PlacedRelease): boolean {
  const known = part.flatMap((one) => one.award.buyers);
  return (
    known.length === 0 ||
    award.buyers.length === 0 ||
    isWithin(award.buyers, known) ||
    isWithin(known, award.buyers)
  );
}

function isWithin(few: Award['buyers'], many: Award['buyers']): boolean {
  return few.every((one) => many.some((other) => isSameBuyer(one, other)));
}

function isSameBuyer(a: BuyerMention, b: BuyerMention): boolean {
  return a.ids.some((id) => b.ids.includes(id)) || plain(a.name) === plain(b.name);
}

function isSame(a: SupplierMention, b: SupplierMention): boolean {
  if (a.ref && b.ref && a.ref.scheme === b.ref.scheme) return a.ref.id === b.ref.id;
  return (a.printedRef !== null && a.printedRef === b.printedRef) || plain(a.name) === plain(b.name);
}

function plain(name: string): string {
  return name
    .toUpperCase()
    .replace(/&/g, 'AND')
    .replace(/\bLIMITED\b/g, 'LTD')
    .replace(/[^\p{L}\d]+/gu, '');
}
