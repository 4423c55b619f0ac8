import { type Award, type ForeignSum, groupBy, type Money, Pence, type VatBasis } from '@tocsin/domain';
import { readPence } from '../tables/money.ts';
import type { AwardEntry } from './award-entries.ts';
import type { ReleaseValue } from './schema.ts';

type Values = Pick<Award, 'value' | 'valueGross' | 'foreignValue' | 'valueDoubt'>;

/** The value of an award: what its contracts state, else the award itself. */
export function valueOf({ award, contracts }: AwardEntry, vat: VatBasis): Values {
  const placed = contracts.flatMap(({ value }) => (value && isStated(value) ? [value] : []));
  const own = award?.value && isStated(award.value) ? award.value : null;
  const stated = placed.length > 0 ? placed : own ? [own] : [];
  const { counted, doubt } = onceEach(stated, own);
  const foreign = stated.map(foreignSumOf).filter((sum) => sum !== null);
  const value = total(counted, 'amount', vat);
  const doubts = [doubt, ...unreadable(stated, foreign, value)].filter((one) => one !== null);
  return {
    value: foreign.length > 0 ? null : value,
    valueGross: foreign.length > 0 ? null : total(counted, 'amountGross', 'gross'),
    ...(foreign.length > 0 ? { foreignValue: inOneCurrency(foreign) } : {}),
    ...(doubts.length > 0 ? { valueDoubt: doubts.join(' ') } : {}),
  };
}

function isStated({ amount, amountGross }: ReleaseValue): boolean {
  return (amount ?? amountGross ?? null) !== null;
}

/**
 * Several contracts under one award are one commitment: their sums add up, unless each repeats the same one. A total
 * printed again for each lot is counted once, and so said; only where the award itself states the product is it added.
 */
function onceEach(
  stated: readonly ReleaseValue[],
  own: ReleaseValue | null,
): { counted: readonly ReleaseValue[]; doubt: string | null } {
  const sums = stated.map(({ amount, amountGross, currency }) =>
    [sumOf(amount), sumOf(amountGross), currencyOf(amount ?? amountGross, currency)].join('|'),
  );
  const [first] = stated;
  const alike = sums.filter((sum) => sum === sums[0]).length;
  if (!first || stated.length < 2 || isToken(first)) return { counted: stated, doubt: null };
  if (alike === stated.length) {
    if (Number(own?.amount) === Number(first.amount) * stated.length) return { counted: stated, doubt: null };
    const doubt = `The same sum is printed on each of ${stated.length} contracts under this award: it is counted once, as their total.`;
    return { counted: [first], doubt };
  }
  if (new Set(sums).size === sums.length) return { counted: stated, doubt: null };
  const doubt =
    'The same sum is printed on several contracts under this award: it may be counted more than once.';
  return { counted: stated, doubt };
}

/** £0 and £1 stand where a buyer does not want to state a value. */
function isToken({ amount, amountGross }: ReleaseValue): boolean {
  const pence = readPence(printedIn(amount ?? amountGross));
  return pence === null || pence <= 100;
}

/** A sum with its currency: a hundred dollars are no hundred pounds. */
function sumIn({ amount, amountGross, currency }: ReleaseValue): string {
  const stated = amount ?? amountGross;
  return `${sumOf(stated)} ${currencyOf(stated, currency)}`;
}

/** A sum by which it is known again, however it is printed: `1000`, `1,000.00`. */
function sumOf(amount: unknown): string {
  return String(readPence(printedIn(amount)) ?? printedIn(amount));
}

function total(values: readonly ReleaseValue[], key: 'amount' | 'amountGross', vat: VatBasis): Money | null {
  const sums = values.map((value) => moneyOf(value[key], value.currency, vat));
  const known = sums.filter((sum) => sum !== null);
  if (known.length === 0 || known.length < sums.length) return null;
  return { pence: Pence.parse(known.reduce((sum, { pence }) => sum + pence, 0)), vat };
}

/** A printed sum in pounds. Null for another currency, a negative, `1e9999` and words: such a sum is not stated. */
export function moneyOf(amount: unknown, currency: string | null | undefined, vat: VatBasis): Money | null {
  const pence = currencyOf(amount, currency) === 'GBP' ? readPence(printedIn(amount)) : null;
  return pence !== null && pence >= 0 ? { pence: Pence.parse(pence), vat } : null;
}

function printedIn(amount: unknown): string {
  return typeof amount === 'string' || typeof amount === 'number' ? String(amount) : '';
}

const SIGNS: Readonly<Record<string, string>> = {
  '£': 'GBP',
  '€': 'EUR',
  EURO: 'EUR',
  EUROS: 'EUR',
  $: 'USD',
};

/** The currency in which a sum is printed; a sum that names none is in pounds. */
function currencyOf(amount: unknown, currency: string | null | undefined): string {
  const code = (currency ?? '').trim().toUpperCase();
  if (code !== '') return SIGNS[code] ?? (/^(?:STERLING|POUNDS?(?: STERLING)?)$/.test(code) ? 'GBP' : code);
  const [sign = ''] = /[£€$]|\b(?:EUR|USD)\b/.exec(typeof amount === 'string' ? amount : '') ?? [];
  return sign === '' ? 'GBP' : (SIGNS[sign] ?? sign);
}

function foreignSumOf({ amount, amountGross, currency }: ReleaseValue): ForeignSum | null {
  const printed = amount ?? amountGross;
  const code = currencyOf(printed, currency);
  if (code === 'GBP' || !/^[A-Z]{3}$/.test(code)) return null;
  const cents = readPence(printedIn(printed).replaceAll(/[€$]|[A-Z]{3}/g, ''));
  return cents === null || cents < 0 ? null : { currency: code, amount: (cents / 100).toFixed(2) };
}

/** The sum where all are in one currency; otherwise the first, for the others cannot be added to it. */
function inOneCurrency(sums: readonly ForeignSum[]): ForeignSum {
  const first = sums[0]!;
  const same = sums.filter(({ currency }) => currency === first.currency);
  return { ...first, amount: same.reduce((sum, { amount }) => sum + Number(amount), 0).toFixed(2) };
}

/** What stands where a sum belongs and is in no total. */
function unreadable(
  stated: readonly ReleaseValue[],
  foreign: readonly ForeignSum[],
  value: Money | null,
): (string | null)[] {
  const currencies = new Set(foreign.map(({ currency }) => currency));
  const mixed = foreign.length > 0 && (foreign.length < stated.length || currencies.size > 1);
  const isMissing =
    value === null && foreign.length === 0 && stated.some(({ amount }) => (amount ?? null) !== null);
  return [
    mixed ? 'Parts of it are stated in different currencies, which cannot be added up.' : null,
    isMissing ? 'A sum is printed that cannot be read as one in pounds.' : null,
  ];
}

/** The entries of one release that print the same sum as another: perhaps one total, printed for each of them. */
export function repeatedSums(
  entries: readonly AwardEntry[],
  procurement: ReleaseValue | null,
): ReadonlySet<AwardEntry> {
  const priced = entries.flatMap((entry) => {
    const stated = entry.contracts.flatMap(({ value }) => value ?? []);
    const [first] = stated.length > 0 ? stated : entry.award?.value ? [entry.award.value] : [];
    return first && isStated(first) && !isToken(first) ? [{ entry, amount: sumIn(first) }] : [];
  });
  const suppliersOf = ({ suppliers }: AwardEntry) =>
    suppliers
      .map(({ id, name }) => String(id ?? name))
      .sort()
      .join('\n');
  const bySupplier = groupBy(priced, ({ entry, amount }) => `${amount}\n${suppliersOf(entry)}`);
  const bySum = groupBy(priced, ({ amount }) => amount);
  return new Set(
    priced.flatMap(({ entry, amount }) => {
      const same = bySupplier.get(`${amount}\n${suppliersOf(entry)}`)?.length ?? 0;
      const alike = bySum.get(amount)?.length ?? 0;
      const isWhole = procurement !== null && sumIn(procurement) === amount && alike > 1;
      // Two may have been promised the same; of more it is rather the sum of all.
      return same > 1 || isWhole || alike > 2 ? [entry] : [];
    }),
  );
}
