import {
  type CompanyNumber,
  type IsoDate,
  type IsoInstant,
  type Look,
  type Observation,
  type Signal,
  type SupplierMention,
  type Topic,
  type Withdrawal,
} from '@tocsin/domain';
import { z } from 'zod';
import type { Item } from '../define-source.ts';

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
  readonly query?: string;
  readonly recognises: (body: Readonly<Record<string, unknown>>) => boolean;
  readonly read: (answer: Answer) => Item;
}

/** What this source says is said under one id, whether it came by REST or by stream. */
export const SOURCE_ID = 'companies-house-company';

/** Companies House takes the key as the user of HTTP Basic, without a password. */
export function signIn(key = ''): Readonly<Record<string, string>> {
  return { Authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` };
}

const PAGES = 'https://find-and-update.company-information.service.gov.uk/company';

/** The page of a company, or of one of its lists, that a person can open. */
function pageOf(number: CompanyNumber, path = ''): string {
  return path ? `${PAGES}/${number}/${path}` : `${PAGES}/${number}`;
}

/** The companies of a round that come after the one last asked, whoever has come to be watched or ceased since. */
export function leftOf(watched: readonly CompanyNumber[], after: string | null): CompanyNumber[] {
  return watched.filter((number) => after === null || number > after).sort();
}

/** The company as the register names it; an answer without its name is known by its number. */
export function companyOf(number: CompanyNumber, name?: string, postcode?: string | null): SupplierMention {
  return {
    name: name ?? number,
    ref: { scheme: 'GB-COH', id: number },
    printedRef: `GB-COH-${number}`,
    postcode: postcode ?? null,
  };
}

/** Dates of the register may be partial or `Unknown`: such a date is not known. */
export function dateOf(printed: unknown): IsoDate | null {
  const date = z.iso.date().safeParse(printed);
  return date.success ? date.data : null;
}

interface Statement {
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
export function state(answer: Pick<Answer, 'number' | 'retrievedAt'>, statement: Statement): Observation {
  const publishedAt = statement.saidOn ? `${statement.saidOn}T00:00:00.000Z` : answer.retrievedAt;
  return {
    source: SOURCE_ID,
    ref: `${answer.number}/${statement.ref}`,
    version: answer.retrievedAt,
    occurredOn: statement.occurredOn,
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

/** A complete look at one topic of one company. */
export function lookAt(answer: Answer, topic: Topic): Look[] {
  return [{ about: companyOf(answer.number), topics: [topic], at: answer.retrievedAt }];
}

/** An answer that is not of the shape we read: the field is named. */
export function misshapen(item: string, error: z.ZodError): Item {
  const [issue] = error.issues;
  const reason = `${issue?.path.join('.') || 'the answer'}: ${issue?.message ?? 'not understood'}`;
  return { item, outcome: 'refused', reason };
}
