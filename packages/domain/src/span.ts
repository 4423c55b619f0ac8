import type { IsoInstant } from './ids.ts';
import { groupDigits } from './printed-money.ts';

// Spans of time that no calendar bends, in milliseconds. A day is none of them: it has 23, 24 or 25 hours (`day.ts`).

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;

/** The moment so many milliseconds after another one, before it where they are negative. */
export function later(at: IsoInstant, ms: number): IsoInstant {
  return new Date(Date.parse(at) + ms).toISOString();
}

/** The wait after so many failures in a row: the first one, doubled with each further failure, up to the longest. */
export function doubledWait(failures: number, firstMs: number, longestMs: number): number {
  return Math.min(firstMs * 2 ** Math.max(0, failures - 1), longestMs);
}

const UNITS = [
  [86_400, 'day'],
  [3_600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
] as const;

/** A span in whole units, of the largest of which there are two or more: `40 seconds`, `90 minutes`, `3 days`. */
export function formatSpan(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [size, name] = UNITS.find(([unit]) => whole >= 2 * unit) ?? UNITS[3];
  const n = Math.floor(whole / size);
  return `${groupDigits(n)} ${n === 1 ? name : `${name}s`}`;
}
