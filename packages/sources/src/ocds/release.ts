import {
  Pence,
  type Award,
  type IsoDate,
  type Money,
  type Observation,
  type Regime,
  type VatBasis,
} from '@tocsin/domain';
import type { Item, SourceDocument } from '../define-source.ts';
import { readJson, textOf } from '../document.ts';
import { buyersOf, suppliersOf } from './parties.ts';
import {
  Release,
  type NoticeDocument,
  type ReleaseAward,
  type ReleaseContract,
  type ReleaseValue,
} from './schema.ts';
import { ukDate, ukInstant } from '../uk-time.ts';

/** What differs between the two services that publish OCDS. */
export interface OcdsPublisher {
  readonly source: string;
  /** Whether `amount` includes VAT; `amountGross` always does. */
  readonly vat: VatBasis;
  readonly regimeOf: (release: Release) => Regime;
  readonly agreementOf: (release: Release, suppliers: number) => Award['agreement'];
  /** The page of a notice that a person can open. */
  readonly urlOf: (noticeId: string) => string;
  /** Notice types that are not read as awards. */
  readonly notices: Readonly<Record<string, (release: Release, notice: ReleaseNotice) => Item>>;
}

/** What a release says about itself. */
export interface ReleaseNotice {
  readonly item: string;
  readonly id: string | null;
  readonly type: string | null;
  readonly url: string;
  readonly publishedAt: string;
}

/** One outcome for each release of a package, a record package, a list or a file of lines (JSONL). */
export function* parseOcds(document: SourceDocument, publisher: OcdsPublisher): Generator<Item> {
  let index = 0;
  for (const release of releasesOf(document)) {
    index += 1;
    yield release === BROKEN_LINE
      ? { item: `line ${index}`, outcome: 'refused', reason: 'broken JSON on this line' }
      : readRelease(release, `release ${index}`, publisher);
  }
}

const BROKEN_LINE = Symbol('broken line');

function releasesOf(document: SourceDocument): unknown[] {
  if (document.url.endsWith('.jsonl')) {
    const lines = textOf(document).split('\n');
    return lines.filter((line) => line.trim() !== '').map(readLine);
  }
  const body = readJson(document);
  if (Array.isArray(body)) return body;
  const { releases, records } = (body ?? {}) as { releases?: unknown; records?: unknown };
  if (Array.isArray(releases)) return releases;
  if (Array.isArray(records))
    return records.map((record: { compiledRelease?: unknown } | null) => record?.compiledRelease ?? record);
  return [body];
}

function readLine(line: string): unknown {
  try {
    return readJson({ body: new TextEncoder().encode(line) });
  } catch {
    return BROKEN_LINE;
  }
}

function readRelease(raw: unknown, place: string, publisher: OcdsPublisher): Item {
  const read = Release.safeParse(raw);
  if (!read.success) {
    const [issue] = read.error.issues;
    return {
      item: nameOf(raw) ?? place,
      outcome: 'refused',
      reason: `not a release: ${issue?.path.join('.') || 'the whole'}: ${issue?.message ?? 'not understood'}`,
    };
  }
  const release = read.data;
  const notice = noticeOf(release, publisher);
  if (!notice) return { item: place, outcome: 'refused', reason: `date: “${release.date}” is no moment` };
  const special = notice.type ? publisher.notices[notice.type] : undefined;
  if (special) return special(release, notice);
  if (!release.awards?.length && !release.contracts?.length)
    return { item: notice.item, outcome: 'ignored', reason: withoutAward(release) };
  if (!release.parties?.length)
    return { item: notice.item, outcome: 'refused', reason: 'parties: none, so nobody is named' };
  const observations = awardsOf(release, notice, publisher);
  if (observations.length === 0)
    return {
      item: notice.item,
      outcome: 'ignored',
      reason: 'an amendment that states no change of an award',
    };
  return { item: notice.item, outcome: 'observed', observations };
}

function nameOf(raw: unknown): string | null {
  const { id, ocid } = (raw ?? {}) as { id?: unknown; ocid?: unknown };
  if (typeof id === 'string') return id;
  return typeof ocid === 'string' ? ocid : null;
}

function withoutAward({ tag }: Release): string {
  if (tag.includes('planning') || tag.includes('planningUpdate')) return 'planning stage: no supplier yet';
  if (tag.includes('tenderCancellation')) return 'procurement ended without a supplier';
  return tag.some((name) => name.startsWith('tender')) ? 'tender stage: no supplier yet' : 'no award in it';
}

/** The newest document with a notice type is the notice that this release is; some releases have no id of their own. */
function noticeOf(release: Release, publisher: OcdsPublisher): ReleaseNotice | null {
  const publishedAt = ukInstant(release.date);
  if (!publishedAt) return null;
  const documents = [
    ...(release.planning?.documents ?? []),
    ...(release.tender?.documents ?? []),
    ...(release.awards ?? []).flatMap((award) => award.documents ?? []),
    ...(release.contracts ?? []).flatMap((contract) => contract.documents ?? []),
  ];
  const typed = documents.filter(({ noticeType }) => noticeType);
  const own = typed.find(({ id }) => id === release.id) ?? newest(typed);
  const id = own?.id ?? release.id ?? null;
  return {
    item: id ?? release.ocid,
    id,
    type: own?.noticeType ?? null,
    url: printedPage(own ?? newest(documents.filter(isAwardNotice))) ?? publisher.urlOf(id ?? release.ocid),
    publishedAt,
  };
}

function isAwardNotice({ documentType }: NoticeDocument): boolean {
  return documentType === 'awardNotice';
}

/** The notice's own page where the release prints it; a link of any other kind is never shown. */
function printedPage(notice: NoticeDocument | undefined): string | null {
  return notice?.url?.startsWith('https://') ? notice.url : null;
}

function newest(documents: readonly NoticeDocument[]): NoticeDocument | undefined {
  return [...documents].sort((a, b) => (a.datePublished ?? '').localeCompare(b.datePublished ?? '')).at(-1);
}

function awardsOf(release: Release, notice: ReleaseNotice, publisher: OcdsPublisher): Observation[] {
  const awards = new Map((release.awards ?? []).map((award) => [String(award.id), award]));
  const contracts = release.contracts ?? [];
  return [...new Set([...awards.keys(), ...contracts.map(awardIdOf)])].flatMap((id) => {
    const award = awards.get(id);
    const placed = contracts.filter((contract) => awardIdOf(contract) === id);
    if (award?.status === 'unsuccessful' || !saysSomething(award, placed)) return [];
    return [observe(release, notice, publisher, id, award, placed)];
  });
}

function awardIdOf({ id, awardID }: ReleaseContract): string {
  return String(awardID ?? id);
}

/** Amendments are deltas: an award of which only the amendment is printed says nothing new about it. */
function saysSomething(award: ReleaseAward | undefined, contracts: readonly ReleaseContract[]): boolean {
  return (
    contracts.some(({ value, period, status, dateSigned }) => value ?? period ?? status ?? dateSigned) ||
    Boolean(award && (award.suppliers?.length || (award.value ?? award.contractPeriod ?? award.status)))
  );
}

function observe(
  release: Release,
  notice: ReleaseNotice,
  publisher: OcdsPublisher,
  awardId: string,
  award: ReleaseAward | undefined,
  contracts: readonly ReleaseContract[],
): Observation {
  const suppliers = suppliersOf(release, award?.suppliers ?? []);
  const values = contracts.flatMap(({ value }) => value ?? []);
  const stated = values.length > 0 ? values : award?.value ? [award.value] : [];
  const term = termOf(release, award, contracts);
  const awardedOn = ukDate(award?.date) ?? ukDate(contracts[0]?.dateSigned);
  return {
    source: publisher.source,
    ref: `${release.ocid}/${awardId}`,
    version: notice.publishedAt,
    occurredOn: awardedOn ?? notice.publishedAt.slice(0, 10),
    publishedAt: notice.publishedAt,
    url: notice.url,
    quote: null,
    about: null,
    content: {
      kind: 'award',
      ocid: release.ocid,
      awardId,
      noticeId: notice.id,
      noticeType: notice.type,
      title: contracts[0]?.title ?? award?.title ?? release.tender?.title ?? null,
      buyers: buyersOf(release),
      suppliers,
      value: total(stated, 'amount', publisher.vat),
      valueGross: total(stated, 'amountGross', 'gross'),
      awardedOn,
      ...term,
      agreement: publisher.agreementOf(release, suppliers.length),
      status: statusOf(release, award, contracts),
      cpv: cpvOf(release, award),
      regime: publisher.regimeOf(release),
    },
  };
}

/** Several contracts under one award are one commitment: their sums add up, their terms join. */
function total(values: readonly ReleaseValue[], key: 'amount' | 'amountGross', vat: VatBasis): Money | null {
  const sums = values.map((value) => moneyOf(value[key], value.currency, vat));
  const known = sums.filter((sum) => sum !== null);
  if (known.length === 0 || known.length < sums.length) return null;
  return { pence: Pence.parse(known.reduce((sum, { pence }) => sum + pence, 0)), vat };
}

const LARGEST_PENCE = 1e15;

/** A printed sum in pounds. Null for another currency, a negative, `1e9999` and words: such a sum is not stated. */
export function moneyOf(amount: unknown, currency: string | null | undefined, vat: VatBasis): Money | null {
  if (currency && currency !== 'GBP') return null;
  const printed = typeof amount === 'string' ? amount.replace(/[,\s£]/g, '') : amount;
  if (printed === '' || (typeof printed !== 'string' && typeof printed !== 'number')) return null;
  const pence = Math.round(Number(printed) * 100);
  return pence >= 0 && pence < LARGEST_PENCE ? { pence: Pence.parse(pence), vat } : null;
}

function termOf(
  release: Release,
  award: ReleaseAward | undefined,
  contracts: readonly ReleaseContract[],
): { startsOn: IsoDate | null; endsOn: IsoDate | null } {
  const lots = (release.tender?.lots ?? []).filter(({ id }) => id && award?.relatedLots?.includes(id));
  const given = [
    contracts.flatMap(({ period }) => period ?? []),
    award?.contractPeriod ? [award.contractPeriod] : [],
    lots.flatMap(({ contractPeriod }) => contractPeriod ?? []),
    award && release.tender?.contractPeriod ? [release.tender.contractPeriod] : [],
  ].find((periods) => periods.some(({ startDate, endDate }) => ukDate(startDate) ?? ukDate(endDate)));
  const starts = (given ?? []).flatMap(({ startDate }) => ukDate(startDate) ?? []).sort();
  const ends = (given ?? []).flatMap(({ endDate }) => ukDate(endDate) ?? []).sort();
  return { startsOn: starts[0] ?? null, endsOn: ends.at(-1) ?? null };
}

const STATUSES = ['active', 'pending', 'cancelled', 'terminated'] as const;

function statusOf(
  release: Release,
  award: ReleaseAward | undefined,
  contracts: readonly ReleaseContract[],
): Award['status'] {
  if (release.tag.includes('contractTermination')) return 'terminated';
  const printed = contracts.find(({ status }) => status)?.status ?? award?.status;
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
