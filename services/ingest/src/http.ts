import { openHttp, userAgentOf, type HttpClient, type Limiter } from '@tocsin/runtime';
import type { Source } from '@tocsin/sources';

/** The polite client of each source: it says who asks, and shares the publisher's pace with every other worker. */
export function openSourceHttp(limiter: Limiter, contact: string): (source: Source) => HttpClient {
  const userAgent = userAgentOf(contact);
  return ({ id, pace }) =>
    openHttp({
      userAgent,
      limiter,
      bucket: pace.bucket ?? id,
      pace,
      ...(pace.backOff ? { backOff: pace.backOff } : {}),
    });
}
