import type { Criticality, MoneyByBasis, RiskBand, VatBasis } from '@tocsin/domain';

/** Pence as pounds written out, with pence only where there are some: `£2,710,000`, `£1,234.56`, `−£5`. */
export function formatPounds(pence: number): string {
  const whole = Math.trunc(Math.abs(pence) / 100);
  const rest = Math.abs(pence) % 100;
  const pounds = whole.toString().replace(/\B(?=(\d{3})+$)/g, ',');
  return `${pence < 0 ? '−' : ''}£${pounds}${rest === 0 ? '' : `.${rest.toString().padStart(2, '0')}`}`;
}

const SCALES = [
  { pounds: 1_000_000_000, letter: 'bn' },
  { pounds: 1_000_000, letter: 'm' },
  { pounds: 1_000, letter: 'k' },
];

/** Pence to three figures, rounded down so that it never overstates: `£2.71m`, `£845k`, `£12.3bn`, `£999`. */
export function formatPoundsShort(pence: number): string {
  const pounds = Math.trunc(Math.abs(pence) / 100);
  const sign = pence < 0 ? '−' : '';
  const scale = SCALES.find((one) => pounds >= one.pounds);
  if (!scale) return `${sign}£${pounds}`;
  const digits = 3 - Math.trunc(pounds / scale.pounds).toString().length;
  const hundredths = Math.trunc((pounds * 100) / scale.pounds);
  const step = 10 ** (2 - digits);
  return `${sign}£${(Math.trunc(hundredths / step) * step) / 100}${scale.letter}`;
}

const VAT_WORDS: Readonly<Record<VatBasis, string>> = {
  net: 'without VAT',
  gross: 'with VAT',
  unknown: 'VAT not stated',
};

/** A share as a percentage to one decimal: `3.4%`, `less than 0.1%`. */
export function formatShare(share: number): string {
  return share > 0 && share < 0.001 ? 'less than 0.1%' : `${Math.round(share * 1_000) / 10}%`;
}

/** How a sum stands to value added tax, in words. */
export function formatVat(vat: VatBasis): string {
  return VAT_WORDS[vat];
}

/**
 * Sums of several VAT bases side by side, never added up: `£2,710,000` where all of it is without VAT, else each with its
 * basis, `£2,710,000 without VAT and £300,000 VAT not stated`; null where there is no money at all.
 */
export function formatMoneyByBasis(sums: MoneyByBasis): string | null {
  const bases = basesOf(sums);
  if (bases.length === 0) return null;
  if (bases.length === 1 && bases[0] === 'net') return formatPounds(sums.net);
  return bases.map((basis) => `${formatPounds(sums[basis])} ${VAT_WORDS[basis]}`).join(' and ');
}

/** The same to three figures, for a subject: one basis alone is not named there, but in the letter. */
export function formatMoneyInBrief(sums: MoneyByBasis): string | null {
  const bases = basesOf(sums);
  const [only] = bases;
  if (!only) return null;
  if (bases.length === 1) return formatPoundsShort(sums[only]);
  return bases.map((basis) => `${formatPoundsShort(sums[basis])} ${VAT_WORDS[basis]}`).join(' and ');
}

function basesOf(sums: MoneyByBasis): readonly VatBasis[] {
  return (['net', 'gross', 'unknown'] as const).filter((basis) => sums[basis] !== 0);
}

/** The bands as they are printed. */
export const bandWords: Readonly<Record<RiskBand, string>> = {
  low: 'Low',
  watch: 'Watch',
  elevated: 'Elevated',
  severe: 'Severe',
  insolvent: 'In a formal insolvency procedure',
};

export const criticalityWords: Readonly<Record<Criticality, string>> = {
  critical: 'Critical',
  important: 'Important',
  standard: 'Standard',
  unknown: 'Not recorded',
};

/** `1 contract`, `2 contracts`. */
export function count(n: number, noun: string, plural = `${noun}s`): string {
  return `${n.toString().replace(/\B(?=(\d{3})+$)/g, ',')} ${n === 1 ? noun : plural}`;
}
