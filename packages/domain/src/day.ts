import type { IsoDate, IsoInstant } from './ids.ts';

// A day is a day in London: what was published at half past midnight in July was published on that day, though it was
// still the day before in UTC. Everything that makes a day of an instant, or counts days, does so here.

const SPECIFIC = 24;

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

/** What clocks in London show at a moment, as `2026-09-03T17:00:00` (no zone). */
export function londonTime(instant: IsoInstant | number): string {
  const part: Record<string, string> = {};
  for (const { type, value } of london.formatToParts(new Date(instant))) part[type] = value;
  return `${part['year']?.padStart(4, '0')}-${part['month']}-${part['day']}T${part['hour']}:${part['minute']}:${part['second']}`;
}

/** The moment at which clocks in London show a time that is printed without a zone, `2026-09-03T17:00:00`. */
export function instantAtLondonTime(printed: string): IsoInstant {
  const asUtc = Date.parse(`${printed}Z`);
  // Beside a change of the clocks the offset of the moment sought may be another one than that of the moment tried.
  const near = asUtc - offsetAt(asUtc);
  return new Date(asUtc - offsetAt(near)).toISOString();
}

function offsetAt(moment: number): number {
  return Date.parse(`${londonTime(moment)}Z`) - Math.floor(moment / 1_000) * 1_000;
}

/** The same moment in UTC with milliseconds, so that instants compare as text. */
export function canonicalInstant(instant: IsoInstant): IsoInstant {
  return instant.length === SPECIFIC && instant.endsWith('Z') ? instant : new Date(instant).toISOString();
}

/** The day on which a moment falls. */
export function dayOf(instant: IsoInstant | number): IsoDate {
  const utc = typeof instant === 'number' ? new Date(instant).toISOString() : canonicalInstant(instant);
  // Clocks in London were never behind those of Greenwich since there were any, and never more than two hours ahead.
  return digits(utc, 11, 13) < 22 ? utc.slice(0, 10) : londonTime(utc).slice(0, 10);
}

const firstInstants = new Map<IsoDate, IsoInstant>();
const MOST_REMEMBERED = 4_096;

/** The first moment of a day: 23:00 in UTC of the day before while summer time is kept. */
export function firstInstantOf(day: IsoDate): IsoInstant {
  const known = firstInstants.get(day);
  if (known !== undefined) return known;
  const first = instantAtLondonTime(`${day}T00:00:00`);
  if (firstInstants.size >= MOST_REMEMBERED) firstInstants.clear();
  firstInstants.set(day, first);
  return first;
}

/** The last moment of a day, a millisecond before the next one begins. */
export function lastInstantOf(day: IsoDate): IsoInstant {
  return new Date(Date.parse(firstInstantOf(dayAfter(day))) - 1).toISOString();
}

/** The day after. */
export function dayAfter(day: IsoDate): IsoDate {
  return addDays(day, 1);
}

/** The day `days` after `day` (before it when negative). */
export function addDays(day: IsoDate, days: number): IsoDate {
  return dayOfNumber(dayNumber(day) + days);
}

/** What is dated for tomorrow morning, and clocks and zones that do not agree, lie no further ahead. */
const DAYS_AHEAD = 2;

/** Whether a day on which something is said to have been published had not come when it was read. */
export function isYetToCome(day: IsoDate, readAt: IsoInstant): boolean {
  return day > addDays(dayOf(readAt), DAYS_AHEAD);
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: IsoDate, to: IsoDate): number {
  return dayNumber(to) - dayNumber(from);
}

/** The same day of the month `months` later (earlier when negative); the last of that month where it is shorter. */
export function addMonths(day: IsoDate, months: number): IsoDate {
  const count = digits(day, 0, 4) * 12 + digits(day, 5, 7) - 1 + months;
  const year = Math.floor(count / 12);
  const month = count - year * 12 + 1;
  return isoOf(year, month, Math.min(digits(day, 8, 10), daysInMonth(year, month)));
}

/** The last day of the month of a day. */
export function lastOfMonth(day: IsoDate): IsoDate {
  const [year, month] = [digits(day, 0, 4), digits(day, 5, 7)];
  return isoOf(year, month, daysInMonth(year, month));
}

/** The day of a year, a month (1 to 12) and a day of the month; null where the calendar has none. */
export function calendarDay(year: number, month: number, day: number): IsoDate | null {
  if (![year, month, day].every(Number.isInteger) || year < 1 || year > 9999) return null;
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  return isoOf(year, month, day);
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

// Days are counted by whole-number arithmetic (H. Hinnant, chrono-compatible date algorithms): `Date` is four times
// slower, and a quarter of a million suppliers are scored at a time.

/** 0 for a Monday, to 6 for a Sunday. */
export function weekdayOf(day: IsoDate): number {
  // 1 March of the year 0 was a Wednesday, as that of 2000.
  return (dayNumber(day) + 2) % 7;
}

/** Days since 1 March of the year 0 in the Gregorian calendar; years begin in March so that leap days end them. */
export function dayNumber(day: IsoDate): number {
  const month = digits(day, 5, 7);
  const year = digits(day, 0, 4) - (month < 3 ? 1 : 0);
  const leaps = Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400);
  return year * 365 + leaps + Math.floor((153 * ((month + 9) % 12) + 2) / 5) + digits(day, 8, 10) - 1;
}

function dayOfNumber(number: number): IsoDate {
  const era = Math.floor(number / 146_097);
  const day = number - era * 146_097;
  const ofEra = Math.floor(
    (day - Math.floor(day / 1_460) + Math.floor(day / 36_524) - Math.floor(day / 146_096)) / 365,
  );
  const ofYear = day - (365 * ofEra + Math.floor(ofEra / 4) - Math.floor(ofEra / 100));
  const march = Math.floor((5 * ofYear + 2) / 153);
  const month = march < 10 ? march + 3 : march - 9;
  const year = ofEra + era * 400 + (month < 3 ? 1 : 0);
  return isoOf(year, month, ofYear - Math.floor((153 * march + 2) / 5) + 1);
}

function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at += 1) value = value * 10 + text.charCodeAt(at) - 48;
  return value;
}

function isoOf(year: number, month: number, day: number): IsoDate {
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}
