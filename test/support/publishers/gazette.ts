import { dayOf } from '@tocsin/domain';
import type { Clock } from '@tocsin/runtime';
import { printedTwice, type Oddities } from './oddities.ts';
import { sendJson, serve, type LocalServer } from './server.ts';

export interface GazetteNotice {
  readonly id: string;
  readonly code: string;
  readonly company: string;
  readonly number: string;
  /** Day of publication. */
  readonly published: string;
  /** The moment from which it is there, in milliseconds since 1970; the beginning of its day where none is given. */
  readonly from?: number;
  /** Listed, but its page is gone. */
  readonly withdrawn?: boolean;
  /** Its page comes without the facts that are marked in it, until `mend`. */
  readonly bare?: boolean;
  /** Its page as printed; a short one where none is given. */
  readonly page?: () => Uint8Array;
}

export interface Gazette extends LocalServer {
  /** Shortest time between two requests, in milliseconds. */
  readonly shortestPause: () => number;
  /** From now on every page is as it should be. */
  readonly mend: () => void;
  /** Notices that stood twice in a list. */
  readonly twice: ReadonlySet<string>;
}

const PAGE = 100;
const LIST = '/insolvency/notice/data.json';

/**
 * The Gazette as it behaves: a search answer by `results-page` with a `next` link, `f:total` as text, one entry as an
 * object and none as null; a notice's page in HTML; 500 to whoever sends an Accept header.
 */
export async function gazetteServer(
  clock: Clock,
  notices: readonly GazetteNotice[],
  robots = 'User-agent: *\nCrawl-delay: 10\nVisit-time: 2100-0700\nDisallow: /edit\n',
  failing: readonly number[] = [],
  oddities?: Oddities,
): Promise<Gazette> {
  let isMended = false;
  let last = 0;
  const twice = new Set<string>();
  let shortest = Number.POSITIVE_INFINITY;
  const server = await serve(({ headers }, response, asked) => {
    shortest = Math.min(shortest, clock.now() - last);
    last = clock.now();
    if (headers.accept) {
      response.writeHead(500, { 'content-type': 'text/html' });
      response.end('<html><title>Error 500</title></html>');
      return;
    }
    if (asked.pathname === '/robots.txt') {
      response.end(robots);
      return;
    }
    const today = dayOf(clock.now());
    const isThere = ({ published, from = 0 }: GazetteNotice) => published <= today && from <= clock.now();
    const notice = notices.find(({ id }) => asked.pathname === `/notice/${id}`);
    if (notice && !notice.withdrawn && isThere(notice)) {
      const item = asked.pathname.slice(1);
      const of = { source: 'gazette-insolvency', item, mayBeGone: true, mayBeBare: true };
      const odd = oddities?.strike(response, of) ?? null;
      if (odd !== null && odd !== 'a page without its facts') return;
      const isBare = odd !== null || (notice.bare === true && !isMended);
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end(isBare ? '<html><title>A heading</title><article/></html>' : pageOf(notice));
      return;
    }
    if (asked.pathname !== LIST) {
      response.writeHead(404, { 'content-type': 'text/html' });
      response.end('<html><title>Page not found</title><body><article>Sorry</article></body></html>');
      return;
    }
    const from = asked.searchParams.get('start-publish-date') ?? '';
    const to = asked.searchParams.get('end-publish-date') ?? '9999';
    const page = Number(asked.searchParams.get('results-page') ?? 1);
    const item = `${LIST}${asked.search}`;
    if (oddities?.strike(response, { source: 'gazette-insolvency', item, mayBeGone: true })) return;
    if (!isMended && failing.includes(page)) return sendJson(response, {}, 503);
    const listed = notices
      .filter((one) => one.published >= from && one.published <= to && isThere(one))
      .sort((a, b) => a.published.localeCompare(b.published) || a.id.localeCompare(b.id));
    const found = printedTwice(oddities, listed, twice);
    const entries = found.slice((page - 1) * PAGE, page * PAGE).map(entryOf);
    const next = new URL(`https://www.thegazette.co.uk${asked.pathname}${asked.search}`);
    next.searchParams.set('results-page', String(page + 1));
    sendJson(response, {
      'f:total': String(found.length),
      link: page * PAGE < found.length ? [{ '@href': next.href, '@rel': 'next' }] : [],
      entry: entries.length > 1 ? entries : (entries[0] ?? null),
    });
  });
  const mend = () => {
    isMended = true;
  };
  return { ...server, shortestPause: () => shortest, mend, twice };
}

function entryOf({ id, code, company, published }: GazetteNotice) {
  return {
    id: `https://www.thegazette.co.uk/id/notice/${id}`,
    'f:status': 'published',
    'f:notice-code': code,
    title: company,
    published: `${published}T00:00:00`,
    category: { '@term': 'A heading' },
  };
}

function pageOf({ id, code, company, number, published, page }: GazetteNotice): string | Uint8Array {
  if (page) return page();
  return `<html><head><title>A heading | The Gazette</title></head><body><article><dl>
<dd property="gaz:hasPublicationDate dc:issued" content="${published}"></dd>
<dd property="gaz:hasNoticeID">${id}</dd><dd property="gaz:hasNoticeCode">${code}</dd></dl>
<p><strong about="this:company-1" property="gazorg:name">${company}</strong>
<span about="this:company-1" property="gazorg:companyNumber">${number}</span></p></article></body></html>`;
}
