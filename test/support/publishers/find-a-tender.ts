import { londonTime } from '@tocsin/domain';
import type { Clock } from '@tocsin/runtime';
import { printedTwice, type Oddities } from './oddities.ts';
import { sendCut, sendJson, serve, type LocalServer } from './server.ts';

export interface PublishedNotice {
  readonly id: string;
  /** British clock time, `2026-06-03T16:39:47`. */
  readonly updated: string;
  /** As printed; an award of a made-up council where none is given. */
  readonly release?: unknown;
}

export interface FindATender extends LocalServer {
  /** Requests answered with 429. */
  readonly refused: () => number;
  /** Releases that stood twice on their page, word for word. */
  readonly twice: ReadonlySet<string>;
}

const PAGE = 100;
const LOST_ON_NEXT = 3;
/** Requests in two minutes. */
const MOST = 12;

interface FindATenderOptions {
  readonly cutEvery?: number;
  readonly oddities?: Oddities;
  /** How many requests it answers in two minutes, where not as many as the publisher. */
  readonly most?: number;
}

/**
 * Find a Tender as it behaves: 12 requests in two minutes and then 429 with `Retry-After: 120`; at most 100 releases a
 * page, newest first; following `links.next` loses a few; now and then an answer breaks off.
 */
export async function findATenderServer(
  clock: Clock,
  notices: readonly PublishedNotice[],
  { cutEvery = 0, oddities, most = MOST }: FindATenderOptions = {},
): Promise<FindATender> {
  let answered: number[] = [];
  let refused = 0;
  let served = 0;
  const twice = new Set<string>();
  const server = await serve((_, response, asked) => {
    answered = answered.filter((at) => at > clock.now() - 120_000);
    if (answered.length >= most) {
      refused += 1;
      response.setHeader('retry-after', '120');
      sendJson(response, { message: 'Too Many Requests' }, 429);
      return;
    }
    answered.push(clock.now());
    served += 1;
    const from = asked.searchParams.get('updatedFrom') ?? '';
    const to = asked.searchParams.get('updatedTo') ?? '';
    const item = `${from}/${to}`;
    if (oddities?.strike(response, { source: 'find-a-tender', item })) return;
    const wall = londonTime(clock.now());
    const cursor = Number(asked.searchParams.get('cursor') ?? 0);
    const listed = notices
      .filter(({ updated }) => updated >= from && updated <= to && updated <= wall)
      .sort((a, b) => b.updated.localeCompare(a.updated) || a.id.localeCompare(b.id));
    const found = printedTwice(oddities, listed, twice);
    const page = found.slice(cursor, cursor + PAGE).map((one) => one.release ?? releaseOf(one));
    const next = cursor + PAGE + LOST_ON_NEXT;
    const query = `updatedFrom=${from}&updatedTo=${to}&cursor=${next}`;
    const body = {
      version: '1.1',
      releases: page,
      ...(found.length > cursor + PAGE
        ? { links: { next: `${server.url}/api/1.0/ocdsReleasePackages?${query}` } }
        : {}),
    };
    if (cutEvery > 0 && served % cutEvery === 0) sendCut(response, JSON.stringify(body));
    else sendJson(response, body);
  });
  return { ...server, refused: () => refused, twice };
}

function releaseOf({ id, updated }: PublishedNotice) {
  return {
    ocid: `ocds-h6vhtk-${id}`,
    id,
    date: `${updated}Z`,
    tag: ['award'],
    buyer: { id: 'GB-PPON-P', name: 'Example County Council' },
    parties: [
      { id: 'GB-PPON-P', name: 'Example County Council', roles: ['buyer'] },
      { id: 'GB-COH-99000001', name: 'Example Care Homes Ltd', roles: ['supplier'] },
    ],
    awards: [
      { id: '1', status: 'active', suppliers: [{ id: 'GB-COH-99000001', name: 'Example Care Homes Ltd' }] },
    ],
  };
}
