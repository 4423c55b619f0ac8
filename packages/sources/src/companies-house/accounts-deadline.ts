import { addMonths, type IsoDate, lastOfMonth } from '@tocsin/domain';

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
  const later = addMonths(day, months);
  return day === lastOfMonth(day) ? lastOfMonth(later) : later;
}
