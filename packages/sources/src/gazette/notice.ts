import {
  addDays,
  dayOf,
  type IsoDate,
  type NoticeFamily,
  type Observation,
  printedRef,
  readCompanyNumber,
  type SupplierMention,
} from '@tocsin/domain';
import type { Item } from '../define-source.ts';
import { printedDate, ukInstant } from '../uk-time.ts';
import type { NamedCompany } from './companies.ts';
import { contradictionIn, type Words } from './contradiction.ts';
import type { NoticeCorrection } from './correction.ts';
import { eventDayOf, type PrintedDays } from './event-day.ts';
import { familyOfCode, familyOfHeading, namesPeople } from './heading.ts';
import { cleanTitle, isCompanyName, isOrganisation } from './names.ts';
import type { Hearing } from './prose.ts';

/** A notice as one of the Gazette's forms prints it. */
export interface PrintedNotice {
  readonly id: string;
  readonly code: string | null;
  readonly heading: string | null;
  /** Every company that it is about, in its order. */
  readonly companies: readonly NamedCompany[];
  /** How many more are named than could be read. */
  readonly unread: number;
  /** As printed: a date, or a date and a time. */
  readonly published: string | null;
  /** Only the notice itself tells the moment and the number: it then replaces what the search answer said. */
  readonly whole: boolean;
  readonly hearing: Hearing | null;
  readonly petitioner: string | null;
  readonly caseRef: string | null;
  /** Whose voluntary liquidation it says that it is. */
  readonly liquidation: 'members' | 'creditors' | null;
  /** What it says of an earlier notice. */
  readonly correction: NoticeCorrection | null;
  /** How a petition ended, as its words say. */
  readonly petitionEnded: 'petition-withdrawn' | 'petition-dismissed' | null;
  /** What its words tell besides its code; missing where it has none, or was kept without. */
  readonly words?: Words;
  /** The days that its prose gives of what it tells; nothing else of the prose is kept. */
  readonly days: PrintedDays;
}

/** What a form of notice says where it says nothing of something. */
export const BARE: Omit<PrintedNotice, 'id'> = {
  code: null,
  heading: null,
  companies: [],
  unread: 0,
  published: null,
  whole: false,
  hearing: null,
  petitioner: null,
  caseRef: null,
  liquidation: null,
  correction: null,
  petitionEnded: null,
  days: {},
};

/** Petitions, orders and dismissals are about one company; an office-holder's notice may be about a group. */
export function isAboutOne(code: string | null): boolean {
  return code !== null && /^24[56]/.test(code);
}

const UNDATED = '0001-01-01';

/**
 * Interprets a notice by its code, else by its heading, and keeps only what is on the list of `PrintedNotice`. One
 * outcome for what it says; a second where it names more companies than could be read, and one for an earlier notice
 * that it takes back.
 */
export function interpret(notice: PrintedNotice, retrievedAt: string): Item[] {
  const item = notice.id;
  if (!/^[\w-]+$/.test(item))
    return [{ item: 'notice', outcome: 'refused', reason: `id: “${item}” is none` }];
  if (notice.code && /^(?!24)\d{4}$/.test(notice.code)) {
    const kind = notice.code.startsWith('25')
      ? 'a notice about a person'
      : 'not a corporate insolvency notice';
    return [{ item, outcome: 'ignored', reason: kind }];
  }
  const known = notice.code ? familyOfCode(notice.code) : null;
  const heading = notice.heading ?? known?.heading ?? '';
  const family = known?.family ?? (notice.code ? null : familyOfHeading(heading));
  if (!family) return notUnderstood(notice, { heading, family: 'unknown', retrievedAt });
  const told = familyAsTold(family, notice);
  const other = notice.words && !notice.correction ? contradictionIn(told, notice.words) : null;
  if (other) return contradicted(notice, { heading, family: 'unknown', retrievedAt }, other);
  if (namesAnother(notice)) return misnamed(notice, { heading, family: 'unknown', retrievedAt });
  const items = said(notice, { heading, family: told, retrievedAt });
  return [...items, ...unread(notice, items)];
}

/**
 * A notice of a kind that is on no list: it is no sign of anything, but the company that it names cannot be called sound
 * before a person has looked. Who is not plainly a company is not named.
 */
function notUnderstood(notice: PrintedNotice, read: Read): Item[] {
  const companies = notice.companies.filter(
    ({ name, number }) => number !== null || isCompanyName(cleanTitle(name) ?? ''),
  );
  const reason = notice.code
    ? `notice code ${notice.code} is not known: add it to noticeCodes`
    : `heading “${read.heading}” is not known and has no code`;
  const item = `${notice.id} (its kind)`;
  const told =
    companies.length > 0 && (notice.code ?? '24').startsWith('24')
      ? said({ ...notice, companies }, read)
      : [];
  return [...told, { item: told.length > 0 ? item : notice.id, outcome: 'refused', reason }];
}

/**
 * Of a notice whose code and words are of two kinds neither is believed: what the list said of it by its code alone is said
 * no more, and a person must look. Where its words are a person’s nobody is named.
 */
function contradicted(
  notice: PrintedNotice,
  read: Read,
  { told, says }: NonNullable<ReturnType<typeof contradictionIn>>,
): Item[] {
  const named = told === 'person' ? { ...notice, companies: [] } : notice;
  const called = [notice.code && `code ${notice.code}`, `“${read.heading}”`].filter(Boolean).join(', ');
  const reason = `its heading (${called}) is of another kind than its words, which tell of ${says}: look at the notice`;
  return [...said(named, read), { item: `${notice.id} (its words)`, outcome: 'refused', reason }];
}

/** Whether a notice puts right whom an earlier one named, and itself names more than one. */
function namesAnother({ correction, words, companies, unread: missing }: PrintedNotice): boolean {
  return correction !== null && words?.misnamed === true && companies.length + missing > 1;
}

/** Of several companies that such a notice names nobody can tell which was meant, and which was not. */
function misnamed(notice: PrintedNotice, read: Read): Item[] {
  const reason =
    'it says that an earlier notice named a wrong company, and names several itself: look at both';
  return [...said(notice, read), { item: `${notice.id} (whom it names)`, outcome: 'refused', reason }];
}

/**
 * The family that the code gives, unless the notice itself says whose liquidation it is: a members' one under a code of
 * creditors is solvent, and the other way round it is not. A step inside either stays one.
 */
function familyAsTold(family: NoticeFamily, { liquidation }: PrintedNotice): NoticeFamily {
  if (
    liquidation === 'members' &&
    (family === 'creditors-voluntary-liquidation' || family === 'creditors-decision')
  )
    return 'members-voluntary-liquidation';
  if (liquidation === 'creditors' && family === 'members-voluntary-liquidation')
    return 'creditors-voluntary-liquidation';
  return family;
}

const NOBODY = { name: null, number: null, postcode: null };

/**
 * A notice as the archive keeps it: without the names of people. What is said of it is the same: of a notice about people,
 * or one that is not read, nobody is named; of petitioners only organisations are.
 */
export function withoutPeople(notice: PrintedNotice): PrintedNotice {
  const names = interpret(notice, '1970-01-01T00:00:00.000Z').flatMap((item) =>
    item.outcome === 'observed' ? item.observations.flatMap(({ about }) => about ?? []) : [],
  );
  const { petitioner, companies } = notice;
  return {
    ...notice,
    petitioner: petitioner && isOrganisation(petitioner) ? petitioner : null,
    companies: names.length > 0 ? companies : companies.map(() => NOBODY),
  };
}

/** A list names a notice once, by one title: only the notice itself can name fewer companies than it is about. */
function unread(
  { id, unread: missing, companies, whole, code, heading }: PrintedNotice,
  items: readonly Item[],
): Item[] {
  const isOfNobody = items.some(
    (item) => item.outcome === 'observed' && item.observations.every(({ about }) => about === null),
  );
  // A list of texts has no codes, and often only the words behind the names.
  if (whole && code !== null && missing === 0 && isOfNobody && !namesPeople(code, heading ?? ''))
    return [
      {
        item: `${id} (unread)`,
        outcome: 'refused',
        reason: 'no company that it names could be read: look at the notice',
      },
    ];
  if (missing === 0) return [];
  const reason = `it names ${companies.length + missing} companies or more, of which ${companies.length} could be read: look at the notice`;
  return [{ item: `${id} (unread)`, outcome: 'refused', reason }];
}

interface Read {
  readonly heading: string;
  readonly family: NoticeFamily;
  readonly retrievedAt: string;
}

/** What a notice says, and what it takes back: an earlier notice, and what the list said of it itself. */
function said(notice: PrintedNotice, read: Read): Item[] {
  const { id, correction } = notice;
  const day = printedDate(notice.published);
  const publishedAt = momentOf(notice.published) ?? read.retrievedAt;
  if (!correction) return [observed(notice, read, id, versionOf(notice, day, read.retrievedAt))];
  const on = day ?? dayOf(publishedAt);
  const earlier = correction.noticeId;
  // An earlier notice of the same day is older than its correction, and what takes it back stands between the two.
  const takenBack = (ref: string) => ({
    source: 'gazette-insolvency',
    ref,
    version: `${on}T11:59:59.999Z`,
    publishedAt,
    url: addressOf(id),
  });
  const isVoid = correction.as === 'withdrawn';
  const stands = isVoid
    ? observed(notice, { ...read, family: endingOf(read.family) }, id, `${on}T12:00:00.000Z`)
    : null;
  const refs = [id, ...(earlier ? [earlier, `${earlier}/`] : [])];
  if (isVoid && !earlier && read.family !== 'winding-up-petition')
    return [
      {
        item: id,
        outcome: 'refused',
        reason: 'it takes back an earlier notice and does not say which: look at both',
      },
      { item: `${id} (itself)`, outcome: 'withdrawn', withdrawals: [takenBack(id)] },
    ];
  const isOfWrongNumber = !isVoid && !earlier && notice.words?.misnamed === true;
  return [
    ...(isOfWrongNumber
      ? [
          {
            item: `${id} (earlier)`,
            outcome: 'refused' as const,
            reason:
              'it says that an earlier notice named a wrong company and does not say which notice: look at both',
          },
        ]
      : []),
    // What corrects a notice is said under the number of that notice, as its later version.
    stands ?? observed(notice, read, earlier ?? id, `${on}T12:00:00.000Z`),
    {
      item: `${earlier ?? id} (${correction.as} by ${id})`,
      outcome: 'withdrawn',
      withdrawals: refs.map(takenBack),
    },
  ];
}

/**
 * A page follows what the list said of its notice, also where it prints no day: it was listed before it was read. A text by
 * itself has no list before it, and read again it is the same.
 */
function versionOf(notice: PrintedNotice, day: IsoDate | null, retrievedAt: string): string {
  const isPage = notice.whole && notice.code !== null;
  const on = day ?? (isPage ? dayOf(retrievedAt) : UNDATED);
  return `${on}${notice.whole ? 'T00:00:00.000Z' : ''}`;
}

/** What a notice is that takes an earlier one of the family back. */
function endingOf(family: NoticeFamily): NoticeFamily {
  return family === 'winding-up-petition' ? 'petition-withdrawn' : 'other';
}

function addressOf(id: string): string {
  return `https://www.thegazette.co.uk/notice/${id}`;
}

function observed(
  notice: PrintedNotice,
  { heading, family, retrievedAt }: Read,
  ref: string,
  version: string,
): Item {
  const day = printedDate(notice.published);
  const publishedAt = momentOf(notice.published) ?? retrievedAt;
  const { correction } = notice;
  const isPetition = family === 'winding-up-petition';
  const content = {
    kind: 'insolvency-notice' as const,
    code: notice.code,
    family: (isPetition && notice.petitionEnded) || family,
    heading,
    noticeId: notice.id,
    hearing: isPetition ? believed(notice.hearing, day) : null,
    petitioner: notice.petitioner && isOrganisation(notice.petitioner) ? notice.petitioner : null,
    caseRef: notice.caseRef,
    ...(correction ? { corrects: correction } : {}),
  };
  const occurredOn = eventDayOf(content.family, notice.days, { publishedOn: day, seenAt: retrievedAt });
  const about = namesPeople(notice.code, heading)
    ? []
    : notice.companies.flatMap((one) => aboutOf(one) ?? []);
  const named: readonly (SupplierMention | null)[] = about.length > 0 ? about : [null];
  const observations = named.map((supplier, at): Observation => ({
    source: 'gazette-insolvency',
    // The first company keeps the bare number, by which the search answer knows the notice.
    ref: at === 0 ? ref : `${ref}/${at + 1}`,
    // A notice never changes once published, but its page says more than the search answer and follows it.
    version,
    occurredOn,
    publishedAt,
    url: addressOf(notice.id),
    quote: null,
    about: supplier,
    content,
  }));
  return { item: notice.id, outcome: 'observed', observations };
}

/** No petition is advertised a year before its hearing, nor a month after it: such a day is a slip, and then none is known. */
function believed(hearing: Hearing | null, publishedOn: IsoDate | null): Hearing | null {
  if (!hearing?.on || publishedOn === null) return hearing;
  const isNear = hearing.on >= addDays(publishedOn, -31) && hearing.on <= addDays(publishedOn, 366);
  if (isNear) return hearing;
  return hearing.court === null ? null : { ...hearing, on: null };
}

/** `2024-03-05T10:00:00`, `2024-03-05` and `5 March 2024, 10:00` are British time. */
function momentOf(printed: string | null): string | null {
  const day = printedDate(printed);
  if (!printed || !day) return null;
  if (/(Z|[+-]\d\d:\d\d)$/.test(printed)) return ukInstant(printed);
  const time = /(?<!\d)(?!00:00)\d{2}:\d{2}(:\d{2})?\b/.exec(printed)?.[0];
  return ukInstant(time ? `${day}T${time.padEnd(8, ':00')}` : day);
}

function aboutOf(company: NamedCompany): SupplierMention | null {
  const title = cleanTitle(company.name);
  // Figures alone are a number that stands in the place of a name.
  const name = title !== null && /^[\d\s]+$/.test(title) ? null : title;
  const printed = company.number?.trim() || null;
  const id = printed ? readCompanyNumber(printed) : null;
  if (!name && !id) return null;
  return {
    name: name ?? id ?? '',
    ref: id ? { scheme: 'GB-COH', id } : null,
    printedRef: printed ? printedRef('GB-COH', printed) : null,
    postcode: company.postcode,
  };
}
