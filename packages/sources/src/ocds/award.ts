import { type Award, type IsoDate, meansNoEnd, type Observation } from '@tocsin/domain';
import { ukDate } from '../uk-time.ts';
import { entriesOf, isChange, type AwardEntry } from './award-entries.ts';
import { buyersOf, subcontractorsOf, supplierChangesOf, suppliersOf } from './parties.ts';
import type { OcdsPublisher, ReleaseNotice } from './publisher.ts';
import type { Release, ReleaseAward, ReleaseContract } from './schema.ts';
import { isOverByItsWord, liveBesideOver, moneyOf, repeatedSums, valueOf } from './value.ts';

/**
 * What a release says about each award that it says something about. The first award of an id is observed under
 * `<ocid>/<award id>`, a second one of the same id under `…#2`; `taken` says how many of an id stood in the document
 * under this very notice before.
 */
export function awardsOf(
  release: Release,
  notice: ReleaseNotice,
  publisher: OcdsPublisher,
  taken: (awardId: string) => number = () => 0,
): Observation[] {
  const entries = entriesOf(release);
  const repeated = repeatedSums(
    entries.filter((entry) => !isUnsuccessful(entry)),
    release.tender?.value ?? null,
  );
  return entries.flatMap((entry) => {
    const { contracts } = entry;
    const changes = supplierChangesOf(release, contracts);
    const isNothing = isUnsuccessful(entry);
    if (isNothing && !isChange(release)) return [];
    const notices = publisher.noticesOf?.(contracts, notice) ?? null;
    if (!saysSomething(entry) && !notices && Object.keys(changes).length === 0) return [];
    const position = entry.position + taken(entry.id);
    if (isNothing)
      return [observe(release, notice, publisher, cameToNothing(entry, position), changes, [NOTHING])];
    const placed = { ...entry, position };
    return [
      observe(release, notice, publisher, placed, { ...changes, ...(notices ? { notices } : {}) }, [
        ...(repeated.has(entry) ? [REPEATED] : []),
        ...(standsApart(entry, entries) ? [APART] : []),
        ...(entry.isByTurn ? [BY_TURN] : []),
      ]),
    ];
  });
}

/** An award that came to nothing; where a contract with somebody stands under it, it did not. */
function isUnsuccessful({ award, contracts }: AwardEntry): boolean {
  return (
    award?.status === 'unsuccessful' && !contracts.some(({ suppliers, value }) => suppliers?.length || value)
  );
}

const BY_TURN =
  'Several awards stand under the id that a contract names: it may be that of another one, with its sum.';

const NOTHING = 'A later notice says that this award was unsuccessful: it counts as cancelled.';

/** What a change that calls an award unsuccessful says of it: that, and nothing of whom it would have been to. */
function cameToNothing({ id, award }: AwardEntry, position: number): AwardEntry {
  return { id, position, award: award && { ...award, value: null }, contracts: [], suppliers: [] };
}

/** Amendments are deltas: an award of which only the amendment is printed says nothing new about it. */
function saysSomething({ award, contracts }: AwardEntry): boolean {
  return (
    contracts.some(
      ({ value, period, status, dateSigned, suppliers }) =>
        value ?? period ?? status ?? dateSigned ?? (suppliers?.length ? suppliers : null),
    ) || Boolean(award && (award.suppliers?.length || (award.value ?? award.contractPeriod ?? award.status)))
  );
}

const APART =
  'The contract names no award, and an award of the same notice is to the same supplier: its sum may be a part of that one.';

/** Whether contracts that name no award stand beside an award to one of their suppliers, each with a sum. */
function standsApart({ award, contracts, suppliers }: AwardEntry, entries: readonly AwardEntry[]): boolean {
  if (award || !contracts.some(({ awardID, value }) => (awardID ?? null) === null && value)) return false;
  const named = new Set(suppliers.map(({ id, name }) => String(id ?? name)));
  return entries.some(
    (other) => other.award?.value && other.suppliers.some(({ id, name }) => named.has(String(id ?? name))),
  );
}

const REPEATED =
  'The same sum is printed for several awards of this notice: it may be one total, printed again for each.';

function observe(
  release: Release,
  notice: ReleaseNotice,
  publisher: OcdsPublisher,
  entry: AwardEntry,
  changes: ReturnType<typeof supplierChangesOf> & Pick<Award, 'notices'>,
  further: readonly string[],
): Observation {
  const { award, contracts } = entry;
  const suppliers = suppliersOf(release, entry.suppliers);
  const subcontractors = subcontractorsOf(release);
  const value = valueOf(entry, publisher.vat);
  const doubts = [...(value.valueDoubt === undefined ? [] : [value.valueDoubt]), ...further];
  const ended = contracts.flatMap((contract) => ukDate(publisher.endOf?.(contract)) ?? []).sort();
  const status = statusOf(release, award, contracts);
  const term =
    status === 'terminated' && ended.length > 0
      ? { ...termOf(release, award, contracts), endsOn: ended.at(-1) ?? null, extendsTo: null }
      : termOf(release, award, contracts);
  const awardedOn = ukDate(award?.date) ?? ukDate(contracts[0]?.dateSigned);
  return {
    source: publisher.source,
    ref: `${release.ocid}/${entry.id}${entry.position > 1 ? `#${entry.position}` : ''}`,
    version: notice.publishedAt,
    occurredOn: awardedOn,
    publishedAt: notice.publishedAt,
    url: notice.url,
    quote: null,
    about: null,
    content: {
      kind: 'award',
      ...(isChange(release) ? { isChange: true as const } : {}),
      ocid: release.ocid,
      awardId: entry.id,
      noticeId: notice.id,
      noticeType: notice.type,
      title: contracts[0]?.title ?? award?.title ?? release.tender?.title ?? null,
      buyers: buyersOf(release),
      suppliers,
      ...changes,
      ...(subcontractors.length > 0 ? { subcontractors } : {}),
      ...value,
      ...(doubts.length > 0 ? { valueDoubt: doubts.join(' ') } : {}),
      ...contractsOf(release, contracts, status, publisher),
      awardedOn,
      ...term,
      agreement: publisher.agreementOf(release, suppliers.length),
      status,
      cpv: cpvOf(release, award),
      regime: publisher.regimeOf(release),
    },
  };
}

function termOf(
  release: Release,
  award: ReleaseAward | undefined,
  contracts: readonly ReleaseContract[],
): Pick<Award, 'startsOn' | 'endsOn' | 'extendsTo' | 'unread'> {
  const lots = (release.tender?.lots ?? []).filter(({ id }) => id && award?.relatedLots?.includes(id));
  const given = [
    contracts.flatMap(({ period }) => period ?? []),
    award?.contractPeriod ? [award.contractPeriod] : [],
    lots.flatMap(({ contractPeriod }) => contractPeriod ?? []),
    award && release.tender?.contractPeriod ? [release.tender.contractPeriod] : [],
  ].find((periods) => periods.some(({ startDate, endDate }) => boundedDay(startDate) ?? boundedDay(endDate)));
  const starts = (given ?? []).flatMap(({ startDate }) => boundedDay(startDate) ?? []).sort();
  const ends = (given ?? []).flatMap(({ endDate }) => boundedDay(endDate) ?? []).sort();
  const endsOn = ends.at(-1) ?? null;
  const extendsTo = (given ?? [])
    .flatMap(({ maxExtentDate }) => boundedDay(maxExtentDate) ?? [])
    .sort()
    .at(-1);
  const further = extendsTo && (endsOn === null || extendsTo > endsOn) ? { extendsTo } : {};
  const [startsOn = null] = starts;
  if (startsOn !== null && endsOn !== null && endsOn < startsOn)
    return {
      startsOn,
      endsOn: null,
      unread: { endsOn: `it ends on ${endsOn}, before it starts on ${startsOn}` },
    };
  const odd = (given ?? []).flatMap(({ endDate }) =>
    endDate && boundedDay(endDate) === null ? [endDate] : [],
  );
  const oddStart = (given ?? []).flatMap(({ startDate }) =>
    startDate && boundedDay(startDate) === null ? [startDate] : [],
  );
  const why = {
    ...(startsOn === null && oddStart[0]
      ? {
          startsOn: `the start “${oddStart[0].slice(0, 60)}” ${ukDate(oddStart[0]) === null ? 'is not a day' : 'is out of all bounds'}`,
        }
      : {}),
    ...(endsOn === null && odd[0]
      ? {
          endsOn: `the end “${odd[0].slice(0, 60)}” ${ukDate(odd[0]) === null ? 'is not a day' : 'is out of all bounds'}`,
        }
      : {}),
  };
  return { startsOn, endsOn, ...further, ...(Object.keys(why).length > 0 ? { unread: why } : {}) };
}

/** Outside of these years nothing that a notice announces begins or ends; how programs write “no end” is read elsewhere. */
const [FIRST_DAY, LAST_DAY] = ['1950-01-01', '2199-12-31'];

function boundedDay(printed: string | null | undefined): IsoDate | null {
  const day = ukDate(printed);
  if (day === null || meansNoEnd(day)) return day;
  return day >= FIRST_DAY && day <= LAST_DAY ? day : null;
}

/** Each contract by itself, where there are several or a change ends one. */
function contractsOf(
  release: Release,
  contracts: readonly ReleaseContract[],
  status: Award['status'],
  { vat }: OcdsPublisher,
): Pick<Award, 'contracts'> {
  const isEnd = isChange(release) && (status === 'cancelled' || status === 'terminated');
  if (contracts.length === 0 || (contracts.length === 1 && !isEnd)) return {};
  return {
    contracts: contracts.map((contract) => ({
      id: String(contract.id),
      isOver: isEnd || isOverByItsWord(contract),
      value: moneyOf(contract.value?.amount, contract.value?.currency, vat),
    })),
  };
}

const STATUSES = ['active', 'pending', 'cancelled', 'terminated'] as const;

function statusOf(
  release: Release,
  award: ReleaseAward | undefined,
  contracts: readonly ReleaseContract[],
): Award['status'] {
  if (award?.status === 'unsuccessful' && contracts.length === 0) return 'cancelled';
  const live = liveBesideOver(contracts);
  if (release.tag.includes('contractTermination') && live === null) return 'terminated';
  const stated = (live ?? contracts).flatMap(({ status }) => status ?? []);
  const named = stated.find((status) => status !== 'terminated') ?? stated[0];
  const printed = named ?? (live === null || !isOverByItsWord(award) ? award?.status : 'active');
  return STATUSES.find((status) => status === printed) ?? null;
}

function cpvOf({ tender }: Release, award: ReleaseAward | undefined): string | null {
  const listed = [
    tender?.classification,
    ...[...(award?.items ?? []), ...(tender?.items ?? [])].flatMap(
      ({ classification, additionalClassifications }) => [
        classification,
        ...(additionalClassifications ?? []),
      ],
    ),
  ];
  const cpv = listed.find((entry) => entry?.scheme === 'CPV' && entry.id);
  return cpv?.id ? String(cpv.id) : null;
}
