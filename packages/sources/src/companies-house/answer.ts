import {
  addTo,
  dayOf,
  type CompanyNumber,
  REGISTER_SOURCE,
  type IsoDate,
  type IsoInstant,
  type Look,
  type LookAnswer,
  type Observation,
  printedRef,
  type Signal,
  type SupplierMention,
  type Topic,
  type Withdrawal,
} from '@tocsin/domain';
import { z } from 'zod';
import type { Item } from '../define-source.ts';
import { emptied, type Members } from '../members.ts';
import { ukDate } from '../uk-time.ts';

/** One answer of the register about one company. */
export interface Answer {
  readonly item: string;
  readonly number: CompanyNumber;
  readonly body: unknown;
  readonly retrievedAt: IsoInstant;
}

/** A kind of answer: how it is told from the others, and how it is read. */
export interface AnswerKind {
  readonly topic: Topic;
  /** Last part of its address: `/company/03782379/insolvency`; empty for the profile. */
  readonly path: string;
  /** True for a list that comes in pages of at most a hundred. */
  readonly isPaged: boolean;
  /** For a file whose name does not tell what it answers. */
  readonly recognises: (body: Readonly<Record<string, unknown>>) => boolean;
  readonly read: (answer: Answer) => readonly Item[];
  /** What the archive keeps of it: what is read, and nothing else of the people in it. */
  readonly kept: Readonly<Record<string, Members>>;
}

/** Of any answer: whose it is, how much of a list, and that it is an error. */
export const KEPT_OF_ALL = {
  company_number: true,
  kind: true,
  links: companyLinks,
  errors: emptied,
  total_count: true,
  total_results: true,
  start_index: true,
} as const satisfies AnswerKind['kept'];

/** Addresses of the company and its lists; those of people are left out. */
function companyLinks(printed: unknown): unknown {
  if (printed === null || typeof printed !== 'object') return emptied(printed);
  const own = Object.entries(printed).filter(([, link]) =>
    /^\/company\/\w{1,10}(?:\/[a-z-]+)*$/.test(String(link)),
  );
  return Object.fromEntries(own);
}

/** What this source says is said under one id, whether it came by REST or by stream. */
export const SOURCE_ID = REGISTER_SOURCE;

/** Companies House takes the key as the user of HTTP Basic, without a password. */
export function signIn(key = ''): Readonly<Record<string, string>> {
  return { Authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` };
}

const PAGES = 'https://find-and-update.company-information.service.gov.uk/company';

/** The page of a company, or of one of its lists, that a person can open. */
function pageOf(number: CompanyNumber, path = ''): string {
  return path ? `${PAGES}/${number}/${path}` : `${PAGES}/${number}`;
}

/** The company as the register names it; an answer without its name is known by its number. */
export function companyOf(number: CompanyNumber, name?: string, postcode?: string | null): SupplierMention {
  return {
    name: name ?? number,
    ref: { scheme: 'GB-COH', id: number },
    printedRef: printedRef('GB-COH', number),
    postcode: postcode ?? null,
  };
}

/** There was no register before: an earlier day is how programs write that there is none. */
const FIRST_DAY = '1800-01-01';

/** Dates of the register may be partial, `Unknown` or `0001-01-01`: such a date is not known. Some are moments. */
export function dateOf(printed: unknown): IsoDate | null {
  const day = typeof printed === 'string' && printed.includes('T') ? ukDate(printed) : printed;
  const date = z.iso.date().safeParse(day);
  return date.success && date.data >= FIRST_DAY ? date.data : null;
}

/** A date up to the look; a day to come is none on which anything happened. */
export function pastDate(printed: unknown, { retrievedAt }: Pick<Answer, 'retrievedAt'>): IsoDate | null {
  const date = dateOf(printed);
  return date !== null && date <= dayOf(retrievedAt) ? date : null;
}

interface SaidOfCompany {
  readonly ref: string;
  readonly path: string;
  readonly about: SupplierMention;
  readonly content: Signal;
  /** The register's own date of what is said; without one, the moment we looked. */
  readonly saidOn: IsoDate | null;
  /** The register's own day of what happened; null = it gives none. */
  readonly occurredOn: IsoDate | null;
  readonly quote?: string | null;
}

/** An observation of the register. */
export function state(answer: Pick<Answer, 'number' | 'retrievedAt'>, statement: SaidOfCompany): Observation {
  const saidOn = pastDate(statement.saidOn, answer);
  const publishedAt = saidOn ? `${saidOn}T00:00:00.000Z` : answer.retrievedAt;
  return {
    source: SOURCE_ID,
    ref: `${answer.number}/${statement.ref}`,
    version: answer.retrievedAt,
    occurredOn: pastDate(statement.occurredOn, answer),
    publishedAt,
    url: pageOf(answer.number, statement.path),
    quote: statement.quote ?? null,
    about: statement.about,
    content: statement.content,
  };
}

/** The register no longer holds what it said under this id until then. */
export function withdrawn(number: CompanyNumber, ref: string, at: IsoInstant): Withdrawal {
  return { source: SOURCE_ID, ref: `${number}/${ref}`, version: at, publishedAt: at, url: pageOf(number) };
}

/** What the register answered about some topics of one company. */
export function lookAt(
  { number, retrievedAt }: Pick<Answer, 'number' | 'retrievedAt'>,
  topic: Topic | readonly Topic[],
  answer: LookAnswer,
  about = companyOf(number),
): Look[] {
  const topics = typeof topic === 'string' ? [topic] : [...topic];
  return [{ about, topics, at: retrievedAt, answer }];
}

/** A list as every kind of list answers; what stands in it is read one by one. */
export const List = z.object({
  items: z.array(z.unknown()),
  total_count: z.number().nullish(),
  total_results: z.number().nullish(),
  start_index: z.number().nullish(),
});

interface Entry<T> {
  readonly read: T;
  /** `99000001/charges, charge 2`: for saying something about this one alone. */
  readonly item: string;
}

/** What stands in a list, one by one: what cannot be read is refused by itself and keeps nothing else back. */
export function readEach<T>(
  { item }: Answer,
  what: string,
  listed: readonly unknown[],
  schema: z.ZodType<T>,
): { readonly entries: readonly Entry<T>[]; readonly refused: readonly Item[] } {
  const entries: Entry<T>[] = [];
  const refused: Item[] = [];
  for (const [at, given] of listed.entries()) {
    const place = `${item}, ${what} ${at + 1}`;
    const read = schema.safeParse(given);
    if (read.success) entries.push({ read: read.data, item: place });
    else refused.push(misshapen(place, read.error));
  }
  return { entries, refused };
}

/** A list as far as it was read, with those of its entries that were refused; only the whole of it is a whole look. */
export function listItems(
  answer: Answer,
  topic: Topic,
  given: {
    readonly observations: readonly Observation[];
    readonly refused: readonly Item[];
    readonly list: { readonly length: number; readonly isWhole: boolean };
    /** Why nothing is said of it, where nothing is. */
    readonly nothing: string;
  },
): Item[] {
  const { refused, list, nothing } = given;
  const observations = toldApart(given.observations);
  const isWhole = list.isWhole && refused.length === 0;
  const looks = lookAt(answer, topic, isWhole ? (list.length > 0 ? 'found' : 'empty') : 'in-part');
  const { item } = answer;
  if (list.length === 0 && !list.isWhole)
    return [
      { item, outcome: 'refused', reason: 'a list that counts entries and holds none: not read', looks },
    ];
  const whole: Item =
    observations.length > 0
      ? { item, outcome: 'observed', observations, looks }
      : {
          item,
          outcome: 'ignored',
          reason: refused.length > 0 ? 'nothing in it could be read' : nothing,
          looks,
        };
  return [whole, ...refused];
}

/** Entries of one list under one id are as many records, by their place among each other; the same one again is none. */
function toldApart(observations: readonly Observation[]): readonly Observation[] {
  const met = new Map<string, string[]>();
  return observations.flatMap((one) => {
    const said = JSON.stringify([one.content, one.occurredOn]);
    const before = met.get(one.ref)?.length ?? 0;
    if (met.get(one.ref)?.includes(said)) return [];
    addTo(met, one.ref, said);
    return before === 0 ? one : { ...one, ref: `${one.ref}#${before + 1}` };
  });
}

/** How much of a list an answer holds. */
export function extentOf({ items, total_count, total_results, start_index }: z.infer<typeof List>) {
  const total = countedIn({ total_count, total_results });
  return { length: items.length, isWhole: !start_index && items.length >= total };
}

/** How many entries a list says that it has. */
export function countedIn({
  total_count,
  total_results,
}: Pick<z.infer<typeof List>, 'total_count' | 'total_results'>): number {
  return total_count ?? total_results ?? 0;
}

/** An answer that is not of the shape we read: the field is named. */
export function misshapen(item: string, error: z.ZodError): Item {
  const [issue] = error.issues;
  const reason = `${issue?.path.join('.') || 'the answer'}: ${issue?.message ?? 'not understood'}`;
  return { item, outcome: 'refused', reason };
}
