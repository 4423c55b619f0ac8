/** The register's words for how a charge stands. */
const STATUSES: ReadonlySet<string> = new Set([
  'outstanding',
  'part-satisfied',
  'satisfied',
  'fully-satisfied',
]);

/** Whether a status of a charge is one that the register is known to use. */
export function isChargeStatus(status: string): boolean {
  return STATUSES.has(status);
}

/** Whether a charge is paid off: by its day, or by its status where the register gives none. */
export function isSatisfiedCharge(charge: {
  readonly status: string;
  readonly satisfiedOn: string | null;
}): boolean {
  return charge.satisfiedOn !== null || /^(?:fully-)?satisfied$/.test(charge.status);
}
