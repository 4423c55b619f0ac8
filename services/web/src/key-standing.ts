import type { ApiKey } from '@tocsin/db';
import type { IsoInstant } from '@tocsin/domain';

/** How a key of the API stands at a moment, as its council reads it. */
export function keyStanding(
  { revokedAt, expiresAt }: Pick<ApiKey, 'revokedAt' | 'expiresAt'>,
  at: IsoInstant,
): 'works' | 'revoked' | 'expired' {
  if (revokedAt !== null) return 'revoked';
  return expiresAt > at ? 'works' : 'expired';
}
