import { londonTime } from '@tocsin/domain';
import type { Clock } from '@tocsin/runtime';
import { printedTwice, type Oddities } from './oddities.ts';
import { sendJson, serve, type LocalServer } from './server.ts';

export interface ContractsFinder extends LocalServer {
  /** Requests answered with 403. */
  readonly refused: () => number;
  /** Releases that stood twice on their page, word for word. */
  readonly twice: ReadonlySet<string>;
}

export interface ListedRelease {
  readonly id: string;
  /** British clock time. */
  readonly date: string;
  /** As printed; a tender that names nobody where none is given. */
  readonly release?: unknown;
}

const PAGE = 100;
/** The site searches from an hour before the window that a source reads, which names the window. */
const OVERLAP_MS = 3_600_000;

/**
 * Contracts Finder as it behaves: pages by cursor, newest first, and the last, empty page still carries `links.next`;
 * more than `perMinute` requests a minute are answered with 403 until it has been left alone for five minutes.
 */
export async function contractsFinderServer(
  clock: Clock,
  published: readonly ListedRelease[],
  perMinute = 30,
  oddities?: Oddities,
): Promise<ContractsFinder> {
  let asked: number[] = [];
  let angryUntil = 0;
  let refused = 0;
  const twice = new Set<string>();
  const server = await serve((_, response, url) => {
    const now = clock.now();
    asked = asked.filter((at) => at > now - 60_000);
    asked.push(now);
    if (asked.length > perMinute || now < angryUntil) {
      angryUntil = now + 300_000;
      refused += 1;
      sendJson(response, { message: 'Forbidden' }, 403);
      return;
    }
    const from = url.searchParams.get('publishedFrom') ?? '';
    const to = url.searchParams.get('publishedTo') ?? '';
    const start = Number(url.searchParams.get('cursor') ?? 0);
    const page = url.searchParams.get('cursor');
    const first = new Date(Date.parse(`${from}Z`) + OVERLAP_MS).toISOString().slice(0, 19);
    const item = `${first}/${to}${page ? `#${page}` : ''}`;
    if (oddities?.strike(response, { source: 'contracts-finder', item })) return;
    const wall = londonTime(now);
    const listed = published
      .filter(({ date }) => date >= from && date <= to && date <= wall)
      .sort((a, b) => b.date.localeCompare(a.date) || a.id.localeCompare(b.id));
    const found = printedTwice(oddities, listed, twice);
    const next = new URL(url.href.replace('http://publisher', server.url));
    next.searchParams.set('cursor', String(start + PAGE));
    sendJson(response, {
      version: '1.1',
      releases: found.slice(start, start + PAGE).map(releaseOf),
      links: { next: next.href },
    });
  });
  return { ...server, refused: () => refused, twice };
}

function releaseOf({ id, date, release }: ListedRelease): unknown {
  return release ?? { ocid: `ocds-b5fd17-${id}`, id, date: `${date}Z`, tag: ['tender'], parties: [] };
}
