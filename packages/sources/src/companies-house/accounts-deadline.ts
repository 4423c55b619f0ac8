import type { IsoDate } from '@tocsin/domain';

/** Deadlines between these days were put off by three months (Corporate Insolvency and Governance Act 2020). */
const PUT_OFF = { from: '2020-03-27', to: '2021-04-05' };

/**
 * The latest day that the law gives any company for the accounts of a period that ended on `madeUpTo`: nine months
 * after it (Companies Act 2006, section 442; a public company has six, which is not known here), twelve where 2020
 * put it off. First accounts may have longer: do not ask for them.
 */
export function latestDeadline(madeUpTo: IsoDate): IsoDate {
  const usual = monthsAfter(madeUpTo, 9);
  return usual >= PUT_OFF.from && usual <= PUT_OFF.to ? monthsAfter(madeUpTo, 12) : usual;
}

/** The same day some months later; the last day of a month leads to the last day (section 443). */
export function monthsAfter(day: IsoDate, months: number): IsoDate {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const last = lastDay(year, month + months);
  const isLast = date === lastDay(year, month);
  const target = new Date(Date.UTC(year, month - 1 + months, isLast ? last : Math.min(date, last)));
  return target.toISOString().slice(0, 10);
}

function lastDay(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
