import { addDays, addMonths, lastOfMonth, type IsoDate } from '@tocsin/domain';
import type { Company } from './companies.ts';
import { hasNamesake, type Country } from './country.ts';
import type { Council } from './councils.ts';
import { fateUntil } from './fates.ts';
import { type Made, truth } from './made.ts';
import { portfolioOf } from './portfolios.ts';
import { type Random, streamOf } from './random.ts';
import { printedBy } from './spellings.ts';
import { type BrokenLine, brokenLines, type Payment, writeSpendFile } from './spend-file.ts';

const MONTHS = 12;
/** Files appear some weeks after their month. */
const PUBLISHED_AFTER_DAYS = 25;

/** The first day on which everything of the country is public. */
export function knownOn({ until }: Country): IsoDate {
  return addDays(until, PUBLISHED_AFTER_DAYS);
}

/** What a council paid a supplier in the twelve months, as the payments add up. */
interface Paid {
  payments: number;
  pence: number;
  /** Of them in the twelve months up to the day on which everything is public. */
  recentPence: number;
  /** Of all, what was paid after the supplier became insolvent. */
  sincePence: number;
  lastOn: IsoDate;
}

/** Twelve months of files of a council, as far as they are public on a day, and what they add up to. */
export function* spendOf(country: Country, council: Council, on = knownOn(country)): Generator<Made> {
  const payees = payeesOf(country, council);
  const paid = new Map<number, Paid>();
  const recentAfter = addMonths(on, -12);
  const fateOn = (supplier: number) => fateUntil(country.fate(supplier), on);
  for (let month = 0; month < MONTHS; month += council.monthsEach) {
    const months = Array.from({ length: council.monthsEach }, (_, at) => month + at);
    const payments = months.flatMap((one) =>
      paymentsOf(country, council, payees, endOfMonth(country, one), linesOf(country, council, one)),
    );
    const last = endOfMonth(country, month + council.monthsEach - 1);
    const publishedOn = addDays(last, PUBLISHED_AFTER_DAYS);
    if (publishedOn > on) break;
    const broken = brokenIn(country, council, last);
    const { document, lines } = writeSpendFile(country.seed, council, last, payments, broken);
    for (const payment of payments) {
      const { insolventOn } = payment.supplier === null ? { insolventOn: null } : fateOn(payment.supplier);
      add(paid, payment, {
        isRecent: payment.paidOn > recentAfter,
        isSince: insolventOn !== null && payment.paidOn > insolventOn,
      });
    }
    yield { document: { ...document, publishedOn, retrievedAt: `${publishedOn}T05:20:00.000Z` } };
    yield truth('files', {
      file: document.file,
      council: council.gss,
      month: last.slice(0, 7),
      vat: council.layout.vat,
      lines,
      payments: payments.length,
      refused: Object.fromEntries(broken.map((why) => [why, broken.filter((one) => one === why).length])),
      named: payments.filter(({ supplier }) => supplier !== null).length,
      pence: payments.reduce((sum, { pence }) => sum + pence, 0),
    });
  }
  for (const [supplier, sum] of [...paid].toSorted(([a], [b]) => a - b)) {
    const { number } = country.supplier(supplier);
    const isTold = council.layout.columns.companyNumber !== undefined || !hasNamesake(country, supplier);
    yield truth('spend', { council: council.gss, supplier: number, vat: council.layout.vat, ...sum, isTold });
  }
}

/** The last day of a month, counted from the first of the twelve. */
function endOfMonth({ until }: Country, month: number): IsoDate {
  return lastOfMonth(addMonths(until, month + 1 - MONTHS));
}

/** Every fourth file has lines that nobody can read: a few, of one or several kinds. */
function brokenIn({ seed }: Country, { gss, layout }: Council, last: IsoDate): readonly BrokenLine[] {
  const random = streamOf(seed, 'broken', gss, last);
  if (!random.chance(0.25)) return [];
  const kinds =
    layout.dateFrom === 'column' ? brokenLines : brokenLines.filter((one) => one !== 'no such day');
  return Array.from({ length: random.between(1, 4) }, () => random.pick(kinds));
}

function add(
  paid: Map<number, Paid>,
  { supplier, pence, paidOn }: Payment,
  { isRecent, isSince }: { readonly isRecent: boolean; readonly isSince: boolean },
): void {
  if (supplier === null) return;
  const sum = paid.get(supplier) ?? { payments: 0, pence: 0, recentPence: 0, sincePence: 0, lastOn: paidOn };
  paid.set(supplier, sum);
  sum.payments += 1;
  sum.pence += pence;
  if (isRecent) sum.recentPence += pence;
  if (isSince) sum.sincePence += pence;
  if (paidOn > sum.lastOn) sum.lastOn = paidOn;
}

interface Payee {
  readonly company: Company;
  readonly printed: string;
  readonly until: IsoDate;
}

function payeesOf(country: Country, council: Council): readonly Payee[] {
  return portfolioOf(country, council).map((index) => {
    const company = country.supplier(index);
    const { dissolvedOn, insolventOn } = country.fate(index);
    const ends = dissolvedOn ?? (insolventOn && addDays(insolventOn, 60)) ?? country.until;
    return { company, printed: printedBy(country.seed, council, company), until: ends };
  });
}

/** The payments of the country dealt out to councils and months, none lost in rounding. */
function linesOf({ size }: Country, council: Council, month: number): number {
  const cells = size.councils * MONTHS;
  const cell = council.index * MONTHS + month;
  return Math.floor((size.payments * (cell + 1)) / cells) - Math.floor((size.payments * cell) / cells);
}

function paymentsOf(
  { seed }: Country,
  council: Council,
  payees: readonly Payee[],
  last: IsoDate,
  count: number,
): readonly Payment[] {
  const random = streamOf(seed, 'payments', council.gss, last);
  const hidden = 0.05 + streamOf(seed, 'hidden', council.gss).next() * 0.25;
  const month = last.slice(0, 8);
  const payments: Payment[] = [];
  for (let at = 0; at < count; at += 1) {
    const paidOn =
      council.layout.dateFrom === 'file-name' ? last : month + String(random.between(1, 28)).padStart(2, '0');
    const kind = random.next();
    const payee = kind < hidden + 0.01 ? null : payeeOn(payees, paidOn, random);
    payments.push({
      supplier: payee?.company.index ?? null,
      payee: payee?.printed ?? (kind < hidden ? 'REDACTED PERSONAL DATA' : 'Mrs A Example'),
      companyNumber: payee?.company.number ?? null,
      paidOn,
      pence: penceOf(random),
    });
  }
  return payments;
}

/** Few suppliers get most payments; one that is not there on that day makes way for the next. */
function payeeOn(payees: readonly Payee[], day: IsoDate, random: Random): Payee | null {
  const start = Math.floor(random.next() ** 2 * payees.length);
  for (let tried = 0; tried < payees.length; tried += 1) {
    const payee = payees[(start + tried) % payees.length];
    if (payee && payee.company.incorporatedOn < day && day <= payee.until) return payee;
  }
  return null;
}

/** From £500 up, most of them small; one in a hundred is a credit note. */
function penceOf(random: Random): number {
  const pence = 50_000 + Math.floor(random.next() ** 10 * 8_000_000);
  return random.chance(0.01) ? -pence : pence;
}
