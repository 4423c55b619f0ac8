import { type Award, type IsoInstant, Pence, type SupplierMention } from '@tocsin/domain';
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
 * so; the end of one of several contracts under it is not its own. `contract` is what a reader says when nothing tells otherwise, so it never turns a framework into a contract.
 * Throws when there is no release, or when they are of different awards.
 */
export function foldAward(releases: readonly AwardRelease[]): Award {
  const [first, ...later] = [...releases].sort(byPublication);
  if (!first) throw new Error('No release to fold into an award');
  const begun = { ...first.award, suppliers: changeSuppliers(first.award.suppliers, first.award) };
  const { suppliersAdded: _, suppliersRemoved: __, isChange: ___, ...award } = begun;
  const { contracts: ____, ...folded } = later.reduce<Award>(
    (before, release) => change(before, release.award),
    award,
  );
  return folded;
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

type Contracts = NonNullable<Award['contracts']>;

/** A release that ends some of the contracts of an award leaves the others, with their days and what they are worth. */
function change(before: Award, after: Award): Award {
  const known = new Map(
    [...(before.contracts ?? []), ...(after.contracts ?? [])].map((one) => [one.id, one]),
  );
  const contracts = [...known.values()];
  const live = contracts.filter(({ isOver }) => !isOver);
  const listed = contracts.length > 0 ? { contracts } : {};
  if (!hasFallen(after.status) || !after.contracts || live.length === 0)
    return { ...amend(before, after), ...listed };
  const { value: _, foreignValue: __, valueDoubt: ___, extendsTo: ____, ...said } = after;
  const silent = { ...said, value: null, valueGross: null, status: null, startsOn: null, endsOn: null };
  return { ...amend(before, silent), ...valueLeft(before, live), ...listed };
}

/** What goes on is worth what its contracts state, where the award was worth what they all stated; else it is doubtful. */
function valueLeft(before: Award, live: Contracts): Pick<Award, 'value' | 'valueGross' | 'valueDoubt'> {
  const whole = sumOf(before.contracts?.filter(({ isOver }) => !isOver) ?? []);
  const left = sumOf(live);
  const isTold = left !== null && whole !== null && whole === before.value?.pence;
  const doubt = isTold
    ? 'A contract under this award is cancelled or ended: the value is that of those that go on.'
    : 'A contract under this award is cancelled or ended: its part may still be in the value.';
  const earlier = before.valueDoubt?.includes(doubt) ? before.valueDoubt : null;
  return {
    value: isTold && before.value ? { ...before.value, pence: Pence.parse(left) } : before.value,
    valueGross: isTold ? null : before.valueGross,
    valueDoubt: earlier ?? [before.valueDoubt ?? [], doubt].flat().join(' '),
  };
}

function sumOf(contracts: Contracts): number | null {
  const sums = contracts.flatMap(({ value }) => value?.pence ?? []);
  return sums.length < contracts.length ? null : sums.reduce((sum, pence) => sum + pence, 0);
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
