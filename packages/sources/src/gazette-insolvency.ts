import { addDays, dayOf, noticeStanding } from '@tocsin/domain';
import { Refuse, Retry } from '@tocsin/runtime';
import { z } from 'zod';
import { defineSource, UnreadableDocument, type Item, type SourceDocument } from './define-source.ts';
import { readJson, textOf } from './document.ts';
import { isOpen, NIGHT, paceOf, readRobots } from './gazette/manners.ts';
import { noticeOfEntry, readListing } from './gazette/listing.ts';
import { interpret, type PrintedNotice } from './gazette/notice.ts';
import { readPage } from './gazette/page.ts';
import { noticeOfText, noticesOfTable } from './gazette/texts.ts';

const ADDRESS = 'https://www.thegazette.co.uk';
const LIST = '/insolvency/notice/data.json';
/** Silence that no run of holidays explains. */
const LONGEST_SILENCE_MS = 7 * 24 * 3_600_000;

const Cursor = z.object({
  /** The day up to which everything has been listed; it and the day before are listed again. */
  listedUntil: z.iso.date(),
  /** Notices whose own page has been read, of the days that are listed again. */
  read: z.array(z.string()),
  lastNoticeAt: z.string(),
});

export const gazetteInsolvency = defineSource({
  id: 'gazette-insolvency',
  title: 'The Gazette: corporate insolvency notices',
  publisher: 'The Stationery Office, on behalf of The National Archives',
  homepage: `${ADDRESS}/insolvency`,
  licence: 'Open Government Licence v3.0, except personal data, which is not read',
  description:
    'Statutory notices of corporate insolvency in the London, Edinburgh and Belfast Gazettes, read by their code: ' +
    'petitions, orders, administrations, receiverships, liquidations, moratoria, and their endings. Notices about ' +
    'people and partnerships are left out. The search answer gives the name, the notice’s page the company number; ' +
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

  isOpen: ({ now, setting }) => isOpen(setting('GAZETTE_HOURS'), null, now),

  async *fetch(http, cursor, { now, setting }) {
    const address = setting('GAZETTE_URL') ?? ADDRESS;
    const asked = { pace: paceOf(setting('GAZETTE_PACE'), null) };
    const rules = await http.get(`${address}/robots.txt`, { ...asked, answers: [404] });
    yield { document: documentOf(rules) };
    const robots = rules.status === 404 ? null : readRobots(textOf(rules));
    if (robots?.disallowed.some((path) => path === '/' || LIST.startsWith(path)))
      throw new Refuse('robots.txt of The Gazette does not allow its notices to be read');
    if (!isOpen(setting('GAZETTE_HOURS'), robots, now))
      throw new Retry(`robots.txt of The Gazette allows visits at ${robots?.hours} only`);
    const manners = { pace: paceOf(setting('GAZETTE_PACE'), robots) };

    const today = dayOf(now);
    const from = cursor?.listedUntil ?? setting('GAZETTE_FROM') ?? dayBefore(today, 30);
    const read = new Set(cursor?.read);
    const listed = new Set<string>();
    let lastNoticeAt = cursor?.lastNoticeAt ?? now;
    const first = new URLSearchParams({
      categorycode: '24',
      'start-publish-date': cursor ? dayBefore(from, 1) : from,
      'end-publish-date': today,
      'sort-by': 'oldest-date',
      'results-page': '1',
      'results-page-size': '100',
    });
    let page: string | null = `${LIST}?${first}`;
    while (page) {
      const listing = documentOf(await http.get(`${address}${page}`, manners));
      const { entries, next } = listingOf(listing);
      if (entries.length > 0) lastNoticeAt = now;
      yield { document: listing };
      for (const id of worthReading(entries)) {
        listed.add(id);
        if (read.has(id)) continue;
        const notice = await http.get(`${address}/notice/${id}`, { ...manners, answers: [404, 410] });
        if (notice.status === 200) pageOf(documentOf(notice));
        read.add(id);
        yield { document: documentOf(notice), cursor: { listedUntil: from, read: [...read], lastNoticeAt } };
      }
      page = next;
    }
    if (Date.parse(now) - Date.parse(lastNoticeAt) > LONGEST_SILENCE_MS)
      throw new Retry(`The Gazette has listed no corporate notice since ${dayOf(lastNoticeAt)}`);
    return { listedUntil: today, read: [...read].filter((id) => listed.has(id)), lastNoticeAt };
  },

  *parse(document: SourceDocument): Iterable<Item> {
    if (document.url.endsWith('/robots.txt')) {
      yield { item: 'robots.txt', outcome: 'ignored', reason: 'the publisher’s rules, read before asking' };
      return;
    }
    const gone = goneNotice(document);
    if (gone) {
      yield { item: gone, outcome: 'refused', reason: 'the page of this notice is gone' };
      return;
    }
    for (const [index, notice] of noticesOf(document).entries()) {
      if (!notice)
        yield { item: `notice ${index + 1}`, outcome: 'refused', reason: 'not of the shape of a notice' };
      else if ('status' in notice)
        yield {
          item: notice.id,
          outcome: 'ignored',
          reason: `status “${notice.status}”: not a published notice`,
        };
      else yield interpret(notice, document.retrievedAt);
    }
  },
});

/** The four forms in which notices come, told apart by what is in them. */
function noticesOf(document: SourceDocument): (PrintedNotice | ReturnType<typeof noticeOfEntry>)[] {
  const start = textOf({ body: document.body.subarray(0, 2_000) }).trimStart();
  if (start.startsWith('<')) return [readPage(document)];
  if (/^"?company_name"?,/.test(start)) return noticesOfTable(textOf(document), document.url);
  const body = readJson(document);
  return Array.isArray(body) ? body.map(noticeOfText) : readListing(document).entries.map(noticeOfEntry);
}

function listingOf(document: SourceDocument) {
  return orRetry('the search', () => readListing(document));
}

function pageOf(document: SourceDocument): PrintedNotice {
  return orRetry('the page of a notice', () => readPage(document));
}

/** An answer with status 200 that is not what was asked for is weather: nothing moves on past it. */
function orRetry<T>(asked: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    const why = cause instanceof UnreadableDocument ? cause.message : 'something else';
    throw new Retry(`The Gazette answered ${asked} with ${why}`, { cause });
  }
}

/** The id of a notice whose page was asked for and is no notice: it was withdrawn, and must not hold up the others. */
function goneNotice(document: SourceDocument): string | null {
  const id = /\/notice\/([\w-]+)$/.exec(document.url)?.[1];
  if (!id) return null;
  try {
    readPage(document);
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
    const item = interpret(notice, '1970-01-01T00:00:00Z');
    const content = item.outcome === 'observed' ? item.observations[0]?.content : undefined;
    if (content?.kind !== 'insolvency-notice') return [];
    return content.family === 'unknown' || noticeStanding[content.family] !== 'none' ? [notice.id] : [];
  });
}

function documentOf(response: SourceDocument & { readonly status: number }): SourceDocument {
  const { url, retrievedAt, contentType, body } = response;
  return { url, retrievedAt, contentType, body };
}

function dayBefore(day: string, days: number): string {
  return addDays(day, -days);
}
