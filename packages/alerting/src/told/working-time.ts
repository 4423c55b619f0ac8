import {
  addDays,
  dayAfter,
  dayOf,
  HOUR_MS,
  instantAtLondonTime,
  londonTime,
  MINUTE_MS,
  weekdayOf,
  type IsoDate,
  type IsoInstant,
} from '@tocsin/domain';
import { z } from 'zod';
import { bankHolidays } from './bank-holidays.ts';

/** A time of day in London, `HH:MM`. */
export const ClockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
export type ClockTime = z.infer<typeof ClockTime>;

/** From when to when people of a council work, on Mondays to Fridays that are no bank holiday. */
export const WorkingHours = z
  .object({ from: ClockTime, to: ClockTime })
  .refine(({ from, to }) => from < to, { error: 'Work ends later on the day than it begins.' });
export type WorkingHours = z.infer<typeof WorkingHours>;

/** A wait of working time: hours of it, or whole working days, each as long as the working hours of a day. */
export type WorkingSpan = { readonly hours: number } | { readonly days: number };

/** Whether people of councils in England work on a day. */
export function isWorkingDay(day: IsoDate): boolean {
  return weekdayOf(day) < 5 && !bankHolidays.has(day);
}

/** The moment at which so much working time has passed since `from`. */
export function afterWorkingTime(from: IsoInstant, span: WorkingSpan, hours: WorkingHours): IsoInstant {
  const ofDay = minutesOf(hours.to) - minutesOf(hours.from);
  let left = 'hours' in span ? span.hours * HOUR_MS : span.days * ofDay * MINUTE_MS;
  for (let day = dayOf(from); ; day = dayAfter(day)) {
    if (!isWorkingDay(day)) continue;
    const begins = Math.max(Date.parse(from), momentAt(day, hours.from));
    const work = momentAt(day, hours.to) - begins;
    if (work >= left && work > 0) return new Date(begins + left).toISOString();
    left -= Math.max(work, 0);
  }
}

/** Hours of a person in which nothing but what she lets through is sent; may run over midnight. */
export const QuietHours = z
  .object({ from: ClockTime, to: ClockTime })
  .refine(({ from, to }) => from !== to, { error: 'Quiet hours end at another time than they begin.' });
export type QuietHours = z.infer<typeof QuietHours>;

/** When the quiet hours end that `now` falls into; null where it falls into none. */
export function quietUntil({ from, to }: QuietHours, now: IsoInstant): IsoInstant | null {
  const time = londonTime(now).slice(11, 16);
  const overnight = from > to;
  const isQuiet = overnight ? time >= from || time < to : time >= from && time < to;
  if (!isQuiet) return null;
  const today = dayOf(now);
  const ends = new Date(momentAt(overnight && time >= from ? dayAfter(today) : today, to)).toISOString();
  // Clocks go back at two: an hour that is printed twice has its end in its second turn too.
  return Date.parse(ends) > Date.parse(now) ? ends : new Date(Date.parse(ends) + HOUR_MS).toISOString();
}

/** How often somebody gets a digest. */
export const DigestRhythm = z.enum(['weekly', 'daily']);
export type DigestRhythm = z.infer<typeof DigestRhythm>;

/** Digests are sent at this time of the day; weekly ones on Mondays. */
export const DIGEST_AT: ClockTime = '08:00';

/** When the next digest after a moment is sent: one a day at most, also on the days on which the clocks change. */
export function nextDigest(after: IsoInstant, rhythm: DigestRhythm): IsoInstant {
  const today = dayOf(after);
  const first = momentAt(today, DIGEST_AT) > Date.parse(after) ? today : dayAfter(today);
  const day = rhythm === 'daily' ? first : addDays(first, (7 - weekdayOf(first)) % 7);
  return new Date(momentAt(day, DIGEST_AT)).toISOString();
}

/** When the last digests before a moment were due. */
export function lastDigest(before: IsoInstant): IsoInstant {
  const today = dayOf(before);
  const day = momentAt(today, DIGEST_AT) <= Date.parse(before) ? today : addDays(today, -1);
  return new Date(momentAt(day, DIGEST_AT)).toISOString();
}

function momentAt(day: IsoDate, time: ClockTime): number {
  return Date.parse(instantAtLondonTime(`${day}T${time}:00`));
}

function minutesOf(time: ClockTime): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}
