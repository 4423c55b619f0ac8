import type { Clock } from '@tocsin/runtime';
import { sendJson, serve, type LocalServer } from './server.ts';

export interface CompaniesHouse extends LocalServer {
  /** Requests over the limit, answered with 429. */
  readonly refused: () => number;
}

export interface CompaniesHouseOptions {
  readonly key?: string;
  /** Every so many requests, a patch of three 502. */
  readonly patchEvery?: number;
  /** Answers by path; every other path is 404. */
  readonly answers?: Readonly<Record<string, unknown>>;
}

const LIMIT = 600;
const WINDOW_MS = 300_000;

/**
 * The register's REST service as it behaves: HTTP Basic with the key as user; 600 requests in five minutes a key, then
 * 429 until the window ends, told in `X-Ratelimit-*`; patches of 502; 404 with an error body for lists that are empty.
 */
export async function companiesHouseServer(
  clock: Clock,
  { key = 'test-key', patchEvery = 0, answers = {} }: CompaniesHouseOptions = {},
): Promise<CompaniesHouse> {
  const expected = `Basic ${Buffer.from(`${key}:`).toString('base64')}`;
  let windowEnds = 0;
  let used = 0;
  let refused = 0;
  let served = 0;
  const server = await serve(({ headers }, response, { pathname }) => {
    if (headers.authorization !== expected) {
      sendJson(response, { errors: [{ error: 'invalid-authorization-header' }] }, 401);
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
    const answer = answers[pathname];
    if (patchEvery > 0 && served % patchEvery < 3) sendJson(response, {}, 502);
    else if (answer) sendJson(response, answer);
    else sendJson(response, { errors: [{ type: 'ch:service', error: notFound(pathname) }] }, 404);
  });
  return { ...server, refused: () => refused };
}

function notFound(pathname: string): string {
  return pathname.endsWith('/insolvency') ? 'company-insolvencies-not-found' : 'company-profile-not-found';
}
