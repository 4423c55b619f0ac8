import { openHttp, userAgentOf, type HttpClient, type HttpResponse, type Limiter } from '@tocsin/runtime';
import { SECOND_MS } from '@tocsin/domain';
import type { Source } from '@tocsin/sources';

/** An answer that took longer to come says nothing of clocks. */
const QUICK_MS = 5_000;

/** By how many seconds our clock is before that of each publisher, by the answer that it gave last. */
export function openClocks() {
  const heard = new Map<string, number>();
  return {
    /** What an answer says of its moment, beside the one at which it came; one that was kept on its way says an older one. */
    hear(other: string, { headers, retrievedAt }: Pick<HttpResponse, 'headers' | 'retrievedAt'>): void {
      const theirs = Date.parse(headers['date'] ?? '');
      if (Number.isNaN(theirs) || headers['age'] !== undefined) return;
      heard.set(other, Math.round((Date.parse(retrievedAt) - theirs) / SECOND_MS));
    },
    known: () => [...heard].map(([other, seconds]) => ({ other, seconds })),
  };
}

/** The polite client of each source: it says who asks, and shares the publisher's pace with every other worker. */
export function openSourceHttp(
  limiter: Limiter,
  contact: string,
  clocks: Pick<ReturnType<typeof openClocks>, 'hear'>,
): (source: Source) => HttpClient {
  const userAgent = userAgentOf(contact);
  return ({ id, pace }) => {
    const http = openHttp({
      userAgent,
      limiter,
      bucket: pace.bucket ?? id,
      pace,
      ...(pace.backOff ? { backOff: pace.backOff } : {}),
    });
    return {
      ...http,
      async get(url, request) {
        const began = performance.now();
        const answer = await http.get(url, request);
        if (performance.now() - began < QUICK_MS) clocks.hear(id, answer);
        return answer;
      },
    };
  };
}
