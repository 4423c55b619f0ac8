import { dayOf, londonTime } from './day.ts';
import type { IsoDate, IsoInstant } from './ids.ts';

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

/** A month, 1 to 12, by its name or the beginning of its name (`March`, `mar`, `Sept.`); null for any other word. */
export function monthNumber(word: string): number | null {
  const name = word.toLowerCase().replace(/\.$/, '');
  if (name.length < 3) return null;
  const at = MONTHS.findIndex((month) => month.toLowerCase().startsWith(name));
  return at === -1 ? null : at + 1;
}

/** A day, or the day of an instant, as a person writes it: `15 January 2018`. */
export function formatDate(on: IsoDate): string {
  const day = /^\d{4}-\d\d-\d\dT/.test(on) ? dayOf(on) : on;
  const month = /^\d{4}-\d\d-\d\d$/.test(day) ? MONTHS[Number(day.slice(5, 7)) - 1] : undefined;
  if (!month) throw new Error(`Not a calendar day: ${on}`);
  return `${Number(day.slice(8))} ${month} ${day.slice(0, 4)}`;
}

/** How finely a day is printed where there is room for a word only. */
export type DayGrain = 'year' | 'month' | 'day' | 'day of a year';

/** A day in a word or three: `2018`, `Jan 2018`, `15 Jan`, `15 Jan 2018`. */
export function formatShortDate(on: IsoDate, grain: DayGrain): string {
  const [day = '', month = '', year = ''] = formatDate(on).split(' ');
  const short = month.slice(0, 3);
  if (grain === 'year') return year;
  if (grain === 'month') return `${short} ${year}`;
  return grain === 'day' ? `${day} ${short}` : `${day} ${short} ${year}`;
}

/** A moment as clocks in London show it: `15 January 2018 at 7:04am`. */
export function formatMoment(instant: IsoInstant): string {
  const time = londonTime(instant);
  const hour = Number(time.slice(11, 13));
  return `${formatDate(time.slice(0, 10))} at ${hour % 12 || 12}:${time.slice(14, 16)}${hour < 12 ? 'am' : 'pm'}`;
}
