import type { IsoDate } from '@tocsin/domain';
import { Refusal } from './refusal.ts';
import { typedDay } from './typed.ts';

/** The day that a page is to show: the one asked for, not later than `latest`. */
export function dayAsked(asked: unknown, latest: IsoDate): IsoDate {
  if (asked === undefined || asked === '') return latest;
  const day = typeof asked === 'string' ? typedDay(asked) : null;
  if (day === null)
    throw new Refusal(
      400,
      'That is not a date',
      'Give the day, the month and the year, such as 15 January 2018.',
    );
  return day > latest ? latest : day;
}
