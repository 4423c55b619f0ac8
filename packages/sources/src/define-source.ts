import type { CompanyNumber, Edition, IsoInstant, Item, RowSays, TableRecord, Topic } from '@tocsin/domain';

export type { Item };
import type { BackOff, HttpClient, HttpResponse, Pace } from '@tocsin/runtime';
import type { z } from 'zod';
import type { BulkBatch } from './companies-house/bulk-register.ts';
import type { LookStanding } from './companies-house/plan.ts';
import type { LookPromise } from './promise.ts';
import { soundItems } from './sound.ts';
import { UnreadableDocument } from './unreadable.ts';

/** One fetched (or handed-in) response, exactly as the publisher sent it. */
export interface SourceDocument {
  /** Where it was fetched from; for a document handed in from a folder, its file name. */
  readonly url: string;
  readonly retrievedAt: IsoInstant;
  readonly contentType: string | null;
  readonly body: Uint8Array;
  /** What the publisher answered with: it decides, not the body. A file counts as 200 unless its sidecar says more. */
  readonly status?: number;
  /** Where it lies, of a document that is too large to be held: `body` is empty then. */
  readonly file?: string;
  /** All files that it lies in, of one that is issued in parts; `file` is the first. */
  readonly files?: readonly string[];
}

/** An answer as the document that is archived. */
export function answeredDocument({
  url,
  retrievedAt,
  contentType,
  body,
  status,
}: HttpResponse): SourceDocument {
  return { url, retrievedAt, contentType, body, status };
}

export { UnreadableDocument };

/** What ingest knows and a source may ask for; sources never reach the database themselves. */
export interface FetchContext {
  readonly now: IsoInstant;
  /** Companies some council depends on, in the order of their numbers. */
  readonly watched: readonly CompanyNumber[];
  /**
   * How those who could be asked about next at the register stand at this moment: at least `most` of each kind. Without
   * it, nobody watched was ever asked about.
   */
  readonly standings?: (most: number) => Promise<readonly LookStanding[]>;
  /** Value of a key, address or pace from the environment; undefined when it is not set. */
  readonly setting: (name: string) => string | undefined;
  /** Whether something is recorded under one of these ids of the publisher, so that it need not be fetched again. */
  readonly isRecorded?: (source: string, refs: readonly string[]) => Promise<boolean>;
  /** Whether an item could not be read or had: it is asked for whole, whatever mark of it is known. */
  readonly isInTrouble?: (item: string) => boolean;
}

/** A step of a run: a document, and the cursor to store no earlier than what it produced. */
export interface Fetched<Cursor> {
  readonly document: SourceDocument;
  /** As what it was asked for, so that it can be asked for again (`again`); its address where nothing is said. */
  readonly item?: string;
  readonly cursor?: Cursor;
  /** The cursor to store where the document is held for a person: fetched again it would be the same. */
  readonly cursorIfHeld?: Cursor;
}

/** One item that could not be had: it is recorded with its reason and asked for again later, and the run goes on. */
export interface Trouble {
  readonly item: string;
  readonly reason: string;
  /** Where the publisher said when it may be asked for again. */
  readonly notBefore?: IsoInstant;
  /** True for a list or a span of time: nobody knows what is in it, so the run is no look at everybody. */
  readonly hides?: boolean;
}

/** A step of a run that came to nothing, and the cursor that goes on behind it. */
export interface Troubled<Cursor = never> {
  readonly trouble: Trouble;
  readonly cursor?: Cursor;
}

/** A step that went well without a document: an item that was in trouble is so no longer. */
export interface Settled {
  readonly settled: string;
}

/** What a source says of one item; whether a run goes on is for the runner to decide. */
export type Step<Cursor = never> = Fetched<Cursor> | Troubled<Cursor> | Settled;

/** What every source says of itself, and how it is fetched. */
export interface Declaration<Cursor = unknown> {
  readonly id: string;
  readonly title: string;
  readonly publisher: string;
  readonly homepage: string;
  readonly licence: string;
  /** One paragraph for a stranger: what it is, what it leaves out, how late it is. */
  readonly description: string;
  /** A cron pattern, or how else it runs. */
  readonly schedule: `${string} ${string}` | 'stream' | 'manual';
  /** How old a look at it may be and still count: ask `withinPromise`. */
  readonly promise: LookPromise;
  /** At most `requests` in `perSeconds`, shared by all workers under the name `bucket` (default: the source id). */
  readonly pace: Pace & {
    readonly bucket?: string;
    /** How this publisher says "too fast" beside a 429, and how long it then wants to be left alone. */
    readonly backOff?: BackOff;
  };
  /** Items of one scheduled run: fewer than `min` fails the run, more than `max` warns. */
  readonly expect: { readonly min: number; readonly max: number };
  /** Environment settings without which the source cannot run; the sources page says which one is missing. */
  readonly needs: readonly string[];
  /** Topics on which one complete run is a look at every company there is. */
  readonly covers: readonly Topic[];
  readonly cursor: z.ZodType<Cursor>;
  /** False at hours at which the publisher does not want to be asked: then there is no run at all, and no look. */
  isOpen?(context: Pick<FetchContext, 'now' | 'setting'>): boolean;
  /** True where the next run begins at once, by the cursor that the last one reached; its clock starts the others. */
  goesOn?(cursor: Cursor): boolean;
  fetch(
    http: HttpClient,
    cursor: Cursor | null,
    context: FetchContext,
  ): AsyncGenerator<Step<Cursor>, Cursor | null>;
  /**
   * Asks again for one item that was in trouble, by the name that `fetch` gave it. Nothing for an item that cannot be
   * asked for alone: the next run meets it again, and says how it went.
   */
  again?(http: HttpClient, item: string, context: FetchContext): AsyncGenerator<Step, void> | undefined;
}

/** `documents` are recorded item by item; files of `spend` are lines of payment, stored in bulk. */
export interface DocumentSource<Cursor = unknown> extends Declaration<Cursor> {
  readonly kind: 'documents' | 'spend';
  /** Pure. One outcome an item; throws `UnreadableDocument` when the document as a whole is not what it should be. */
  parse(document: SourceDocument): Iterable<Item>;
  /**
   * Pure. What the archive holds of a document in place of its bytes: the members that `parse` reads, so that it says the
   * same of them, and nothing else of what a publisher prints about people. Without it a document is kept as published.
   */
  readonly keep?: (document: SourceDocument) => Uint8Array;
}

/**
 * A list that its publisher issues again and again as a whole. Each edition is compared with the one before, row by
 * row, and only what changed is said.
 */
export interface TableSource<Row = unknown, Cursor = unknown> extends Declaration<Cursor> {
  readonly kind: 'table';
  readonly expect: Declaration['expect'] & {
    /** The share of the rows of the edition before that must be there again; an edition with fewer is held. */
    readonly leastOfBefore: number;
  };
  /** What is kept of a row: it is read again with this next time, so a field that is added needs a default. */
  readonly row: z.ZodType<Row>;
  /** Pure. The publisher's own date of this edition; the moment at which it was fetched where it has none. */
  edition(document: SourceDocument): string;
  /**
   * Pure. One outcome a row, with the publisher's id of it and only the fields that matter: a row has changed when one
   * of them has. Throws `UnreadableDocument` when the document as a whole is not what it should be.
   */
  rows(document: SourceDocument): Iterable<TableRecord<Row>> | AsyncIterable<TableRecord<Row>>;
  /**
   * Pure. What it says that a row is there for the first time (`before` null), reads otherwise than in the edition
   * before, or is gone (`after` null).
   */
  toObservations(before: Row | null, after: Row | null, edition: Edition): RowSays;
  /** Pure. What the archive holds of an edition, as `keep` of documents: the columns that `rows` reads. */
  readonly keep?: (document: SourceDocument) => Promise<Uint8Array>;
}

/** The register of companies that printed names are matched against: a document is all of it, in the place of the last. */
export interface RegisterSource<Cursor = unknown> extends Declaration<Cursor> {
  readonly kind: 'register';
  /** What the file is known by: loading that was interrupted goes on with the same one. */
  identity(document: SourceDocument): Promise<string>;
  /** Walks the companies in bounded memory. Throws when the file is not the register. */
  companies(document: SourceDocument): AsyncIterable<BulkBatch>;
}

/** How a source is read and stored is told by its kind. */
export type Source<Cursor = unknown> =
  | DocumentSource<Cursor>
  | TableSource<unknown, Cursor>
  | RegisterSource<Cursor>;

/** Declares a source of documents, whose texts are cleaned and bounded; the cursor's type is inferred from its schema. */
export function defineSource<Cursor>(
  source: Omit<DocumentSource<Cursor>, 'kind'> & { readonly kind?: 'spend' },
): DocumentSource<Cursor> {
  const { keep } = source;
  return {
    kind: 'documents',
    ...source,
    parse: (document) => soundItems(() => source.parse(document), document.retrievedAt),
    ...(keep ? { keep: (document) => readable(() => keep(document)) } : {}),
  };
}

/** Of a document that cannot be read nobody knows what is in it: nothing is kept. */
function readable(keep: () => Uint8Array): Uint8Array {
  try {
    return keep();
  } catch {
    return new Uint8Array();
  }
}

/** Declares a list that is issued as a whole; the types of its rows and its cursor are inferred from their schemas. */
export function defineTable<Row, Cursor>(
  table: Omit<TableSource<Row, Cursor>, 'kind'>,
): TableSource<Row, Cursor> {
  const { keep } = table;
  return {
    kind: 'table',
    ...table,
    ...(keep ? { keep: (document) => keep(document).catch(() => new Uint8Array()) } : {}),
  };
}

/** Declares a register of companies. */
export function defineRegister<Cursor>(
  register: Omit<RegisterSource<Cursor>, 'kind'>,
): RegisterSource<Cursor> {
  return { kind: 'register', ...register };
}
