import type { CompanyNumber, IsoDate } from '@tocsin/domain';

/**
 * Numbers of England and Wales are issued one after the other. From each of these on none had been issued by the day beside
 * it, which is a year and more before it was, so that a number kept back and used later is never misjudged.
 */
const notBefore: readonly (readonly [from: number, day: string])[] = [
  [16_000_000, '2023-09-01'],
  [15_000_000, '2022-06-01'],
  [14_000_000, '2021-02-01'],
  [13_000_000, '2019-10-01'],
  [12_000_000, '2018-04-01'],
  [11_000_000, '2016-09-01'],
  [10_000_000, '2015-01-01'],
  [9_000_000, '2013-03-01'],
  [8_000_000, '2011-02-01'],
  [7_000_000, '2008-07-01'],
  [6_000_000, '2005-10-01'],
];
/** No such number has been issued: they are made up, in tests and samples. */
const issuedUpTo = 20_000_000;

/** A day before which a company number cannot have been issued; null where its series does not tell. */
export function notIssuedBefore(number: CompanyNumber): IsoDate | null {
  if (!/^\d{8}$/.test(number) || Number(number) >= issuedUpTo) return null;
  const found = notBefore.find(([from]) => Number(number) >= from);
  return found?.[1] ?? null;
}
