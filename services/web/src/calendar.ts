import { IsoDate } from '@tocsin/domain';
import { Refusal } from './refusal.ts';

/** The day that a page is to show: the one asked for, not later than `latest`. */
export function dayAsked(asked: unknown, latest: IsoDate): IsoDate {
  if (asked === undefined || asked === '') return latest;
  const day = typeof asked === 'string' ? readDay(asked.trim()) : undefined;
  if (day === undefined)
    throw new Refusal(
      400,
      'That is not a date',
      'Give the day, the month and the year, such as 15 January 2018.',
    );
  return day > latest ? latest : day;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** A day as people write it (`15 January 2018`, `15/1/2018`) or as ISO; undefined for anything else. */
function readDay(text: string): IsoDate | undefined {
  const [, day = '', month = '', year = ''] =
    /^(\d{1,2})[ /.-]+([a-z]+|\d{1,2})[ /.,-]+(\d{4})$/i.exec(text) ?? [];
  const named = MONTHS.indexOf(month.slice(0, 3).toLowerCase()) + 1;
  const number = named === 0 ? month : String(named);
  const written = `${year}-${number.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return IsoDate.safeParse(year === '' ? text : written).data;
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
