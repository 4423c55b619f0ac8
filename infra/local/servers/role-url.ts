import type { Role } from '@tocsin/db';

/**
 * The same database as one of the three unprivileged roles. An address without a password is that of a server that
 * trusts us: we sign in as the role. Elsewhere the administrator signs in and every session starts as the role.
 */
export function roleUrl(adminUrl: string, role: Role): string {
  const url = new URL(adminUrl);
  if (url.password === '') url.username = role;
  else url.searchParams.set('options', `-c role=${role}`);
  // libpq reads a plus sign in a query as a plus sign.
  url.search = url.search.replaceAll('+', '%20');
  return url.href;
}
