import { addMonths, lastOfMonth, type IsoDate } from '@tocsin/domain';

/** The last months of the seasons as months of the year; winter ends in the February after. */
const SEASONS: Readonly<Record<string, number>> = { spring: 5, summer: 8, autumn: 11, winter: 14 };

/**
 * The last day that a partial date can mean: `2013`, `2015-10`, `2016-spring`, `2016-Q3`, `pre-2018` (known by the end
 * of the year before), or a whole date. A case counts from its last day, so that no warning is dated too early.
 * Null for anything else.
 */
export function lastDayOf(partial: string): IsoDate | null {
  if (/^\d{4}-\d{2}-\d{2}$/.test(partial)) return partial;
  const [, before] = /^pre-(\d{4})$/.exec(partial) ?? [];
  if (before) return `${Number(before) - 1}-12-31`;
  const [, year, part] =
    /^(\d{4})(?:-(\d{2}|q[1-4]|h[12]|spring|summer|autumn|winter))?$/i.exec(partial) ?? [];
  if (!year) return null;
  return lastDayOfMonth(Number(year), part ? monthOf(part.toLowerCase()) : 12);
}

function monthOf(part: string): number {
  if (part.startsWith('q')) return Number(part[1]) * 3;
  if (part.startsWith('h')) return Number(part[1]) * 6;
  return SEASONS[part] ?? Number(part);
}

function lastDayOfMonth(year: number, month: number): IsoDate {
  return lastOfMonth(addMonths(`${year}-01-01`, month - 1));
}
