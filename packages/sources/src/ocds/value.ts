import { type Award, type ForeignSum, type Money, Pence, type VatBasis } from '@tocsin/domain';
import { readPence } from '../tables/money.ts';
import type { AwardEntry } from './award-entries.ts';
import type { ReleaseContract, ReleaseValue } from './schema.ts';

type Values = Pick<Award, 'value' | 'valueGross' | 'foreignValue' | 'valueDoubt'>;

/** Whether a contract was ended early or never came about, by its own word. */
export function isOverByItsWord(stated: Pick<ReleaseContract, 'status'> | undefined): boolean {
  return stated?.status === 'cancelled' || stated?.status === 'terminated';
}

/** The contracts that go on where others under the same award are over; null where none is, or all are. */
export function liveBesideOver(contracts: readonly ReleaseContract[]): readonly ReleaseContract[] | null {
  const live = contracts.filter((contract) => !isOverByItsWord(contract));
  return live.length > 0 && live.length < contracts.length ? live : null;
}

/** What is said where some of an award’s contracts are over: whose sum the value is. */
function doubtOfOver(isOfLive: boolean): string {
  return isOfLive
    ? 'A contract under this award is cancelled or ended: the value is that of those that go on.'
    : 'A contract under this award is cancelled or ended: its part may still be in the value.';
}

/** The value of an award: what its contracts state that go on, else the award itself. */
export function valueOf({ award, contracts: all }: AwardEntry, vat: VatBasis): Values {
  const live = liveBesideOver(all);
  const contracts = live ?? all;
  const placed = contracts.flatMap(({ value }) => (value && isStated(value) ? [value] : []));
  const own = award?.value && isStated(award.value) ? award.value : null;
  const stated = placed.length > 0 ? placed : own ? [own] : [];
  const { counted, doubt } = printsGross(stated, own) ?? onceEach(stated, own);
  const foreign = counted.map(foreignSumOf).filter((sum) => sum !== null);
  const value = total(counted, 'amount', vat);
  const over = live === null ? null : doubtOfOver(placed.length > 0);
  const doubts = [over, doubt, ...unreadable(counted, foreign, value)].filter((one) => one !== null);
  return {
    value: foreign.length > 0 ? null : value,
    valueGross: foreign.length > 0 ? null : total(counted, 'amountGross', 'gross'),
    ...(foreign.length > 0 ? { foreignValue: inOneCurrency(foreign) } : {}),
    ...(doubts.length > 0 ? { valueDoubt: doubts.join(' ') } : {}),
  };
}

/** One contract that prints as its sum what the award prints with VAT beside another without: both are the award’s. */
function printsGross(stated: readonly ReleaseValue[], own: ReleaseValue | null) {
  const [only, another] = stated;
  if (!own || !only || another || (only.amountGross ?? null) !== null || (own.amount ?? null) === null)
    return null;
  const [net, gross, printed] = [own.amount, own.amountGross, only.amount].map((sum) =>
    readPence(printedIn(sum)),
  );
  if (gross === null || gross === net || printed !== gross) return null;
  return {
    counted: [own],
    doubt: 'The contract prints as its sum what the award prints with VAT: the award’s sums stand.',
  };
}

function isStated({ amount, amountGross }: ReleaseValue): boolean {
  return (amount ?? amountGross ?? null) !== null;
}

/**
 * Several contracts under one award are one commitment: their sums add up, unless each repeats the same one, to the penny
 * or rounded. A total printed again for each lot is counted once, and so said; it is added up only where the award itself
 * states what that comes to. So is a total that is printed beside its parts, and a sum above that of the award.
 */
function onceEach(
  stated: readonly ReleaseValue[],
  own: ReleaseValue | null,
): { counted: readonly ReleaseValue[]; doubt: string | null } {
  const held = stated.map(heldOf);
  const real = held.filter(({ value }) => !isToken(value));
  // Sums that cannot be read, or are of two currencies, are in no total: that is said elsewhere.
  const isWhole = held.every(({ pence, currency }) => pence >= 0 && currency === held[0]?.currency);
  if (real.length < 2 || !isWhole) return { counted: stated, doubt: null };
  const isOwn = (pence: number) => own !== null && isNear(penceOf(own), pence, real.length * POUND);
  const sum = real.reduce((total, { pence }) => total + pence, 0);
  if (isOwn(sum)) return { counted: stated, doubt: null };
  const pivot = real.find((one) => real.every((other) => isSameSum(one, other)));
  if (pivot !== undefined) {
    const doubt = `The same sum is printed on each of ${real.length} contracts under this award: it is counted once, as their total.`;
    return { counted: [pivot.value], doubt };
  }
  const whole =
    real.length < 3 ? undefined : real.find((one) => isNear(2 * one.pence, sum, real.length * POUND));
  if (whole !== undefined && isOwn(whole.pence)) {
    const doubt =
      'One contract under this award prints what the others and the award come to: it is counted once.';
    return { counted: [whole.value], doubt };
  }
  const repeats = real.some((one, at) => real.some((other, place) => place > at && isSameSum(one, other)));
  if (repeats || whole !== undefined) {
    const doubt = repeats
      ? 'The same sum is printed on several contracts under this award: it may be counted more than once.'
      : 'One contract under this award prints what the others come to: it may be their total, and counted twice.';
    return { counted: stated, doubt };
  }
  const isAbove = own !== null && !isToken(own) && sum > penceOf(own) + real.length * POUND;
  const doubt =
    'The contracts under this award come to more than the award states: a sum may be counted twice.';
  return { counted: stated, doubt: isAbove ? doubt : null };
}

const POUND = 100;

function isNear(one: number, other: number, within: number): boolean {
  return Math.abs(one - other) <= within;
}

/** What a sum without VAT is in hundredths of its currency, else one with; `NaN` for what cannot be read. */
function penceOf({ amount, amountGross }: ReleaseValue): number {
  return readPence(printedIn(amount ?? amountGross).replaceAll(/[€$]|[A-Z]{3}/g, '')) ?? Number.NaN;
}

/** A sum as it is held beside others. */
interface Held {
  readonly value: ReleaseValue;
  /** Hundredths of its currency; `NaN` for what cannot be read. */
  readonly pence: number;
  readonly printed: string;
  readonly currency: string;
}

function heldOf(value: ReleaseValue): Held {
  const printed = value.amount ?? value.amountGross;
  const currency = currencyOf(printed, value.currency);
  return { value, pence: penceOf(value), printed: printedIn(printed), currency };
}

/** Whether two sums of one currency are one sum: equal within a pound, or one is the other rounded. */
function isSameSum(one: Held, other: Held): boolean {
  if (one.currency !== other.currency) return false;
  if (Number.isNaN(one.pence) || Number.isNaN(other.pence)) return one.printed === other.printed;
  const [small, large] = one.pence < other.pence ? [one.pence, other.pence] : [other.pence, one.pence];
  if (isNear(small, large, POUND)) return true;
  // Too far apart for any rounding.
  if ((large - small) * 100 > large) return false;
  return isRounded(small, large) || isRounded(large, small);
}

/** Whether a sum is another one to the next ten, hundred or thousand pounds, of no more than a hundredth of it. */
function isRounded(rounded: number, pence: number): boolean {
  return [10, 100, 1_000, 10_000, 100_000]
    .map((pounds) => pounds * POUND)
    .some((step) => step * 100 <= pence && Math.round(pence / step) * step === rounded);
}

/** £0 and £1 stand where a buyer does not want to state a value. */
function isToken({ amount, amountGross }: ReleaseValue): boolean {
  const pence = readPence(printedIn(amount ?? amountGross));
  return pence === null || pence <= 100;
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
  const suppliersOf = ({ suppliers }: AwardEntry) =>
    suppliers
      .map(({ id, name }) => String(id ?? name))
      .sort()
      .join('\n');
  const priced = entries.flatMap((entry) => {
    const stated = entry.contracts.flatMap(({ value }) => value ?? []);
    const [first] = stated.length > 0 ? stated : entry.award?.value ? [entry.award.value] : [];
    return first && isStated(first) && !isToken(first)
      ? [{ entry, sum: heldOf(first), suppliers: suppliersOf(entry) }]
      : [];
  });
  return new Set(
    priced.flatMap(({ entry, sum, suppliers }) => {
      const alike = priced.filter((other) => isSameSum(other.sum, sum));
      const same = alike.filter((other) => other.suppliers === suppliers).length;
      const isWhole = [procurement, entry.ofAll ?? null].some(
        (whole) => whole && isSameSum(heldOf(whole), sum),
      );
      // Two may have been promised the same; of more it is rather the sum of all.
      return same > 1 || (isWhole && alike.length > 1) || alike.length > 2 ? [entry] : [];
    }),
  );
}
