import type { IsoDate, IsoInstant } from '@tocsin/domain';

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** The day `days` after `date` (before it when negative). */
export function addDays(date: IsoDate, days: number): IsoDate {
  return isoOf(dayNumber(date) + days);
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: IsoDate, to: IsoDate): number {
  return dayNumber(to) - dayNumber(from);
}

// Days are counted by whole-number arithmetic (H. Hinnant, chrono-compatible date algorithms): `Date` is four times
// slower, and a quarter of a million suppliers are scored at a time.

/** Days since 1 March of the year 0 in the Gregorian calendar; years begin in March so that leap days end them. */
export function dayNumber(date: IsoDate): number {
  const month = digits(date, 5, 7);
  const year = digits(date, 0, 4) - (month < 3 ? 1 : 0);
  const day = digits(date, 8, 10);
  const leaps = Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400);
  return year * 365 + leaps + Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
}

function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at += 1) value = value * 10 + text.charCodeAt(at) - 48;
  return value;
}

function isoOf(number: number): IsoDate {
  const era = Math.floor(number / 146_097);
  const day = number - era * 146_097;
  const ofEra = Math.floor(
    (day - Math.floor(day / 1_460) + Math.floor(day / 36_524) - Math.floor(day / 146_096)) / 365,
  );
  const ofYear = day - (365 * ofEra + Math.floor(ofEra / 4) - Math.floor(ofEra / 100));
  const march = Math.floor((5 * ofYear + 2) / 153);
  const month = march < 10 ? march + 3 : march - 9;
  const year = ofEra + era * 400 + (month < 3 ? 1 : 0);
  const dayOfMonth = ofYear - Math.floor((153 * march + 2) / 5) + 1;
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(dayOfMonth)}`;
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}

/** `2018-01-15` as a person writes it: `15 January 2018`. */
export function longDate(date: IsoDate): string {
  return `${digits(date, 8, 10)} ${MONTHS[digits(date, 5, 7) - 1]} ${date.slice(0, 4)}`;
}

/** The same moment in UTC with milliseconds, so that instants compare as text. */
export function canonicalInstant(instant: IsoInstant): IsoInstant {
  return instant.length === 24 && instant.endsWith('Z') ? instant : new Date(instant).toISOString();
}

/** The UTC day of an instant. */
export function dayOf(instant: IsoInstant): IsoDate {
  return instant.slice(0, 10);
}
