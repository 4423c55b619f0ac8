import { MINUTE_MS, findCompanyNumber, type CompanyNumber, type Topic } from '@tocsin/domain';
import type { HttpClient } from '@tocsin/runtime';
import { z } from 'zod';
import { companiesHouseCompany } from './companies-house-company.ts';
import { askAgain, askCompany } from './companies-house/ask.ts';
import { fetchAccounts } from './companies-house/fetch-accounts.ts';
import { Filing } from './companies-house/filing-history.ts';
import { merge } from './companies-house/merge.ts';
import { topicsOf } from './companies-house/plan.ts';
import { keepEvent, readEvent, StreamEvent, whoseElse } from './companies-house/stream-events.ts';
import { visitStream, type Batch, type Visit } from './companies-house/stream-visit.ts';
import {
  defineSource,
  type FetchContext,
  type Fetched,
  type Item,
  type Settled,
  type SourceDocument,
  type Step,
  type Troubled,
} from './define-source.ts';
import { textOf } from './document.ts';
import { asItem } from './trouble.ts';

const ADDRESS = 'https://stream.companieshouse.gov.uk';

/** The streams in the order in which they matter, and the list of the register that each tells of. */
const streams: Readonly<Record<string, Topic>> = {
  'insolvency-cases': 'insolvency-cases',
  companies: 'company-profile',
  filings: 'filing-history',
  charges: 'charges',
  'persons-with-significant-control': 'controllers',
  officers: 'officers',
};

/** An account may hold two connections; a third ends the oldest. */
const CONNECTIONS_A_KEY = 2;
/** The one that must not be late keeps a connection for itself. */
const KEPT = 'insolvency-cases';
/** A busy stream never falls silent: after so long it makes room for the next all the same. */
const TURN_MS = MINUTE_MS;
/** So many heartbeats, one in half a minute, say that a stream has nothing more now: asked again sooner, it would only connect more often. */
const QUIET_BEATS = 2;
/** So long the others take turns before a run is done, and so often at most. */
const RUN_MS = 8 * MINUTE_MS;
const ROUNDS = 5;
/** A connection that is cut is opened again in the same run, so often at most. */
const MOST_CUTS = 20;

const Place = z.object({ timepoint: z.number(), publishedAt: z.string() });
const Gap = z.object({
  stream: z.string(),
  /** From the last event before to the moment the gap was noticed. */
  since: z.string().nullable(),
  until: z.string(),
  /** What is asked of the register anew for it. */
  part: z.enum(['proceedings', 'lists']).default('proceedings'),
});
type Gap = z.infer<typeof Gap>;
const Cursor = z.object({
  places: z.record(z.string(), Place),
  /** The last gap of each stream: whoever was not asked about since is asked about by the plan of looks. */
  gaps: z.array(Gap),
  /** Streams that are left alone until a moment, for the publisher said so. */
  rests: z.record(z.string(), z.string()).default({}),
});
type Cursor = z.infer<typeof Cursor>;

export const companiesHouseStream = defineSource({
  id: 'companies-house-stream',
  title: 'Companies House streams',
  publisher: 'Companies House',
  homepage: 'https://developer-specs.company-information.service.gov.uk/streaming-api/guides/overview',
  licence: 'Public register; data under the Open Government Licence v3.0',
  description:
    'Changes of the register as they are made, seconds after: insolvency cases, companies, filings, charges, ' +
    'controllers and officers. Only changes at suppliers that some council depends on are kept. Each stream goes on ' +
    'where it was left, for about three days; after a longer absence the register says the place is gone: the gap and ' +
    'its time are said here, and every supplier is asked about anew at the register, those with an open alert and ' +
    'those that councils depend on most first. Two connections a key are allowed: ' +
    'one stays on insolvency cases, and on the other the five streams beside it take turns, each for a ' +
    'minute, or until it has been quiet for one.',
  schedule: 'stream',
  promise: { minutes: 15 },
  pace: { requests: 30, perSeconds: 60, backOff: { statuses: [429], seconds: 60 } },
  expect: { min: 0, max: 1_000_000 },
  needs: ['COMPANIES_HOUSE_STREAM_KEY'],
  covers: [],
  cursor: Cursor,

  async *fetch(http, stored, context) {
    const cursor = Cursor.parse(stored ?? { places: {}, gaps: [] });
    const leaving = new AbortController();
    try {
      for await (const batch of merge(connections(http, cursor, context, leaving.signal))) {
        if (!('lines' in batch)) {
          yield batch;
          continue;
        }
        if (batch.isGap) yield recordGap(batch, cursor);
        yield* followUp(http, batch, context);
        if (batch.reached) cursor.places[batch.stream] = batch.reached;
        if (!batch.isGap)
          yield { document: documentOf(batch), item: itemOf(batch.stream), cursor: structuredClone(cursor) };
      }
    } finally {
      leaving.abort();
    }
    return cursor;
  },

  again: (http, item, context) =>
    item.startsWith(STREAM) ? undefined : askAgain(registerOf(http), item, context),

  *parse(document: SourceDocument): Iterable<Item> {
    const lines = textOf(document).split('\n');
    if (lines[0]?.startsWith('{"gap":')) {
      yield { item: document.url, outcome: 'ignored', reason: gapReason(lines[0]) };
    } else if (!isOfStream(document, lines)) {
      yield* companiesHouseCompany.parse(document);
    } else {
      for (const [index, line] of lines.entries())
        if (line.trim() !== '') yield* readLine(line, `line ${index + 1}`);
    }
  },

  keep(document) {
    const lines = textOf(document).split('\n');
    if (lines[0]?.startsWith('{"gap":')) return document.body;
    if (!isOfStream(document, lines)) return companiesHouseCompany.keep?.(document) ?? new Uint8Array();
    return new TextEncoder().encode(lines.map(keepLine).join('\n'));
  },
});

const LINES = 'application/x-ndjson';

/** Lines of a stream rather than one answer of the register, whichever of them is a heartbeat or broken. */
function isOfStream({ contentType }: SourceDocument, lines: readonly string[]): boolean {
  return contentType === LINES || lines.some((line) => line.includes('"resource_kind"'));
}

/** What stands in place of a line that cannot be read. */
const BROKEN = '{"resource_kind"';

/** One line for each, so that each keeps its place. */
function keepLine(line: string): string {
  if (line.trim() === '') return '';
  try {
    return JSON.stringify(keepEvent(JSON.parse(line)));
  } catch {
    return BROKEN;
  }
}

function readLine(line: string, place: string): readonly Item[] {
  let read: unknown;
  try {
    read = JSON.parse(line);
  } catch {
    return [{ item: place, outcome: 'refused', reason: 'broken JSON on this line' }];
  }
  return readEvent(read, place);
}

/**
 * As many readers as connections are allowed: the first stays on the stream that must not be late, and the others share
 * the rest out among themselves by time. The first leaves when the others are done, once nothing more is waiting on it.
 */
function connections(
  http: HttpClient,
  cursor: Cursor,
  context: FetchContext,
  leave: AbortSignal,
): AsyncGenerator<Batch | Troubled | Settled, void>[] {
  const keys = (context.setting('COMPANIES_HOUSE_STREAM_KEY') ?? '').split(',').map((key) => key.trim());
  const [first = '', ...others] = keys.flatMap((key) => Array.from({ length: CONNECTIONS_A_KEY }, () => key));
  const names = Object.keys(streams).filter((name) => name !== KEPT);
  const queue = Array.from({ length: ROUNDS }, () => names).flat();
  const watched = new Set<string>(context.watched);
  const open = new Set<string>();
  let turning = Math.min(others.length, names.length);

  /** One visit; ends with false where the stream could not be read. */
  async function* visit(
    stream: string,
    key: string,
    mayLeave: Visit['mayLeave'],
  ): AsyncGenerator<Batch | Troubled | Settled, boolean> {
    const rest = cursor.rests[stream];
    if (rest !== undefined && rest > context.now) return false;
    delete cursor.rests[stream];
    const visiting = visitStream(http, {
      address: context.setting('COMPANIES_HOUSE_STREAM_URL') ?? ADDRESS,
      stream,
      key,
      timepoint: cursor.places[stream]?.timepoint ?? null,
      isWatched: (number) => watched.has(number),
      mayLeave,
      leave,
    });
    let isRead = true;
    for await (const step of asItem(itemOf(stream), visiting)) {
      if ('trouble' in step) {
        isRead = false;
        if (step.trouble.notBefore) cursor.rests[stream] = step.trouble.notBefore;
      }
      yield step;
    }
    if (isRead) yield { settled: itemOf(stream) };
    return isRead;
  }

  async function* staying(): AsyncGenerator<Batch | Troubled | Settled, void> {
    const place = { isLeft: false };
    for (let cuts = 0; cuts < MOST_CUTS; cuts += 1) {
      let beatsBefore: number | null = null;
      const isRead = yield* visit(KEPT, first, ({ beats }) => {
        if (turning > 0) return false;
        beatsBefore ??= beats;
        place.isLeft = beats > beatsBefore;
        return place.isLeft;
      });
      // A stream that cannot be opened now is left to the next run.
      if (!isRead || place.isLeft || leave.aborted) return;
    }
  }

  async function* takingTurns(key: string): AsyncGenerator<Batch | Troubled | Settled, void> {
    const spent = { ms: 0 };
    try {
      for (;;) {
        if (leave.aborted || spent.ms >= RUN_MS) return;
        const index = queue.findIndex((name) => !open.has(name));
        const [stream] = index === -1 ? [] : queue.splice(index, 1);
        if (!stream) return;
        open.add(stream);
        const before = spent.ms;
        const isRead = yield* visit(stream, key, ({ beats, openMs }) => {
          spent.ms = before + openMs;
          return beats >= QUIET_BEATS || openMs >= TURN_MS;
        });
        if (!isRead) queue.splice(0, queue.length, ...queue.filter((name) => name !== stream));
        open.delete(stream);
      }
    } finally {
      turning -= 1;
    }
  }

  return [staying(), ...others.slice(0, names.length).map(takingTurns)];
}

const STREAM = 'stream/';

/** A stream, as something that may be in trouble: the place where it was left is kept. */
function itemOf(stream: string): string {
  return `${STREAM}${stream}`;
}

/** Lines of suppliers nobody depends on are not kept, but the place always moves on. */
function documentOf(batch: Batch): SourceDocument {
  const body = new TextEncoder().encode(batch.lines.join('\n'));
  return { url: batch.url, retrievedAt: batch.retrievedAt, contentType: LINES, body };
}

function recordGap(batch: Batch, cursor: Cursor): Fetched<Cursor> {
  const { stream, retrievedAt: until } = batch;
  const since = cursor.places[stream]?.publishedAt ?? null;
  const isOfProceedings = topicsOf.proceedings.some((topic) => topic === streams[stream]);
  const gap: Gap = { stream, since, until, part: isOfProceedings ? 'proceedings' : 'lists' };
  delete cursor.places[stream];
  cursor.gaps = cursor.gaps.filter((other) => other.stream !== stream);
  cursor.gaps.push(gap);
  const body = new TextEncoder().encode(JSON.stringify({ gap }));
  const document = { url: batch.url, retrievedAt: until, contentType: 'application/json', body };
  return { document, cursor: structuredClone(cursor) };
}

function gapReason(text: string): string {
  const { stream, since, until } = z.object({ gap: Gap }).parse(JSON.parse(text)).gap;
  return `gap in ${stream} from ${since ?? 'the beginning'} to ${until}: every supplier is asked about anew`;
}

/** What an event only hints at is read from the register: a company's officers, accounts just filed. */
async function* followUp(http: HttpClient, batch: Batch, context: FetchContext): AsyncGenerator<Step, void> {
  if (!context.setting('COMPANIES_HOUSE_KEY')) return;
  const register = registerOf(http);
  if (batch.stream === 'officers') {
    for (const number of new Set(batch.events.flatMap(companyOf)))
      yield* askCompany(register, number, context, 'normal', ['officers']);
  }
  if (batch.stream !== 'filings') return;
  for (const event of batch.events) {
    const filing = Filing.safeParse(event.data).data;
    const [number] = companyOf(event);
    if (filing && number) yield* fetchAccounts(register, number, [filing], context);
  }
}

function companyOf(event: StreamEvent): CompanyNumber[] {
  const number = findCompanyNumber(event.resource_uri);
  return number && whoseElse(event) === null ? [number] : [];
}

/** The register is asked under its own key and pace, which every other reader shares. */
function registerOf(http: HttpClient): HttpClient {
  const { bucket = companiesHouseCompany.id, ...pace } = companiesHouseCompany.pace;
  return { ...http, get: (url, request) => http.get(url, { ...request, bucket, pace }) };
}
