import {
  type BaseRate,
  type CoverageBuckets,
  type EventLife,
  formatDate,
  type IsoDate,
  lifeWords,
  type FormalEvent,
  type ObservedSignal,
  type RiskAssessment,
  type Topic,
} from '@tocsin/domain';
import type { AlertFacts, OthersExposed } from './alert-facts.ts';
import { viewOfAlert, type AlertRecord } from './alert-view.ts';
import { formalCause } from './causes.ts';
import type { Ended } from '../words/ending-words.ts';
import {
  type Adjournment,
  familyOf,
  informationOver,
  openEvent,
  ownLife,
  toldEvent,
  toldFirst,
} from '../told/follow-ups.ts';
import { coverageSentences } from '../words/coverage-words.ts';
import { count } from '../mail/format.ts';
import { noSpendRead } from './exposure-blocks.ts';

/** Everything on record about one alert, before anything is made of it. */
export interface AlertDossier {
  readonly alert: AlertRecord;
  readonly assessment: RiskAssessment;
  /** The assessment before that one; null when it was the first. */
  readonly previous: { readonly score: number; readonly modelVersion: string } | null;
  readonly supplier: { readonly key: string; readonly name: string; readonly number: string | null };
  readonly council: AlertFacts['council'];
  /** The names that were tied to the supplier, by where this council can read them. */
  readonly names: Readonly<Record<'contract' | 'register' | 'notice', readonly MatchedName[]>> & {
    readonly payment: readonly PaidName[];
  };
  /** What stood published about the supplier on the day, oldest first. */
  readonly signals: readonly ObservedSignal[];
  /** Which topics somebody had looked at completely by then. */
  readonly checked: Readonly<Partial<Record<Topic, string>>>;
  /** Every other council that depends on the supplier, as far as the reader may know. */
  readonly others: readonly { readonly name: string; readonly onRecord: boolean }[];
  /** The hearings that this council knows to be adjourned. */
  readonly adjournments: readonly Adjournment[];
  /** What of the council's published pounds is known to be whose, by the last count; null before the first. */
  readonly coverage: {
    readonly countedAt: string;
    readonly spend: CoverageBuckets | null;
    readonly contracts: CoverageBuckets;
  } | null;
  /** What is printed above everything where the record is replayed. */
  readonly sampleBanner: string | null;
}

/** A printed name and why matching took it for this supplier. */
export interface MatchedName {
  readonly name: string;
  readonly reason: string | null;
}

/** A name under which a council paid a supplier. */
export interface PaidName extends MatchedName {
  /** The first day on which it did. */
  readonly since: IsoDate;
  /** False where only files say so that the council keeps to itself. */
  readonly isPublished: boolean;
}

/** What one alert says, decided once for the mail, the page and the API. */
export function factsOfAlert(
  dossier: AlertDossier,
  { publicUrl, baseRate }: { readonly publicUrl: string; readonly baseRate: BaseRate },
): AlertFacts {
  const { assessment, previous, supplier, council, sampleBanner } = dossier;
  const { asOf, exposure, ...alert } = viewOfAlert(dossier.alert, supplier);
  const { id, cause, kind, title, from, to, levelBecause, eventDay, publishedOn, seenAt } = alert;
  const event = toldEvent(dossier.alert, assessment.formalEvents);
  return {
    alert: { id, cause, kind, title, from, to, levelBecause, eventDay, publishedOn, seenAt },
    assessment,
    previous,
    petition: event && petitionOf(event, dossier.signals),
    stands: event?.life ? standsToday(event.family, event.life, dossier, assessment.asOf) : null,
    supplier: { name: supplier.name, number: supplier.number, matched: matchedSentences(dossier.names) },
    council,
    exposure,
    othersExposed: othersExposed(dossier.others),
    baseRate,
    unknowns: unknownsOf(dossier, exposure),
    dataDate: asOf,
    links: {
      alert: `${publicUrl}/alerts/${id}`,
      supplier: `${publicUrl}/suppliers/${encodeURIComponent(supplier.key)}`,
      mistake: `${publicUrl}/corrections/new?supplier=${encodeURIComponent(supplier.key)}&alert=${id}`,
    },
    ...(sampleBanner === null ? {} : { sampleBanner }),
  };
}

/** How an event stands on a day for one council, which may know of a later hearing. */
export function standsToday(
  family: string,
  life: EventLife,
  { alert, adjournments }: Pick<AlertDossier, 'alert' | 'adjournments'>,
  today: IsoDate,
): string | null {
  const own = ownLife(life, alert, adjournments);
  const words = lifeWords(family, own, today);
  if (own === life || words === null) return words;
  return `Your council has recorded that the hearing was adjourned to ${formatDate(own.from)}. ${words}`;
}

/** The newest advertisement of the petition that an event is; null for an event of another kind. */
function petitionOf(
  { family, evidence }: FormalEvent,
  signals: readonly ObservedSignal[],
): NonNullable<AlertFacts['petition']> | null {
  if (family !== 'winding-up-petition') return null;
  const petitions = signals.flatMap(({ signal, evidence: { url } }) =>
    signal.kind === 'insolvency-notice' && signal.family === family ? [{ signal, url }] : [],
  );
  const own = petitions.findLast(({ url }) => evidence.some((one) => one.url === url));
  const found = own ?? petitions.at(-1);
  return found ? { hearing: found.signal.hearing, petitioner: found.signal.petitioner } : null;
}

/** The end that an alert tells of, as its assessment has it; null for an alert of another kind. */
export function endedOf({
  alert,
  assessment,
  adjournments,
}: Pick<AlertDossier, 'alert' | 'assessment' | 'adjournments'>): Ended | null {
  if (alert.kind !== 'ended') return null;
  const cause = toldFirst(alert.cause);
  const family = familyOf(cause);
  const { endings = [], formalEvents } = assessment;
  const own =
    endings.find(({ ref }) => ref !== null && formalCause({ ref }) === cause) ??
    (cause.startsWith('information:') ? informationOver(cause, endings) : null);
  const loose = endings.find((one) => one.ref === null && one.family === family);
  const lapsed = alert.cause.includes(':lapsed:');
  const event = lapsed ? openEvent(cause, formalEvents) : null;
  const found: Ended = own ??
    loose ?? {
      family,
      how: lapsed ? 'never-published' : 'taken-back',
      days: alert,
      evidence: event?.evidence ?? [],
      ...(event?.life && { life: event.life }),
    };
  return found.life ? { ...found, life: ownLife(found.life, alert, adjournments) } : found;
}

const PAID_NAMES = 12;

/** How the names in this council's contracts, register and payments, and in notices, became this legal person. */
function matchedSentences({ contract, register, payment, notice }: AlertDossier['names']): string {
  const printed = (names: readonly MatchedName[], verb: string, where: string) =>
    names.map(({ name, reason }) => `${verb} as “${name}” ${where}; matched ${reason}.`);
  const more = payment.length - PAID_NAMES;
  const sentences = [
    ...printed(contract, 'Printed', 'in a contract notice'),
    ...printed(register, 'Written', 'in your own register'),
    ...payment.slice(0, PAID_NAMES).map(paidNameWords),
    ...(more > 0
      ? [`${more === 1 ? 'One more name' : `${more} more names`} of payments: see the supplier’s page.`]
      : []),
    ...printed(notice, 'Printed', 'in a notice of insolvency'),
  ];
  return sentences.length > 0 ? sentences.join(' ') : 'Matched through your council’s spending.';
}

/** How a name under which a council paid became a supplier, and since when it stands in its files. */
export function paidNameWords({ name, reason, since, isPublished }: PaidName): string {
  const files = isPublished
    ? 'in published spending files'
    : 'in spending files that your council keeps to itself';
  return `Paid as “${name}” since ${formatDate(since)} ${files}; matched ${reason}.`;
}

/** More names than these are a count. */
const MOST_NAMES = 12;

function othersExposed(others: AlertDossier['others']): OthersExposed {
  const names = others.filter(({ onRecord }) => onRecord).map(({ name }) => name);
  return {
    publicCount: names.length,
    ...(names.length <= MOST_NAMES ? { publicNames: names.sort() } : {}),
  };
}

function unknownsOf(
  { checked, coverage }: AlertDossier,
  { contracts, spend }: AlertFacts['exposure'],
): readonly string[] {
  return [
    ...(checked['company-profile'] ? [] : ['We had not read this company’s profile at Companies House.']),
    ...(checked['insolvency-cases'] ? [] : ['We had not read its insolvency cases at Companies House.']),
    ...(spend ? [] : [`How much your council spent: ${noSpendRead.whenRaised}.`]),
    ...(coverage ? howComplete(coverage) : []),
    ...valuesLeftUnknown(contracts),
  ];
}

/** Of how many contracts the value left was not known, and why: what a register does not say, nobody publishes. */
function valuesLeftUnknown(contracts: AlertFacts['exposure']['contracts']): readonly string[] {
  const unknown = contracts.filter(({ valueLeft }) => valueLeft === null);
  const own = unknown.filter(({ origin }) => origin === 'register').length;
  const published = unknown.length - own;
  const line = (of: string, why: string) =>
    `Of ${of} the value left was not known: a value or a date ${why}.`;
  return [
    ...(published > 0 ? [line(count(published, 'published contract'), 'is not published')] : []),
    ...(own > 0
      ? [line(`${count(own, 'contract')} of your own register`, 'is missing there, or cannot be read')]
      : []),
  ];
}

/** How much of the council's published pounds is known to be whose: the totals of the alert are no more complete. */
function howComplete({
  countedAt,
  spend,
  contracts,
}: NonNullable<AlertDossier['coverage']>): readonly string[] {
  const day = formatDate(countedAt);
  const [spent, placed] = [spend ? coverageSentences(spend) : [], coverageSentences(contracts)];
  return [
    ...(spent?.length
      ? [`Of all that your council published as spent in 12 months, counted on ${day}: ${spent.join(' ')}`]
      : []),
    ...(placed?.length
      ? [`Of all its live published contracts, counted on ${day}: ${placed.join(' ')}`]
      : []),
  ];
}
