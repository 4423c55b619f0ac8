import { addDays, dayOf, HOUR_MS, noticeStanding } from '@tocsin/domain';
import { Refuse, Retry, type HttpClient } from '@tocsin/runtime';
import { z } from 'zod';
import {
  defineSource,
  answeredDocument,
  UnreadableDocument,
  type FetchContext,
  type Item,
  type SourceDocument,
  type Step,
  type Troubled,
} from './define-source.ts';
import { readJson, textOf } from './document.ts';
import { hoursOf, isWithinHours, NIGHT, NO_RULES, paceOf, readRobots } from './gazette/manners.ts';
import { noticeOfEntry, readNoticeList, type Unpublished } from './gazette/listing.ts';
import { isKept, keepNotices, keptNotices, type Notices } from './gazette/kept.ts';
import { interpret, type PrintedNotice } from './gazette/notice.ts';
import { readPages } from './gazette/page.ts';
import { noticeOfText, noticesOfTable } from './gazette/texts.ts';
import { asItem, reaching } from './trouble.ts';

const ADDRESS = 'https://www.thegazette.co.uk';
const SOURCE_ID = 'gazette-insolvency';
const LIST = '/insolvency/notice/data.json';
/** Pages of one day: a busy one has three or four. */
const MOST_PAGES = 50;
const PAGE = 100;
/** Silence that no run of holidays explains. */
const LONGEST_SILENCE_MS = 168 * HOUR_MS;

const Cursor = z.object({
  /** The day up to which everything has been listed; it and the day before are listed again. */
  listedUntil: z.iso.date(),
  /** Notices whose own page has been read, of the days that are listed again. */
  read: z.array(z.string()),
  lastNoticeAt: z.string(),
});

export const gazetteInsolvency = defineSource({
  id: SOURCE_ID,
  title: 'The Gazette: corporate insolvency notices',
  publisher: 'The Stationery Office, on behalf of The National Archives',
  homepage: `${ADDRESS}/insolvency`,
  licence: 'Open Government Licence v3.0, except personal data, which is not read',
  description:
    'Statutory notices of corporate insolvency in the London, Edinburgh and Belfast Gazettes, read by their code: ' +
    'petitions, orders, administrations, receiverships, liquidations, moratoria, and their endings. Notices about ' +
    'people and partnerships are left out; where code and words are of two kinds neither is believed. The search answer gives the name, the notice’s page the company number; ' +
    'pages of notices that say nothing about distress are not fetched. The publisher’s rules differ from place to ' +
    'place (five requests in ten seconds, or one in ten seconds between 21:00 and 07:00), so the stricter one is ' +
    'kept unless GAZETTE_PACE and GAZETTE_HOURS say otherwise: notices then arrive during the night after they appear.',
  schedule: '*/15 * * * *',
  promise: { window: NIGHT },
  pace: { requests: 1, perSeconds: 10 },
  expect: { min: 0, max: 5_000 },
  needs: [],
  covers: ['gazette-notices'],
  cursor: Cursor,

  isOpen: ({ now, setting }) => isWithinHours(setting('GAZETTE_HOURS'), null, now),

  async *fetch(http, cursor, { now, setting }) {
    const visit = await openVisit(http, setting);
    yield { document: visit.rules };
    const today = dayOf(now);
    const first = cursor
      ? dayBefore(cursor.listedUntil, 1)
      : (setting('GAZETTE_FROM') ?? dayBefore(today, 30));
    let lastNoticeAt = cursor?.lastNoticeAt ?? now;
    let read = new Set(cursor?.read);
    let before: ReadonlySet<string> = new Set();
    // Day by day, so that a first load of a month goes on the next night where it stopped.
    for (let day = first; day <= today; day = addDays(day, 1)) {
      const listed = new Set<string>();
      const after = cursor && day < cursor.listedUntil ? cursor.listedUntil : day;
      const stand = () => ({ listedUntil: after, read: [...read], lastNoticeAt });
      for await (const step of listDay(visit, day, 1)) {
        if ('entries' in step) {
          if (step.entries.length > 0) lastNoticeAt = now;
          for (const id of worthReading(step.entries)) {
            listed.add(id);
            if (read.has(id)) continue;
            read.add(id);
            yield* reaching(askNotice(visit, id), stand);
          }
          // After the notices themselves: a notice that takes another back must not first be read as news.
          yield { document: step.listing, item: step.item };
        } else yield step;
      }
      read = new Set([...read].filter((id) => listed.has(id) || before.has(id) || day < after));
      before = listed;
    }
    if (Date.parse(now) - Date.parse(lastNoticeAt) > LONGEST_SILENCE_MS)
      throw new Retry(`The Gazette has listed no corporate notice since ${dayOf(lastNoticeAt)}`);
    return { listedUntil: today, read: [...read], lastNoticeAt };
  },

  async *again(http, item, { setting }) {
    const visit = await openVisit(http, setting);
    const notice = /^notice\/([\w-]+)$/.exec(item)?.[1];
    if (notice) {
      yield* askNotice(visit, notice);
      return;
    }
    const query = new URL(item, ADDRESS).searchParams;
    const page = Number(query.get('results-page'));
    for await (const step of listDay(visit, query.get('start-publish-date') ?? '', page)) {
      if ('entries' in step) {
        for (const id of worthReading(step.entries)) yield* askNotice(visit, id);
        yield { document: step.listing, item: step.item };
      } else yield step;
    }
  },

  *parse(document: SourceDocument): Iterable<Item> {
    if (document.url.endsWith('/robots.txt')) {
      yield { item: 'robots.txt', outcome: 'ignored', reason: 'the publisher’s rules, read before asking' };
      return;
    }
    const gone = goneNotice(document);
    if (gone) {
      yield {
        item: gone,
        outcome: 'refused',
        reason: 'its page is no notice that can be read: it was taken down, or is set in another way',
      };
      return;
    }
    const notices = noticesOf(document);
    const asked = askedNotice(document);
    const printed = notices.flatMap((notice) => notice ?? []);
    if (asked !== null && !printed.some(({ id }) => isSameNotice(asked, id)))
      yield { item: asked, outcome: 'refused', reason: `its address gave ${anotherNotice(printed)}` };
    for (const [index, notice] of notices.entries()) {
      if (!notice)
        yield { item: `notice ${index + 1}`, outcome: 'refused', reason: 'not of the shape of a notice' };
      else if ('status' in notice) yield unpublished(notice, document.retrievedAt);
      else yield* interpret(notice, document.retrievedAt);
    }
  },

  keep(document) {
    if (document.url.endsWith('/robots.txt')) return document.body;
    return keepNotices(goneNotice(document) ? null : noticesOf(document));
  },
});

const NOT_YET = /^(?:draft|submitted|pending|scheduled|in[- ]progress|unpublished)$/i;

/** A listed notice that is not published: what was said under its number is taken back where its status says so. */
function unpublished({ id, status }: Unpublished, retrievedAt: string): Item {
  if (NOT_YET.test(status))
    return { item: id, outcome: 'ignored', reason: `status “${status}”: not a published notice` };
  if (!/^(?:withdrawn|retracted|cancelled|deleted|removed)$/i.test(status))
    return { item: id, outcome: 'refused', reason: `status “${status}” is not known: look at the notice` };
  const taken = {
    source: SOURCE_ID,
    version: retrievedAt,
    publishedAt: retrievedAt,
    url: `${ADDRESS}/notice/${id}`,
  };
  return {
    item: id,
    outcome: 'withdrawn',
    withdrawals: [
      { ...taken, ref: id },
      { ...taken, ref: `${id}/` },
    ],
  };
}

interface Visit {
  /** The publisher's rules as they came. */
  readonly rules: SourceDocument;
  /** Asks for one address by the rules and the hours that stand when it is its turn. */
  readonly ask: (path: string) => Promise<SourceDocument>;
}

async function openVisit(http: HttpClient, setting: FetchContext['setting']): Promise<Visit> {
  const address = setting('GAZETTE_URL') ?? ADDRESS;
  const asked = { pace: paceOf(setting('GAZETTE_PACE'), null) };
  const rules = answeredDocument(await http.get(`${address}/robots.txt`, { ...asked, answers: [404] }));
  const robots = rules.status === 404 ? NO_RULES : readRobots(textOf(rules), address);
  const manners = { pace: paceOf(setting('GAZETTE_PACE'), robots) };
  let at = rules.retrievedAt;
  return {
    rules,
    async ask(path) {
      if (!robots.allows(`${address}${path}`))
        throw new Refuse(`robots.txt of The Gazette does not allow ${path.replace(/\?.*/, '')} to be read`, {
          isForAll: path.startsWith(LIST),
        });
      if (!isWithinHours(setting('GAZETTE_HOURS'), robots, at)) {
        const hours = hoursOf(setting('GAZETTE_HOURS'), robots);
        throw new Retry(
          `The Gazette allows visits at ${hours} only: what is left is read when they begin again`,
          { isForAll: true },
        );
      }
      const answer = answeredDocument(await http.get(`${address}${path}`, manners));
      at = answer.retrievedAt;
      return answer;
    },
  };
}

interface Listed {
  readonly item: string;
  readonly listing: SourceDocument;
  readonly entries: readonly unknown[];
}

/** The list of one day from a page on. Behind a page that cannot be read nobody knows whether there is another. */
async function* listDay(visit: Visit, day: string, first: number): AsyncGenerator<Listed | Troubled, void> {
  let isMore = true;
  for (let page = first, seen = (first - 1) * PAGE; isMore; page += 1) {
    const item = `${LIST}?${queryOf(day, page)}`;
    isMore = false;
    for await (const step of asItem(item, askListing(visit, item), { hides: true })) {
      yield step;
      if ('trouble' in step) continue;
      seen += step.entries.length;
      isMore = seen < step.total;
      if (!isMore || (step.entries.length > 0 && page < MOST_PAGES)) continue;
      isMore = false;
      yield { trouble: { item, reason: `only ${seen} of ${step.total} notices are listed`, hides: true } };
    }
  }
}

async function* askListing(visit: Visit, item: string) {
  const listing = await visit.ask(item);
  yield { item, listing, ...listingOf(listing) };
}

/** The page of one notice. One that is not there, or is no notice, is its own trouble. */
function askNotice(visit: Visit, id: string): AsyncGenerator<Step, void> {
  const item = `notice/${id}`;
  async function* ask(): AsyncGenerator<Step, void> {
    const document = await visit.ask(`/${item}`);
    const notices = pagesOf(document);
    if (!notices.some((notice) => isSameNotice(id, notice.id)))
      throw new Retry(`The Gazette answered for notice ${id} with ${anotherNotice(notices)}`);
    yield { document, item };
  }
  return asItem(item, ask());
}

/** The search of one day. Pages are counted here: the publisher’s own links have dropped the size of a page. */
function queryOf(day: string, page: number): URLSearchParams {
  return new URLSearchParams({
    categorycode: '24',
    'start-publish-date': day,
    'end-publish-date': day,
    'sort-by': 'oldest-date',
    'results-page': String(page),
    'results-page-size': String(PAGE),
  });
}

/** The four forms in which notices come, and the one in which they are kept, told apart by what is in them. */
function noticesOf(document: SourceDocument): Notices {
  if (isKept(document)) return keptNotices(document);
  const start = textOf({ body: document.body.subarray(0, 2_000) }).trimStart();
  if (start.startsWith('<')) return readPages(document);
  if (/^"?company_name"?,/.test(start)) return noticesOfTable(textOf(document), document.url);
  const body = readJson(document);
  return Array.isArray(body) ? body.map(noticeOfText) : readNoticeList(document).entries.map(noticeOfEntry);
}

function listingOf(document: SourceDocument) {
  return orRetry('the search', () => readNoticeList(document));
}

function pagesOf(document: SourceDocument): readonly PrintedNotice[] {
  return orRetry('the page of a notice', () => readPages(document));
}

/** Older notices have their edition and issue in their address: `L-59731-1323921` is 1323921. */
function isSameNotice(asked: string, printed: string): boolean {
  return asked === printed || asked.endsWith(`-${printed}`) || printed.endsWith(`-${asked}`);
}

function anotherNotice(notices: readonly { readonly id: string }[]): string {
  return `the page of another (${notices
    .map(({ id }) => id)
    .slice(0, 3)
    .join(', ')})`;
}

/** An answer with status 200 that is not what was asked for is weather: it is asked for again. */
function orRetry<T>(asked: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    const why = cause instanceof UnreadableDocument ? cause.message : 'something else';
    throw new Retry(`The Gazette answered ${asked} with ${why}`, { cause });
  }
}

/** The id of the notice whose page a document is by its address. */
function askedNotice({ url }: SourceDocument): string | null {
  return /\/notice\/([\w-]+)$/.exec(url)?.[1] ?? null;
}

/** The id of a notice whose page was asked for and is no notice: it was withdrawn, and must not hold up the others. */
function goneNotice(document: SourceDocument): string | null {
  const id = askedNotice(document);
  if (id === null) return null;
  try {
    if (isKept(document)) keptNotices(document);
    else readPages(document);
    return null;
  } catch (error) {
    if (error instanceof UnreadableDocument) return id;
    throw error;
  }
}

/** Notices of which the company's number matters. The others are recorded as the search answer names them. */
function worthReading(entries: readonly unknown[]): string[] {
  return entries.flatMap((entry) => {
    const notice = noticeOfEntry(entry);
    if (!notice || 'status' in notice) return [];
    const [item] = interpret(notice, '1970-01-01T00:00:00Z');
    const content = item?.outcome === 'observed' ? item.observations[0]?.content : undefined;
    if (content?.kind !== 'insolvency-notice') return [];
    return content.family === 'unknown' || noticeStanding[content.family] !== 'none' ? [notice.id] : [];
  });
}

function dayBefore(day: string, days: number): string {
  return addDays(day, -days);
}
