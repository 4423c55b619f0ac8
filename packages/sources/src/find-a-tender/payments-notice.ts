import type { Observation } from '@tocsin/domain';
import { z } from 'zod';
import { buyersOf } from '../ocds/parties.ts';
import type { ReleaseNotice } from '../ocds/publisher.ts';
import type { Release } from '../ocds/schema.ts';

const Typed = z.object({ noticeType: z.string(), id: z.string().nullish(), url: z.string().nullish() });

/**
 * A payments compliance notice (UK17): that a buyer has published how fast it pays. No real one has been seen, so it is
 * known by its type wherever in the release that stands, and nothing else of it is read.
 */
export function paymentsNoticeOf(raw: unknown, release: Release, notice: ReleaseNotice): Observation | null {
  const [typed] = paymentsNoticesIn(raw);
  const buyers = buyersOf(release);
  if (!typed || buyers.length === 0) return null;
  const noticeId = typed.id ?? notice.id ?? release.ocid;
  return {
    source: 'find-a-tender',
    ref: `${release.ocid}/payments/${noticeId}`,
    version: notice.publishedAt,
    occurredOn: null,
    publishedAt: notice.publishedAt,
    url: typed.url?.startsWith('https://') ? typed.url : notice.url,
    quote: null,
    about: null,
    content: { kind: 'payments-notice', noticeId, buyers },
  };
}

/** What in a release is typed as such a notice. */
export function paymentsNoticesIn(raw: unknown): z.infer<typeof Typed>[] {
  return typedIn(raw).filter(({ noticeType }) => noticeType === 'UK17');
}

/** Everything in a release that names the type of a notice. */
function typedIn(part: unknown): z.infer<typeof Typed>[] {
  if (part === null || typeof part !== 'object') return [];
  const own = Typed.safeParse(part).data;
  return [...(own ? [own] : []), ...Object.values(part).flatMap(typedIn)];
}
