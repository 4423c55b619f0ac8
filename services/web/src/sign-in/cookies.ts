import type { FastifyReply, FastifyRequest } from 'fastify';

/** Cookies of sign-in: only our own host reads them, over https, and no script does. */
const names = {
  /** The secret of the session. */
  session: '__Host-tocsin_session',
  /** What a directory is asked to prove, while it does. */
  attempt: '__Host-tocsin_attempt',
  /** By which the browser that asked for a link is known again. */
  asked: '__Host-tocsin_asked',
} as const;
type Name = keyof typeof names;

const MINUTES_15 = 15 * 60;

/** A mail or a directory leads here from elsewhere, so the cookies come along when an address is opened, and with no form of another site. */
export function setCookie(reply: FastifyReply, name: Name, value: string): void {
  reply.setCookie(names[name], value, {
    path: '/',
    secure: true,
    httpOnly: true,
    sameSite: 'lax',
    signed: name === 'attempt',
    // A session lasts as long as the browser is open, within its limits.
    ...(name === 'session' ? {} : { maxAge: MINUTES_15 }),
  });
}

export function readCookie(request: FastifyRequest, name: Name): string | undefined {
  const value = request.cookies[names[name]];
  if (value === undefined || name !== 'attempt') return value;
  const unsigned = request.unsignCookie(value);
  return unsigned.valid ? unsigned.value : undefined;
}

export function dropCookie(reply: FastifyReply, name: Name): void {
  reply.clearCookie(names[name], { path: '/', secure: true, httpOnly: true, sameSite: 'lax' });
}
