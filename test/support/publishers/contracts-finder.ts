import type { Clock } from '@tocsin/runtime';
import { sendJson, serve, type LocalServer } from './server.ts';

export interface ContractsFinder extends LocalServer {
  /** Requests answered with 403. */
  readonly refused: () => number;
}

const PAGE = 100;

/**
 * Contracts Finder as it behaves: pages by cursor, newest first, and the last, empty page still carries `links.next`;
 * more than `perMinute` requests a minute are answered with 403 until it has been left alone for five minutes.
 */
export async function contractsFinderServer(
  clock: Clock,
  published: readonly { readonly id: string; readonly date: string }[],
  perMinute = 30,
): Promise<ContractsFinder> {
  let asked: number[] = [];
  let angryUntil = 0;
  let refused = 0;
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
    const found = published
      .filter(({ date }) => date >= from && date <= to)
      .sort((a, b) => b.date.localeCompare(a.date) || a.id.localeCompare(b.id));
    const next = new URL(url.href.replace('http://publisher', server.url));
    next.searchParams.set('cursor', String(start + PAGE));
    sendJson(response, {
      version: '1.1',
      releases: found.slice(start, start + PAGE).map(({ id, date }) => ({
        ocid: `ocds-b5fd17-${id}`,
        id,
        date: `${date}Z`,
        tag: ['tender'],
        parties: [],
      })),
      links: { next: next.href },
    });
  });
  return { ...server, refused: () => refused };
}
