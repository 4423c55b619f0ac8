import { z } from 'zod';

const WELL_FORMED = /^\d{6,7}(?:-\d+)?$/;

/** A number of the Charity Commission's register, with that of a linked charity behind it: `1089464`, `1089464-1`. */
export const CharityNumber = z.string().regex(WELL_FORMED);

/** Reads a charity number as printed, spaces aside; null for anything else. */
export function readCharityNumber(printed: string): string | null {
  const bare = printed.replaceAll(/\s+/g, '');
  return WELL_FORMED.test(bare) ? bare : null;
}

const LABELLED =
  /^(?:registered |reg\.? )?charity(?: (?:commission|registration|reg\.?))?(?: (?:number|num|no)\b\.?)?[\s:.#]*(\d[\d -]*)$/i;

/** The number of a text that calls itself a charity’s: `Charity No. 1089464`; null for any other. */
export function findLabelledCharity(printed: string): string | null {
  return readCharityNumber(LABELLED.exec(printed.trim())?.[1] ?? '');
}
