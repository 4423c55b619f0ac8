import type { IsoDate } from '@tocsin/domain';

/**
 * Bank holidays of England and Wales by year, as `MM-DD`, substitute days in the place of those that fall on a weekend.
 * As listed at https://www.gov.uk/bank-holidays (england-and-wales); a proclamation may add to a year of the list.
 */
const byYear: Readonly<Record<number, string>> = {
  2024: '01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26',
  2025: '01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26',
  2026: '01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28',
  2027: '01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28',
  2028: '01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26',
};

export const bankHolidays: ReadonlySet<IsoDate> = new Set(
  Object.entries(byYear).flatMap(([year, days]) => days.split(' ').map((day) => `${year}-${day}`)),
);

/** The last day of which bank holidays are known; later only weekends are free. */
export const BANK_HOLIDAYS_KNOWN_TO: IsoDate = '2028-12-31';
