import { type Award, type Money, type Observation, Pence, type VatBasis } from '@tocsin/domain';
import { ukDate } from '../uk-time.ts';
import { buyersOf, subcontractorsOf, supplierChangesOf, suppliersOf } from './parties.ts';
import type { OcdsPublisher, ReleaseNotice } from './publisher.ts';
import type { Release, ReleaseAward, ReleaseContract, ReleaseValue } from './schema.ts';

/** What a release says about each award that it says something about. */
export function awardsOf(release: Release, notice: ReleaseNotice, publisher: OcdsPublisher): Observation[] {
  const awards = new Map((release.awards ?? []).map((award) => [String(award.id), award]));
  const contracts = release.contracts ?? [];
  return [...new Set([...awards.keys(), ...contracts.map(awardIdOf)])].flatMap((id) => {
    const award = awards.get(id);
    const placed = contracts.filter((contract) => awardIdOf(contract) === id);
    const changes = supplierChangesOf(release, placed);
    if (award?.status === 'unsuccessful') return [];
    if (!saysSomething(award, placed) && Object.keys(changes).length === 0) return [];
    return [observe(release, notice, publisher, id, award, placed, changes)];
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
  changes: ReturnType<typeof supplierChangesOf>,
): Observation {
  const suppliers = suppliersOf(release, award?.suppliers ?? []);
  const subcontractors = subcontractorsOf(release);
  const values = contracts.flatMap(({ value }) => value ?? []);
  const stated = values.length > 0 ? values : award?.value ? [award.value] : [];
  const ended = contracts.flatMap((contract) => ukDate(publisher.endOf?.(contract)) ?? []).sort();
  const status = statusOf(release, award, contracts);
  const term =
    status === 'terminated' && ended.length > 0
      ? { ...termOf(release, award, contracts), endsOn: ended.at(-1) ?? null, extendsTo: null }
      : termOf(release, award, contracts);
  const awardedOn = ukDate(award?.date) ?? ukDate(contracts[0]?.dateSigned);
  return {
    source: publisher.source,
    ref: `${release.ocid}/${awardId}`,
    version: notice.publishedAt,
    occurredOn: awardedOn,
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
      ...changes,
      ...(subcontractors.length > 0 ? { subcontractors } : {}),
      value: total(stated, 'amount', publisher.vat),
      valueGross: total(stated, 'amountGross', 'gross'),
      awardedOn,
      ...term,
      agreement: publisher.agreementOf(release, suppliers.length),
      status,
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
): Pick<Award, 'startsOn' | 'endsOn' | 'extendsTo'> {
  const lots = (release.tender?.lots ?? []).filter(({ id }) => id && award?.relatedLots?.includes(id));
  const given = [
    contracts.flatMap(({ period }) => period ?? []),
    award?.contractPeriod ? [award.contractPeriod] : [],
    lots.flatMap(({ contractPeriod }) => contractPeriod ?? []),
    award && release.tender?.contractPeriod ? [release.tender.contractPeriod] : [],
  ].find((periods) => periods.some(({ startDate, endDate }) => ukDate(startDate) ?? ukDate(endDate)));
  const starts = (given ?? []).flatMap(({ startDate }) => ukDate(startDate) ?? []).sort();
  const ends = (given ?? []).flatMap(({ endDate }) => ukDate(endDate) ?? []).sort();
  const endsOn = ends.at(-1) ?? null;
  const extendsTo = (given ?? [])
    .flatMap(({ maxExtentDate }) => ukDate(maxExtentDate) ?? [])
    .sort()
    .at(-1);
  const further = extendsTo && (endsOn === null || extendsTo > endsOn) ? { extendsTo } : {};
  return { startsOn: starts[0] ?? null, endsOn, ...further };
}

const STATUSES = ['active', 'pending', 'cancelled', 'terminated'] as const;

function statusOf(
  release: Release,
  award: ReleaseAward | undefined,
  contracts: readonly ReleaseContract[],
): Award['status'] {
  if (release.tag.includes('contractTermination')) return 'terminated';
  const stated = contracts.flatMap(({ status }) => status ?? []);
  const printed = stated.find((status) => status !== 'terminated') ?? stated[0] ?? award?.status;
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
