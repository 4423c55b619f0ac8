import { dayOf, instantAtLondonTime, type IsoDate, type IsoInstant } from '@tocsin/domain';
import { readDay } from './tables/day.ts';

/**
 * The British day of a printed date or moment: `2026-09-03T00:00:00+01:00` and `2026-09-02T23:00:00Z` are both 3
 * September. A date or a time without a zone is taken as printed, and so is the last second of a day, by which a
 * publisher prints no more than the day. Null when it is neither.
 */
export function ukDate(printed: string | null | undefined): IsoDate | null {
  if (!printed) return null;
  const zoned = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:?\d\d)$/.test(printed);
  if (zoned && !LAST_SECOND.test(printed)) return Number.isNaN(Date.parse(printed)) ? null : dayOf(printed);
  return readDay(printed.slice(0, 10), ['iso']);
}

/** `2027-03-31T23:59:59Z` is the end of March, though in London it is April by then. */
const LAST_SECOND = /T23:59(?::59(?:\.\d+)?)?(?:Z|[+-]00:?00)$/;

/** Of the last year that has four digits: beyond it no zone can be told. */
const LAST_MOMENT = Date.parse('9999-12-30T00:00:00Z');

/**
 * A printed moment as an instant in UTC; one without a zone is British time, a day alone is its first moment in UTC
 * (so that it stays the same day for everyone who reads it). Null when it is not a moment.
 */
export function ukInstant(printed: string | null | undefined): IsoInstant | null {
  // Whatever else a machine would make a moment of, it may take the month for the day.
  if (!printed || !/^[+-]?\d{4,6}-\d\d-\d\d(?:$|[T ])/.test(printed)) return null;
  if (/(Z|[+-]\d\d:?\d\d)$/.test(printed) && printed.includes('T')) {
    const moment = Date.parse(printed);
    return Number.isNaN(moment) ? null : new Date(moment).toISOString();
  }
  const wall = printed.replace(' ', 'T');
  const asUtc = Date.parse(printed.length === 10 ? printed : `${wall}Z`);
  if (Number.isNaN(asUtc) || Math.abs(asUtc) > LAST_MOMENT) return null;
  return printed.length === 10 ? new Date(asUtc).toISOString() : instantAtLondonTime(wall);
}

/** A day as people print it: `05/03/2024`, `5 March 2024`, `Tuesday 05 March 2024, at 10:30`, ISO. Null otherwise. */
export function printedDate(printed: string | null | undefined): IsoDate | null {
  const text = printed?.trim() ?? '';
  if (/^\d{4}-\d\d-\d\d/.test(text)) return ukDate(text);
  const [slashed = ''] = /^\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\b/.exec(text) ?? [];
  const [worded = ''] = /\d{1,2}(?:st|nd|rd|th)?\s+[a-z]{3,}\.?,?\s+\d{4}/i.exec(text) ?? [];
  return slashed === ''
    ? readDay(worded.replaceAll(/\s+/g, ' '), ['worded'])
    : readDay(slashed, ['day-first']);
}
