import { type Money, VatBasis } from './contract.ts';
import type { MoneyByBasis } from './money.ts';

// One figure has one precision in each kind of place. Brief (subjects, tiles, rows of lists): to three figures. In words,
// cards and tables: to the pound. To the penny: where it is held beside a file or was written by a person, and in what
// programs read.

/** A whole number with its thousands set apart: `1,234,567`, `−5`. */
export function groupDigits(whole: number): string {
  const digits = Math.abs(whole)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',');
  return whole < 0 ? `−${digits}` : digits;
}

/** Whole units of a currency as accounts give them: `£1,235`, `−£5`, `1,235 EUR`; without its name where none is known. */
export function formatAmount(amount: number, currency: string | null): string {
  const whole = Math.round(Math.abs(amount)) * Math.sign(amount);
  if (currency === 'GBP') return formatPounds(whole * 100);
  return `${groupDigits(whole)}${currency ? ` ${currency}` : ''}`;
}

/** Pence as pounds written out, with pence only where there are some: `£2,710,000`, `£1,234.56`, `−£5`. */
export function formatPounds(pence: number): string {
  const whole = Math.trunc(Math.abs(pence) / 100);
  const rest = Math.abs(pence) % 100;
  return `${pence < 0 ? '−' : ''}£${groupDigits(whole)}${rest === 0 ? '' : `.${rest.toString().padStart(2, '0')}`}`;
}

/** Pence as pounds with two decimals, for calculation: `1234.50`. By digits, since sums may be beyond what a number holds. */
export function decimalPounds(pence: number | bigint): string {
  const digits = String(pence < 0 ? -pence : pence).padStart(3, '0');
  return `${pence < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Pence to the nearest pound, a half away from nothing: `£1,235`; below one pound with its pence. */
export function formatWholePounds(pence: number): string {
  if (Math.abs(pence) < 100) return formatPounds(pence);
  return formatPounds(Math.sign(pence) * Math.round(Math.abs(pence) / 100) * 100);
}

const SCALES = [
  { pounds: 1_000_000_000, letter: 'bn' },
  { pounds: 1_000_000, letter: 'm' },
  { pounds: 1_000, letter: 'k' },
];

/** Pence to the nearest of three figures: `£2.71m`, `£845k`, `£12.3bn`, `£999`. */
export function formatPoundsShort(pence: number): string {
  const pounds = Math.abs(shortPounds(pence));
  const scale = SCALES.find((one) => pounds >= one.pounds);
  const sign = pence < 0 && pounds > 0 ? '−' : '';
  return scale
    ? `${sign}£${Number((pounds / scale.pounds).toPrecision(FIGURES))}${scale.letter}`
    : `${sign}£${pounds}`;
}

const FIGURES = 3;

/** The pounds that are printed for so many pence: to the pound below a thousand, else to the nearest of three figures. */
function shortPounds(pence: number): number {
  const exact = Math.abs(pence) / 100;
  const pounds = exact < 1_000 ? Math.round(exact) : Number(exact.toPrecision(FIGURES));
  return pounds === 0 ? 0 : Math.sign(pence) * pounds;
}

/**
 * A total with the parts that make it up, each to the nearest of three figures for itself, as it is printed anywhere else;
 * `isRounded` where the parts as printed do not add up to the total as printed.
 */
export function formatPartsShort(parts: readonly number[]): {
  readonly total: string;
  readonly parts: readonly string[];
  readonly isRounded: boolean;
} {
  const total = sumOf(parts);
  const print = (pence: number) =>
    pence !== 0 && shortPounds(pence) === 0 ? 'less than £1' : formatPoundsShort(pence);
  return {
    total: print(total),
    parts: parts.map(print),
    isRounded: sumOf(parts.map(shortPounds)) !== shortPounds(total),
  };
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0);
}

const VAT_WORDS: Readonly<Record<VatBasis, string>> = {
  net: 'without VAT',
  gross: 'with VAT',
  unknown: 'VAT not stated',
};

/** How a sum stands to value added tax, in words. */
export function formatVat(vat: VatBasis): string {
  return VAT_WORDS[vat];
}

/** A sum with its basis, in words: `£2,710,000 without VAT`. */
export function formatMoney({ pence, vat }: Money): string {
  return `${formatWholePounds(pence)} ${VAT_WORDS[vat]}`;
}

/**
 * Sums of several VAT bases side by side, never added up, each with its basis: `£2,710,000 without VAT and £300,000 VAT not
 * stated`; null where there is no money at all, or none is known.
 */
export function formatMoneyByBasis(sums: MoneyByBasis | null): string | null {
  const bases = sums ? basesOf(sums) : [];
  if (sums === null || bases.length === 0) return null;
  return bases.map((vat) => formatMoney({ pence: sums[vat], vat })).join(' and ');
}

/** The same to three figures, for a subject: one basis alone is not named there, but in the letter. */
export function formatMoneyInBrief(sums: MoneyByBasis | null): string | null {
  const bases = sums ? basesOf(sums) : [];
  const [only] = bases;
  if (sums === null || !only) return null;
  if (bases.length === 1) return formatPoundsShort(sums[only]);
  return bases.map((basis) => `${formatPoundsShort(sums[basis])} ${VAT_WORDS[basis]}`).join(' and ');
}

function basesOf(sums: MoneyByBasis): readonly VatBasis[] {
  return VatBasis.options.filter((basis) => sums[basis] !== 0);
}
