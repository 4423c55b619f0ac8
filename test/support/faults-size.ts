/**
 * How large a fault test is: in full, or as `npm run test:faults -- <name> --short` lives it, which breaks the same things
 * on less of everything.
 */
export function sized<T>(full: T, short: T): T {
  return process.env['TOCSIN_FAULTS_SHORT'] === undefined ? full : short;
}
