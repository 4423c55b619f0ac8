import type { BaseRate } from '@tocsin/domain';

const counted = {
  population: 'all registered companies, England and Wales',
  source: 'Insolvency Service, company insolvency statistics',
  url: 'https://www.gov.uk/government/collections/company-insolvency-statistics-releases',
};

/**
 * Insolvency Service, company insolvency statistics: all registered companies of England and Wales. Council suppliers
 * are a different population, and whoever shows a rate says so. 113.1 was the peak of 2008–09.
 */
export const baseRates: readonly BaseRate[] = [
  { year: 2025, per10000: 52.5, insolvencies: 23_938, ...counted },
  { year: 2024, per10000: 52.4, insolvencies: 23_872, ...counted },
  { year: 2023, per10000: 57.2, insolvencies: null, ...counted },
  { year: 2009, per10000: 113.1, insolvencies: null, ...counted },
];

/** The rate of the newest year of the table: what every estimate is shown beside, whichever day it is for. */
export function latestBaseRate(rates: readonly BaseRate[] = baseRates): BaseRate {
  const [latest] = rates.toSorted((a, b) => b.year - a.year);
  if (!latest) throw new Error('the table of base rates is empty');
  return latest;
}

/** A sector that has a larger share of insolvencies than of businesses, in per cent. */
export interface Sector {
  readonly id: string;
  readonly name: string;
  /** The first two digits of SIC 2007 codes. */
  readonly divisions: readonly string[];
  readonly shareOfInsolvencies: number;
  readonly shareOfBusinesses: number;
  readonly period: string;
}

/**
 * Insolvency Service, shares of company insolvencies by SIC section, 12 months to November 2025; beside them the
 * shares of VAT and PAYE businesses in March 2024 (ONS, recalled, rounded). Only sections with a published share.
 */
export const sectors: readonly Sector[] = [
  {
    id: 'construction',
    name: 'construction',
    divisions: ['41', '42', '43'],
    shareOfInsolvencies: 17,
    shareOfBusinesses: 14,
    period: '12 months to November 2025',
  },
  {
    id: 'accommodation-and-food',
    name: 'accommodation and food service',
    divisions: ['55', '56'],
    shareOfInsolvencies: 14,
    shareOfBusinesses: 6,
    period: '12 months to November 2025',
  },
];

/** The sector of a SIC code where it has a published share. */
export function sectorOf(sicCode: string, table: readonly Sector[] = sectors): Sector | null {
  return table.find((sector) => sector.divisions.includes(sicCode.padStart(5, '0').slice(0, 2))) ?? null;
}

/** The rate within a sector: the whole rate by how much more often than others its companies fail. */
export function sectorRate(rate: BaseRate, sector: Sector): number {
  return (rate.per10000 * sector.shareOfInsolvencies) / sector.shareOfBusinesses;
}

/** A probability measured where `fromRate` of firms fail, said of a population where `toRate` do (odds are scaled). */
export function rebase(probability: number, fromRate: number, toRate: number): number {
  const odds = (p: number) => p / (1 - p);
  const scaled = (odds(probability) * odds(toRate)) / odds(fromRate);
  return scaled / (1 + scaled);
}
