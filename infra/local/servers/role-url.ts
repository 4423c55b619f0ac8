import type { Role } from '@tocsin/db';
import { passwordOfRole } from './passwords.ts';

/**
 * The same database as one of the unprivileged roles. On the embedded server the role signs in by its own
 * password; so it does, by none, where an address without one is that of a given server that trusts us. Elsewhere the
 * administrator signs in and every session starts as the role.
 */
export function roleUrl(adminUrl: string, role: Role): string {
  const url = new URL(adminUrl);
  const own = url.password === '' ? '' : passwordOfRole(url.password, role);
  if (own === undefined) url.searchParams.set('options', `-c role=${role}`);
  else {
    url.username = role;
    url.password = own;
  }
  // libpq reads a plus sign in a query as a plus sign.
  url.search = url.search.replaceAll('+', '%20');
  return url.href;
}
