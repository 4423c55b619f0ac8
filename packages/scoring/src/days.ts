import type { IsoDate, IsoInstant } from '@tocsin/domain';

const DAY = 86_400_000;
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
  return new Date(Date.parse(date) + days * DAY).toISOString().slice(0, 10);
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: IsoDate, to: IsoDate): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY);
}

/** `2018-01-15` as a person writes it: `15 January 2018`. */
export function longDate(date: IsoDate): string {
  return `${Number(date.slice(8, 10))} ${MONTHS[Number(date.slice(5, 7)) - 1]} ${date.slice(0, 4)}`;
}

/** The same moment in UTC with milliseconds, so that instants compare as text. */
export function canonicalInstant(instant: IsoInstant): IsoInstant {
  return instant.length === 24 && instant.endsWith('Z') ? instant : new Date(instant).toISOString();
}

/** The UTC day of an instant. */
export function dayOf(instant: IsoInstant): IsoDate {
  return instant.slice(0, 10);
}
