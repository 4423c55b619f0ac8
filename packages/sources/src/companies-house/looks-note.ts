import { formatMoment, groupDigits, type IsoInstant } from '@tocsin/domain';
import type { Pace } from '@tocsin/runtime';
import { firstListsTake, topicsOf } from './plan.ts';

/** Of the pace, the share that background looks may take. */
const BACKGROUND_SHARE = 0.9;

interface Progress {
  readonly suppliers: number;
  readonly read: number;
  readonly whole: number;
}

/**
 * How far the first looks at the register have come: done, of, until; null where everybody was read whole. Of some among
 * `all`, the others may come first.
 */
export function looksNote(
  { suppliers, read, whole }: Progress,
  { requests, perSeconds }: Pace,
  now: IsoInstant,
  all: Progress = { suppliers, read, whole },
): string | null {
  if (whole >= suppliers) return null;
  const first = (all.suppliers - all.read) * topicsOf.proceedings.length;
  const lists = (all.suppliers - all.whole) * firstListsTake;
  const after = (asked: number, share: number) =>
    formatMoment(new Date(Date.parse(now) + (asked / (requests * share)) * perSeconds * 1_000).toISOString());
  const proceedings =
    read < suppliers
      ? `Status and insolvency cases: ${groupDigits(read)} of ${groupDigits(suppliers)} suppliers, the rest by about ${after(first, 1)}.`
      : `Status and insolvency cases: all ${groupDigits(suppliers)} suppliers.`;
  return (
    `${proceedings} Filings, charges, officers, controllers and accounts: ${groupDigits(whole)} of ${groupDigits(suppliers)}, ` +
    `the rest by about ${after(first + lists, BACKGROUND_SHARE)}.`
  );
}
