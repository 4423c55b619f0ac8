/**
 * How large a fault test is: in full, or as `npm run test:faults -- <name> --short` lives it, which breaks the same things
 * on less of everything.
 */
export function sized<T>(full: T, short: T): T {
  return process.env['TOCSIN_FAULTS_SHORT'] === undefined ? full : short;
}

/** A number as given to `npm run test:faults -- <name> --<option> <number>`. */
export function given(
  option: 'SEED' | 'SUPPLIERS' | 'DAYS' | 'MINUTES' | 'DOCUMENTS',
  otherwise: number,
): number {
  return Number(process.env[`TOCSIN_FAULTS_${option}`] ?? otherwise);
}
