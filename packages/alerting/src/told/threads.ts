import { bandsAtRisk } from '@tocsin/domain';

/**
 * The causes that are one story with `cause` by their names alone: the bands that one spell at risk reaches. What a
 * proceeding becomes, and how it ends, is known by what an alert follows or overtakes.
 */
export function causesOfSpell(cause: string): readonly string[] {
  const [kind, , episode] = cause.split(':');
  return kind === 'band' ? bandsAtRisk.map((band) => `band:${band}:${episode}`) : [];
}
