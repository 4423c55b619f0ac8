import type { Clock } from '@tocsin/runtime';
import type { Oddities } from './oddities.ts';
import { sendJson, serve, type LocalServer } from './server.ts';

export interface CompaniesHouse extends LocalServer {
  /** Requests over the limit, answered with 429. */
  readonly refused: () => number;
  /** What there is none of, and was said without a body. */
  readonly withoutBody: ReadonlySet<string>;
}

export interface CompaniesHouseOptions {
  readonly key?: string;
  /** Every so many requests, a patch of three 502. */
  readonly patchEvery?: number;
  /** Answers by path, listed or worked out when they are asked for; every other path is 404. */
  readonly answers?: Readonly<Record<string, unknown>> | ((pathname: string) => unknown);
  /** Paths that answer otherwise, with a body that says nothing. */
  readonly statuses?: Readonly<Record<string, number>>;
  /** Seconds after which such a path says that it may be asked for again. */
  readonly retryAfter?: number;
  /** True for a register that answers only the first page of every list. */
  readonly failsBehindFirstPage?: boolean;
  /** Paths that answer without a body, and under which status. */
  readonly empty?: Readonly<Record<string, number>>;
  readonly oddities?: Oddities;
}

/** Of the answers 404, so many come without a body. */
const EMPTY_404 = 0.03;

const PAGE = 100;
const LIMIT = 600;
const WINDOW_MS = 300_000;

/**
 * The register's REST service as it behaves: HTTP Basic with the key as user; 600 requests in five minutes a key, then
 * 429 until the window ends, told in `X-Ratelimit-*`; patches of 502; 404 with an error body for lists that are empty; lists in pages of a hundred.
 */
export async function companiesHouseServer(
  clock: Clock,
  {
    key = 'test-key',
    patchEvery = 0,
    answers = {},
    statuses = {},
    retryAfter,
    empty = {},
    failsBehindFirstPage,
    oddities,
  }: CompaniesHouseOptions = {},
): Promise<CompaniesHouse> {
  const expected = `Basic ${Buffer.from(`${key}:`).toString('base64')}`;
  let windowEnds = 0;
  let used = 0;
  let refused = 0;
  let served = 0;
  const withoutBody = new Set<string>();
  const server = await serve(({ headers }, response, { pathname, searchParams }) => {
    if (headers.authorization !== expected) {
      sendJson(response, { error: 'Invalid Authorization', type: 'ch:service' }, 401);
      return;
    }
    if (clock.now() >= windowEnds) {
      windowEnds = clock.now() + WINDOW_MS;
      used = 0;
    }
    used += 1;
    response.setHeader('x-ratelimit-limit', LIMIT);
    response.setHeader('x-ratelimit-remain', Math.max(0, LIMIT - used));
    response.setHeader('x-ratelimit-reset', Math.ceil(windowEnds / 1_000));
    if (used > LIMIT) {
      refused += 1;
      sendJson(response, {}, 429);
      return;
    }
    served += 1;
    const answer = typeof answers === 'function' ? answers(pathname) : answers[pathname];
    const item = pathname.slice(1);
    if (oddities?.strike(response, { source: 'companies-house-company', item })) return;
    if (patchEvery > 0 && served % patchEvery < 3) sendJson(response, {}, 502);
    else if (failsBehindFirstPage && Number(searchParams.get('start_index')) > 0) sendJson(response, {}, 502);
    else if (statuses[pathname]) {
      if (retryAfter !== undefined) response.setHeader('retry-after', retryAfter);
      sendJson(response, {}, statuses[pathname]);
    } else if (empty[pathname]) response.writeHead(empty[pathname]).end();
    else if (answer) sendJson(response, pageOf(answer, searchParams));
    else if (oddities?.isOneIn(EMPTY_404, item)) {
      withoutBody.add(item);
      response.writeHead(404).end();
    } else sendJson(response, notFound(clock, pathname), 404);
  });
  return { ...server, refused: () => refused, withoutBody };
}

/** At most a hundred entries of a list, from `start_index` on, of the category that was asked for. */
function pageOf(answer: unknown, asked: URLSearchParams): unknown {
  if (typeof answer !== 'object' || answer === null || !('items' in answer)) return answer;
  const items = answer.items as readonly { readonly category?: string }[];
  const category = asked.get('category');
  const found = category ? items.filter((item) => item.category === category) : items;
  const start = Number(asked.get('start_index') ?? 0);
  const page = found.slice(start, start + Math.min(PAGE, Number(asked.get('items_per_page') ?? 25)));
  const total = 'total_results' in answer ? { total_results: found.length } : { total_count: found.length };
  return { ...answer, ...total, start_index: start, items: page };
}

/** The bodies of today: another for a list than for the profile. */
function notFound(clock: Clock, pathname: string): unknown {
  const timestamp = new Date(clock.now()).toISOString().slice(0, -1);
  return /^\/company\/[^/]+$/.test(pathname)
    ? { timestamp, message: '404 NOT_FOUND "Resource not found"', request_id: 'aBc-123' }
    : { timestamp, status: 404, error: 'Not Found', path: pathname };
}
