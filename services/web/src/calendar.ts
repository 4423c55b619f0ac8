import type { IsoDate } from '@tocsin/domain';
import { readDay } from '@tocsin/sources';
import { Refusal } from './refusal.ts';

/** The day that a page is to show: the one asked for, not later than `latest`. */
export function dayAsked(asked: unknown, latest: IsoDate): IsoDate {
  if (asked === undefined || asked === '') return latest;
  const day = typeof asked === 'string' ? readAsked(asked) : undefined;
  if (day === undefined)
    throw new Refusal(
      400,
      'That is not a date',
      'Give the day, the month and the year, such as 15 January 2018.',
    );
  return day > latest ? latest : day;
}

/** A day as people write it (`15 January 2018`, `15/1/2018`) or as ISO; undefined for anything else. */
export function readAsked(text: string): IsoDate | undefined {
  return readDay(text.trim(), ['iso', 'day-first', 'worded']) ?? undefined;
}

/** How long something takes, in the largest unit that fits: `40 seconds`, `15 minutes`, `3 days`. */
export function formatSpan(seconds: number): string {
  const units = [
    [86_400, 'day'],
    [3_600, 'hour'],
    [60, 'minute'],
    [1, 'second'],
  ] as const;
  const [size, name] = units.find(([unit]) => seconds >= unit * 1.5) ?? units[3];
  const n = Math.max(0, Math.round(seconds / size));
  return `${n} ${name}${n === 1 ? '' : 's'}`;
}
