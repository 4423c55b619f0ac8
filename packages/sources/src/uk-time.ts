import type { IsoDate, IsoInstant } from '@tocsin/domain';

const london = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/** What clocks in Britain show at a moment, as `2026-09-03T17:00:00` (no zone). */
export function ukWallTime(moment: number): string {
  const part = Object.fromEntries(london.formatToParts(moment).map(({ type, value }) => [type, value]));
  return `${part['year']}-${part['month']}-${part['day']}T${part['hour']}:${part['minute']}:${part['second']}`;
}

/**
 * The British day of a printed date or moment: `2026-09-03T00:00:00+01:00` and `2026-09-02T23:00:00Z` are both 3
 * September. A date or a time without a zone is taken as printed. Null when it is neither.
 */
export function ukDate(printed: string | null | undefined): IsoDate | null {
  if (!printed) return null;
  const zoned = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:?\d\d)$/.test(printed);
  const moment = Date.parse(zoned ? printed : `${printed.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(moment)) return null;
  if (zoned) return ukWallTime(moment).slice(0, 10);
  const day = printed.slice(0, 10);
  return new Date(moment).toISOString().slice(0, 10) === day ? day : null;
}

/**
 * A printed moment as an instant in UTC; one without a zone is British time, a day alone is its first moment in UTC
 * (so that it stays the same day for everyone who reads it). Null when it is not a moment.
 */
export function ukInstant(printed: string | null | undefined): IsoInstant | null {
  if (!printed) return null;
  if (/(Z|[+-]\d\d:?\d\d)$/.test(printed) && printed.includes('T')) {
    const moment = Date.parse(printed);
    return Number.isNaN(moment) ? null : new Date(moment).toISOString();
  }
  const asUtc = Date.parse(printed.length === 10 ? printed : `${printed.replace(' ', 'T')}Z`);
  if (Number.isNaN(asUtc)) return null;
  if (printed.length === 10) return new Date(asUtc).toISOString();
  const offset = Date.parse(`${ukWallTime(asUtc)}Z`) - asUtc;
  return new Date(asUtc - offset).toISOString();
}

const MONTHS = 'jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec'.split('|');

/** A day as people print it: `05/03/2024`, `5 March 2024`, `Tuesday 05 March 2024, at 10:30`, ISO. Null otherwise. */
export function printedDate(printed: string | null | undefined): IsoDate | null {
  const text = printed?.trim() ?? '';
  if (/^\d{4}-\d\d-\d\d/.test(text)) return ukDate(text);
  const slashed = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b/.exec(text);
  if (slashed) return dayOf(slashed[3], slashed[2], slashed[1]);
  const worded = /(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]{3})[a-z]*\.?,?\s+(\d{4})/i.exec(text);
  const month = MONTHS.indexOf(worded?.[2]?.toLowerCase() ?? '') + 1;
  return worded && month > 0 ? dayOf(worded[3], String(month), worded[1]) : null;
}

function dayOf(year = '', month = '', day = ''): IsoDate | null {
  return ukDate(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
}
