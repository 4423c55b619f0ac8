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
