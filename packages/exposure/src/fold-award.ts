import type { Award, IsoInstant, SupplierMention } from '@tocsin/domain';
import { hasFallen } from './contract-term.ts';

/** One release's statement about an award, with the publisher's moment and version of it. */
export interface AwardRelease {
  readonly award: Award;
  readonly publishedAt: IsoInstant;
  readonly version: string;
}

/**
 * The current state of one award (one `ocid` and `awardId`) from all its releases, in any order.
 *
 * Amendments are deltas: in order of publication a later statement replaces an earlier one, and what a release does
 * not state (null, an empty list, regime `unknown`) keeps what was said before. A terminated or cancelled award stays
 * so. `contract` is what a reader says when nothing tells otherwise, so it never turns a framework into a contract.
 * Throws when there is no release, or when they are of different awards.
 */
export function foldAward(releases: readonly AwardRelease[]): Award {
  const [first, ...later] = [...releases].sort(byPublication);
  if (!first) throw new Error('No release to fold into an award');
  const begun = { ...first.award, suppliers: changeSuppliers(first.award.suppliers, first.award) };
  const { suppliersAdded: _, suppliersRemoved: __, isChange: ___, ...award } = begun;
  return later.reduce<Award>((before, release) => amend(before, release.award), award);
}

function byPublication(a: AwardRelease, b: AwardRelease): number {
  return (
    Date.parse(a.publishedAt) - Date.parse(b.publishedAt) ||
    compare(versionOf(a), versionOf(b)) ||
    compare(JSON.stringify(a.award), JSON.stringify(b.award))
  );
}

/** Without the count of versions that say something else under one id and moment: it tells which was read first. */
function versionOf({ version }: AwardRelease): string {
  return version.replace(/\+\d+$/, '');
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function amend(before: Award, after: Award): Award {
  if (before.ocid !== after.ocid || before.awardId !== after.awardId)
    throw new Error(`${after.ocid}/${after.awardId} is not an amendment of ${before.ocid}/${before.awardId}`);
  return {
    kind: 'award',
    ocid: before.ocid,
    awardId: before.awardId,
    noticeId: after.noticeId ?? before.noticeId,
    noticeType: after.noticeType ?? before.noticeType,
    title: after.title ?? before.title,
    buyers: after.buyers.length > 0 ? after.buyers : before.buyers,
    suppliers: changeSuppliers(
      after.suppliers.length > 0 ? keepIdentifiers(before.suppliers, after.suppliers) : before.suppliers,
      after,
    ),
    ...(after.subcontractors || before.subcontractors
      ? {
          subcontractors: keepIdentifiers(
            before.subcontractors ?? [],
            after.subcontractors ?? before.subcontractors ?? [],
          ),
        }
      : {}),
    ...valueOf(before, after),
    awardedOn: after.awardedOn ?? before.awardedOn,
    startsOn: after.startsOn ?? before.startsOn,
    endsOn: after.endsOn ?? before.endsOn,
    ...extension(before, after),
    agreement: after.agreement === 'contract' ? before.agreement : after.agreement,
    status: hasFallen(before.status) ? before.status : (after.status ?? before.status),
    cpv: after.cpv ?? before.cpv,
    regime: after.regime === 'unknown' ? before.regime : after.regime,
    ...noticesOf(before, after),
  };
}

/** What is stated of the value is one statement: a sum in another currency replaces one in pounds, with its doubt. */
function valueOf(
  before: Award,
  after: Award,
): Pick<Award, 'value' | 'valueGross' | 'foreignValue' | 'valueDoubt'> {
  const isStated = after.value ?? after.valueGross ?? after.foreignValue ?? after.valueDoubt ?? null;
  const { foreignValue, valueDoubt } = isStated === null ? before : after;
  return {
    value: after.value ?? (after.foreignValue ? null : before.value),
    valueGross: after.valueGross ?? (after.foreignValue ? null : before.valueGross),
    ...(foreignValue ? { foreignValue } : {}),
    ...(valueDoubt ? { valueDoubt } : {}),
  };
}

/** A change that moves the end and says nothing of extensions leaves them only where they still lie behind it. */
function extension(before: Award, after: Award): Pick<Award, 'extendsTo'> {
  const extendsTo = after.extendsTo ?? before.extendsTo ?? null;
  const endsOn = after.endsOn ?? before.endsOn;
  if (extendsTo === null) return {};
  return endsOn !== null && extendsTo <= endsOn ? {} : { extendsTo };
}

/** Ratings add up, each once; of the rest the newest stands. */
function noticesOf({ notices: before }: Award, { notices: after }: Award): Pick<Award, 'notices'> {
  if (!before || !after) return before || after ? { notices: { ...before, ...after } } : {};
  const known = new Set((before.ratings ?? []).map((rating) => JSON.stringify(rating)));
  const ratings = [
    ...(before.ratings ?? []),
    ...(after.ratings ?? []).filter((rating) => !known.has(JSON.stringify(rating))),
  ];
  return { notices: { ...before, ...after, ...(ratings.length > 0 ? { ratings } : {}) } };
}

function changeSuppliers(
  suppliers: readonly SupplierMention[],
  { suppliersAdded = [], suppliersRemoved = [] }: Award,
): SupplierMention[] {
  const stay = suppliers.filter((one) => !suppliersRemoved.some((gone) => isSame(one, gone)));
  return [...stay, ...suppliersAdded.filter((one) => !stay.some((other) => isSame(one, other)))];
}

function isSame(a: SupplierMention, b: SupplierMention): boolean {
  return a.printedRef !== null && b.printedRef !== null ? a.printedRef === b.printedRef : a.name === b.name;
}

/** A later release that prints the same name without its number or postcode does not take them back. */
function keepIdentifiers(
  before: readonly SupplierMention[],
  after: readonly SupplierMention[],
): SupplierMention[] {
  return after.map((mention) => {
    const earlier = before.find((known) => known.name === mention.name);
    if (!earlier) return mention;
    return {
      name: mention.name,
      ref: mention.ref ?? earlier.ref,
      printedRef: mention.printedRef ?? earlier.printedRef,
      postcode: mention.postcode ?? earlier.postcode,
    };
  });
}
