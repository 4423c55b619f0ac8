import { HOUR_MS, londonTime } from '@tocsin/domain';
import { Retry, type HttpClient } from '@tocsin/runtime';
import { z } from 'zod';
import { isSearchExport, keepSearchExport, parseSearchExport } from './contracts-finder/export.ts';
import { agreementOf } from './contracts-finder/agreement.ts';
import {
  defineSource,
  answeredDocument,
  UnreadableDocument,
  type Item,
  type Settled,
  type SourceDocument,
  type Step,
} from './define-source.ts';
import { readJson } from './document.ts';
import type { OcdsPublisher } from './ocds/publisher.ts';
import { keepOcds, parseOcds } from './ocds/release.ts';
import { wallOf, wallTimeOf } from './ocds/wall-time.ts';
import { asItem } from './trouble.ts';

const ADDRESS = 'https://www.contractsfinder.service.gov.uk';
const WINDOW_MS = 168 * HOUR_MS;
const OVERLAP_MS = HOUR_MS;
/** Of one window: a busy week has some fifty. */
const MOST_PAGES = 500;

const publisher: OcdsPublisher = {
  source: 'contracts-finder',
  vat: 'unknown',
  regimeOf: () => 'pcr-2015',
  agreementOf: ({ tender }, suppliers) =>
    agreementOf(tender?.procurementMethodDetails ?? '', tender?.title ?? '', suppliers),
  urlOf: (noticeId) => noticeUrl(noticeId),
};

const Cursor = z.object({
  /** Everything published until then (British clock time) has been read. */
  readUntil: z.string(),
  /** In the middle of a window: its end, and the publisher's own word for the next page. */
  window: z.object({ to: z.string(), page: z.string() }).nullable(),
});

export const contractsFinder = defineSource({
  id: 'contracts-finder',
  title: 'Contracts Finder',
  publisher: 'Cabinet Office',
  homepage: ADDRESS,
  licence: 'Open Government Licence v3.0',
  description:
    'Awards of procurements begun before 24 February 2025 and call-offs from frameworks of that time, as OCDS ' +
    'releases or as the site’s CSV search export: it is closing, and still holds most contracts that run today. It ' +
    'does not say whether sums include VAT. Three suppliers in ten carry a company number; the site’s own supplier ' +
    'numbers (GB-CFS) are not stable and are never used to tell firms apart.',
  schedule: '15 * * * *',
  promise: { minutes: 120 },
  pace: { requests: 20, perSeconds: 60, backOff: { statuses: [403, 429], seconds: 300 } },
  expect: { min: 0, max: 50_000 },
  needs: [],
  covers: [],
  cursor: Cursor,

  async *fetch(http, cursor, { now, setting }) {
    const address = setting('CONTRACTS_FINDER_URL') ?? ADDRESS;
    const until = wallOf(londonTime(now));
    let from = wallOf(cursor?.readUntil ?? setting('CONTRACTS_FINDER_FROM') ?? '2021-01-01T00:00:00');
    let page = cursor?.window?.page ?? null;
    let to = cursor?.window ? wallOf(cursor.window.to) : Math.min(from + WINDOW_MS, until);
    while (from < to) {
      const readUntil = wallTimeOf(from);
      const window = wallTimeOf(to);
      for await (const { step, next } of askWindow(http, address, { from, to, page })) {
        const goesOn = next
          ? { readUntil, window: { to: window, page: next } }
          : { readUntil: window, window: null };
        yield { ...step, cursor: goesOn };
      }
      page = null;
      from = to;
      to = Math.min(from + WINDOW_MS, until);
    }
    return { readUntil: wallTimeOf(from), window: null };
  },

  async *again(http, item, { setting }) {
    const [, from = '', to = '', page = null] = /^([^/]+)\/([^#]+)(?:#(.+))?$/.exec(item) ?? [];
    const window = { from: wallOf(from), to: wallOf(to), page };
    for await (const { step } of askWindow(http, setting('CONTRACTS_FINDER_URL') ?? ADDRESS, window))
      yield step;
  },

  parse(document: SourceDocument): Iterable<Item> {
    return isSearchExport(document) ? parseSearchExport(document) : parseOcds(document, publisher);
  },

  keep: (document) => (isSearchExport(document) ? keepSearchExport(document) : keepOcds(document)),
});

interface Window {
  readonly from: number;
  readonly to: number;
  /** The publisher's own word for a page behind the first. */
  readonly page: string | null;
}

/**
 * A window of time, page by page, each called after both. Behind a page that cannot be read nothing can be asked for, nor
 * behind one whose link leads nowhere, or back: what was read is kept, and what is behind it is in trouble.
 */
async function* askWindow(
  http: HttpClient,
  address: string,
  { from, to, page: first }: Window,
): AsyncGenerator<{ readonly step: Exclude<Step, Settled>; readonly next: string | null }, void> {
  const asked = new Set<string>();
  for (let page = first, isFirst = true; isFirst || page; isFirst = false) {
    const item = `${wallTimeOf(from)}/${wallTimeOf(to)}${page ? `#${page}` : ''}`;
    if (page) asked.add(page);
    const asking = askPage(http, address, { from, to, page });
    page = null;
    for await (const answer of asItem(item, asking, { hides: true })) {
      if ('trouble' in answer) {
        yield { step: answer, next: null };
        continue;
      }
      const next = nextPage(answer);
      const reason = next && lostBehind(next, asked);
      page = reason === null ? (next?.cursor ?? null) : null;
      // What is left in trouble is not settled by what was read of it.
      yield { step: reason === null ? { document: answer, item } : { document: answer }, next: page };
      if (reason !== null) yield { step: { trouble: { item, reason, hides: true } }, next: null };
    }
  }
}

/** Why what is behind a page cannot be asked for; null where it can. */
function lostBehind({ link, cursor }: NextPage, asked: ReadonlySet<string>): string | null {
  if (!cursor) return `the link to the next page names none: ${link.slice(0, 200)}`;
  if (asked.has(cursor)) return 'the link to the next page leads back to one that was read';
  return asked.size >= MOST_PAGES ? `more than ${MOST_PAGES} pages: the rest was not asked for` : null;
}

async function* askPage(
  http: HttpClient,
  address: string,
  { from, to, page }: Window,
): AsyncGenerator<SourceDocument, void> {
  const query = new URLSearchParams({
    publishedFrom: wallTimeOf(from - OVERLAP_MS),
    publishedTo: wallTimeOf(to),
    limit: '100',
    ...(page ? { cursor: page } : {}),
  });
  const document = answeredDocument(await http.get(`${address}/Published/Notices/OCDS/Search?${query}`));
  nextPage(document);
  yield document;
}

const Page = z.object({
  releases: z.array(z.unknown()),
  links: z.object({ next: z.string().nullish() }).nullish(),
});

interface NextPage {
  readonly link: string;
  readonly cursor: string | null;
}

/** Where the next page is. An empty page still links one: emptiness, not a missing link, is the end. */
function nextPage(document: SourceDocument): NextPage | null {
  try {
    const { releases, links } = Page.parse(readJson(document));
    if (releases.length === 0 || !links?.next) return null;
    const link = links.next;
    const isAddress = URL.canParse(link, ADDRESS);
    return { link, cursor: isAddress ? new URL(link, ADDRESS).searchParams.get('cursor') : null };
  } catch (cause) {
    const why = cause instanceof UnreadableDocument ? cause.message : 'no list of releases in it';
    throw new Retry(`Contracts Finder answered with ${why}`, { cause });
  }
}

/** Release ids are the notice's number and a count: `2a1e3359-87a0-4fdd-ac61-20d5e6520a13-819950`. */
function noticeUrl(releaseId: string): string {
  const [notice] = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/.exec(releaseId) ?? [];
  return notice ? `${ADDRESS}/Notice/${notice}` : `${ADDRESS}/Search`;
}
