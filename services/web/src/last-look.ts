import type { IsoInstant } from '@tocsin/domain';
import type { FastifyReply, FastifyRequest } from 'fastify';

const COOKIE = 'tocsin_looked';
/** Pages opened within so long of each other are one look. */
const ONE_LOOK_MS = 30 * 60_000;

/** When somebody looked last, and when she did before that. */
export interface PageLooks {
  readonly before: IsoInstant | null;
  readonly at: IsoInstant;
}

/** The looks after one more: within half an hour it is still the same, and what was new stays new. */
export function lookAgain(kept: PageLooks | null, now: IsoInstant): PageLooks {
  if (kept === null) return { before: null, at: now };
  const isSame = Date.parse(now) - Date.parse(kept.at) < ONE_LOOK_MS;
  return { before: isSame ? kept.before : kept.at, at: now };
}

/** Since when a person sees what is new to her at an address and below it: her last look with this browser; null at the first. */
export function sinceLastLook(
  request: FastifyRequest,
  reply: FastifyReply,
  { at, now, secure }: { readonly at: string; readonly now: IsoInstant; readonly secure: boolean },
): IsoInstant | null {
  const looks = lookAgain(readLooks(request.cookies[COOKIE]), now);
  reply.setCookie(COOKIE, `${looks.at}|${looks.before ?? ''}`, {
    path: at,
    httpOnly: true,
    sameSite: 'lax',
    secure,
    maxAge: 365 * 86_400,
  });
  return looks.before;
}

function readLooks(cookie: string | undefined): PageLooks | null {
  const [at = '', before = ''] = cookie?.split('|') ?? [];
  if (Number.isNaN(Date.parse(at))) return null;
  return { at, before: Number.isNaN(Date.parse(before)) ? null : before };
}
