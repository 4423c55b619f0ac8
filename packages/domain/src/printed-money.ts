import { type Money, VatBasis } from './contract.ts';
import type { MoneyByBasis } from './money.ts';

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
  const exact = Math.abs(pence) / 100;
  const pounds = exact < 1_000 ? Math.round(exact) : Number(exact.toPrecision(FIGURES));
  const scale = SCALES.find((one) => pounds >= one.pounds);
  const sign = pence < 0 && pounds > 0 ? '−' : '';
  return scale
    ? `${sign}£${Number((pounds / scale.pounds).toPrecision(FIGURES))}${scale.letter}`
    : `${sign}£${pounds}`;
}

const FIGURES = 3;

/**
 * A total with the parts that make it up, all in steps of the third figure of the largest, so that the parts printed add up
 * to the total printed: those parts are rounded up that were cut most. What is less than a step says so. A figure without a
 * letter is to the pound: in steps of ten or a hundred pounds what is below a thousand is printed as a share of one, `£0.5k`.
 */
export function formatPartsShort(parts: readonly number[]): {
  readonly total: string;
  readonly parts: readonly string[];
} {
  const total = sumOf(parts);
  const largest = Math.max(...[total, ...parts].map((pence) => Math.round(Math.abs(pence) / 100)));
  const figures = Number(largest.toPrecision(FIGURES)).toString().length;
  const step = 100 * 10 ** Math.max(0, figures - FIGURES);
  const steps = parts.map((part) => Math.floor(part / step));
  const short = Math.round(total / step) - sumOf(steps);
  const cutMost = parts
    .map((part, at) => ({ at, cut: part - (steps[at] ?? 0) * step }))
    .toSorted((a, b) => b.cut - a.cut)
    .slice(0, short);
  for (const { at } of cutMost) steps[at] = (steps[at] ?? 0) + 1;
  const print = (inSteps: number, pence: number) =>
    inSteps === 0 && pence !== 0 ? `less than ${inStepsOf(step, step)}` : inStepsOf(inSteps * step, step);
  return {
    total: print(Math.round(total / step), total),
    parts: parts.map((part, at) => print(steps[at] ?? 0, part)),
  };
}

function inStepsOf(pence: number, step: number): string {
  const isToThePound = step === 100 || pence === 0 || Math.abs(pence) >= 100_000;
  if (isToThePound) return formatPoundsShort(pence);
  return `${pence < 0 ? '−' : ''}£${Math.abs(pence) / 100_000}k`;
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

/** A sum with its basis: `£2,710,000 without VAT`. */
export function formatMoney({ pence, vat }: Money): string {
  return `${formatPounds(pence)} ${VAT_WORDS[vat]}`;
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
