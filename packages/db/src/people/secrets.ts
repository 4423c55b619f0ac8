import { createHash, randomBytes } from 'node:crypto';

/** A secret of 256 random bits, to be handed out once, and what is stored of it. */
export interface Secret {
  readonly secret: string;
  readonly hash: string;
}

/** A new secret, in letters that an address may hold. */
export function newSecret(prefix = ''): Secret {
  const secret = `${prefix}${randomBytes(32).toString('base64url')}`;
  return { secret, hash: hashOfSecret(secret) };
}

/** What is stored of a secret: its SHA-256, in hex. Nobody guesses 256 random bits, so no slower hash is needed. */
export function hashOfSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
