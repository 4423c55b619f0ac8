import { addDays, addMonths, lastOfMonth, type IsoDate } from '@tocsin/domain';
import type { Company } from './companies.ts';
import type { Country } from './country.ts';
import type { Council } from './councils.ts';
import { type Made, truth } from './made.ts';
import { portfolioOf } from './portfolios.ts';
import { type Random, streamOf } from './random.ts';
import { printedBy } from './spellings.ts';
import { type Payment, writeSpendFile } from './spend-file.ts';

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
  lastOn: IsoDate;
}

/** Twelve monthly files of a council, and what they add up to. */
export function* spendOf(country: Country, council: Council): Generator<Made> {
  const payees = payeesOf(country, council);
  const paid = new Map<number, Paid>();
  const recentAfter = addMonths(knownOn(country), -12);
  for (let month = 0; month < MONTHS; month += 1) {
    const last = lastOfMonth(addMonths(country.until, month + 1 - MONTHS));
    const payments = paymentsOf(country, council, payees, last, linesOf(country, council, month));
    const { document, lines } = writeSpendFile(country.seed, council, last, payments);
    for (const payment of payments) add(paid, payment, payment.paidOn > recentAfter);
    const publishedOn = addDays(last, PUBLISHED_AFTER_DAYS);
    yield { document: { ...document, publishedOn, retrievedAt: `${publishedOn}T05:20:00.000Z` } };
    yield truth('files', {
      file: document.file,
      council: council.gss,
      month: last.slice(0, 7),
      vat: council.layout.vat,
      lines,
      payments: payments.length,
      named: payments.filter(({ supplier }) => supplier !== null).length,
      pence: payments.reduce((sum, { pence }) => sum + pence, 0),
    });
  }
  for (const [supplier, sum] of [...paid].toSorted(([a], [b]) => a - b)) {
    const { number } = country.supplier(supplier);
    yield truth('spend', { council: council.gss, supplier: number, vat: council.layout.vat, ...sum });
  }
}

function add(paid: Map<number, Paid>, { supplier, pence, paidOn }: Payment, isRecent: boolean): void {
  if (supplier === null) return;
  const sum = paid.get(supplier) ?? { payments: 0, pence: 0, recentPence: 0, lastOn: paidOn };
  paid.set(supplier, sum);
  sum.payments += 1;
  sum.pence += pence;
  if (isRecent) sum.recentPence += pence;
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
