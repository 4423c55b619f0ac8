import type { Clock } from '@tocsin/runtime';
import { sendCut, sendJson, serve, type LocalServer } from './server.ts';

export interface PublishedNotice {
  readonly id: string;
  /** British clock time, `2026-06-03T16:39:47`. */
  readonly updated: string;
}

export interface FindATender extends LocalServer {
  /** Requests answered with 429. */
  readonly refused: () => number;
}

const PAGE = 100;
const LOST_ON_NEXT = 3;

/**
 * Find a Tender as it behaves: 12 requests in two minutes and then 429 with `Retry-After: 120`; at most 100 releases a
 * page, newest first; following `links.next` loses a few; now and then an answer breaks off.
 */
export async function findATenderServer(
  clock: Clock,
  notices: readonly PublishedNotice[],
  { cutEvery = 0 }: { readonly cutEvery?: number } = {},
): Promise<FindATender> {
  let answered: number[] = [];
  let refused = 0;
  let served = 0;
  const server = await serve((_, response, asked) => {
    answered = answered.filter((at) => at > clock.now() - 120_000);
    if (answered.length >= 12) {
      refused += 1;
      response.setHeader('retry-after', '120');
      sendJson(response, { message: 'Too Many Requests' }, 429);
      return;
    }
    answered.push(clock.now());
    served += 1;
    const from = asked.searchParams.get('updatedFrom') ?? '';
    const to = asked.searchParams.get('updatedTo') ?? '';
    const cursor = Number(asked.searchParams.get('cursor') ?? 0);
    const found = notices
      .filter(({ updated }) => updated >= from && updated <= to)
      .sort((a, b) => b.updated.localeCompare(a.updated) || a.id.localeCompare(b.id));
    const page = found.slice(cursor, cursor + PAGE).map(releaseOf);
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
  return { ...server, refused: () => refused };
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
