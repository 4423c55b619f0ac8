import {
  addDays,
  addMonths,
  dayAfter,
  dayOf,
  instantAtLondonTime,
  lastInstantOf,
  MINUTE_MS,
  londonTime,
  type IsoInstant,
} from '@tocsin/domain';

/**
 * How old a look may be and still count as one:
 * - `minutes` after it;
 * - `window`, London hours such as `21:00-07:00` in which the publisher may be asked: until the end of the first window
 *   that opens after it, and at least a day;
 * - `edition`, what the publisher issues as a whole: to the end of the London day a week or a month later, and of as
 *   many days more as an edition is late.
 */
export type LookPromise =
  | { readonly minutes: number }
  | { readonly window: `${string}-${string}` }
  | { readonly edition: 'weekly' | 'monthly'; readonly lateDays: number };

interface Promising {
  readonly promise: LookPromise;
}

const DAY_MINUTES = 24 * 60;

/**
 * Whether a look at a source still counts at the moment `now`. `lookedAt` is an instant, or the London day of the look
 * (as assessments keep it), which is taken at its last moment; null, nobody looked, never counts. It says nothing about
 * a source that is switched off or lacks a key: ask that beside it, a look made before then counts no longer.
 */
export function withinPromise({ promise }: Promising, lookedAt: IsoInstant | null, now: IsoInstant): boolean {
  if (lookedAt === null) return false;
  const isDay = lookedAt.length === 'yyyy-mm-dd'.length;
  const looked = isDay ? Date.parse(lastInstantOf(lookedAt)) : Date.parse(lookedAt);
  return Date.parse(now) <= countsUntil(promise, looked);
}

/** The last moment, in milliseconds, at which a look of the moment `looked` counts. */
function countsUntil(promise: LookPromise, looked: number): number {
  if ('minutes' in promise) return looked + promise.minutes * MINUTE_MS;
  if ('window' in promise)
    return Math.max(endOfNext(promise.window, looked), looked + DAY_MINUTES * MINUTE_MS);
  const day = dayOf(looked);
  const due = promise.edition === 'weekly' ? addDays(day, 7) : addMonths(day, 1);
  return Date.parse(lastInstantOf(addDays(due, promise.lateDays)));
}

/** The end of the first window of London hours that opens after a moment. */
function endOfNext(window: string, looked: number): number {
  const [opens = '', closes = ''] = window.split('-');
  const [day = '', time = ''] = londonTime(looked).split('T');
  const opensOn = time < opens ? day : dayAfter(day);
  return Date.parse(instantAtLondonTime(`${closes > opens ? opensOn : dayAfter(opensOn)}T${closes}:00`));
}

/** How long a look counts, as it is printed behind “a look counts”. */
export function promiseWords(promise: LookPromise): string {
  if ('window' in promise)
    return `until the publisher’s next hours (${promise.window.replace('-', ' to ')}) are over`;
  if ('edition' in promise)
    return `for a ${promise.edition === 'weekly' ? 'week' : 'month'}, and ${promise.lateDays} days in which the next edition may be late`;
  const { minutes } = promise;
  return minutes < 120 ? `for ${minutes} minutes` : `for ${minutes / 60} hours`;
}
