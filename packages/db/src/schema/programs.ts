import { openDatabase, type Db, type Role } from './database.ts';

/**
 * As what each program acts. Beside their own the pages open `national`, the view of all councils together, `sign-in`,
 * which asks who somebody is, and `operator`, who decides what people contest; the command line opens `operator` to see how
 * everything stands.
 */
const roleOf = {
  ingest: 'tocsin_worker',
  scoring: 'tocsin_worker',
  notifier: 'tocsin_worker',
  'command line': 'tocsin_worker',
  pages: 'tocsin_web',
  national: 'tocsin_national',
  'sign-in': 'tocsin_sign_in',
  operator: 'tocsin_operator',
} as const satisfies Readonly<Record<string, Role>>;

/** Opens the pool of a program: it may do what its role may, whoever the URL signs in as. */
export function openFor(
  program: keyof typeof roleOf,
  url: string,
  { max }: { readonly max?: number } = {},
): Db {
  return openDatabase(url, { role: roleOf[program], ...(max === undefined ? {} : { max }) });
}
