/** Company insolvencies per 10,000 companies on the register, England and Wales, in a year. */
export interface BaseRate {
  readonly year: number;
  readonly per10000: number;
  readonly insolvencies: number | null;
}

/**
 * Insolvency Service, company insolvency statistics: all registered companies of England and Wales. Council suppliers
 * are a different population, and whoever shows a rate says so.
 */
export const baseRates: readonly BaseRate[] = [
  { year: 2025, per10000: 52.5, insolvencies: 23_938 },
  { year: 2024, per10000: 52.4, insolvencies: 23_872 },
  { year: 2023, per10000: 57.2, insolvencies: null },
  { year: 2009, per10000: 113.1, insolvencies: null },
];

/** The rate of the given year, else of the latest earlier one; null before the table begins. */
export function baseRateOf(year: number, rates: readonly BaseRate[] = baseRates): BaseRate | null {
  return rates.filter((rate) => rate.year <= year).sort((a, b) => b.year - a.year)[0] ?? null;
}
