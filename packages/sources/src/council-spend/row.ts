import type { SupplierMention, VatBasis } from '@tocsin/domain';
import { readPrintedDay, type PrintedDay } from '../tables/day.ts';
import { headerSignature, type PaymentLayout, type Places, type ColumnRole } from './map.ts';
import { readPence } from '../tables/money.ts';
import { isNothing, payeeOf, type PayeeKind } from './payee.ts';
import { createOrder } from './plausible.ts';
import { dayFirst } from '../tables/day-order.ts';
import { cleanText } from '../tables/text.ts';

/** One line that was paid. `dated` says how much of the day is the publisher's: of a month it is the last day. */
export interface SpendPayment {
  readonly paidOn: string;
  readonly dated: 'day' | 'month' | 'quarter' | 'file';
  readonly pence: number;
  readonly vat: VatBasis;
  readonly payee: PayeeKind;
  readonly mention: SupplierMention | null;
  readonly department: string | null;
  readonly purpose: string | null;
  readonly category: string | null;
  readonly transactionRef: string | null;
}

/** What became of one record of a file; `pence` is what its amount column says, where that can be read. */
export type SpendRow =
  | {
      readonly row: number;
      readonly outcome: 'payment' | 'redacted';
      readonly payment: SpendPayment;
      /** What a person should look at. */
      readonly doubt?: string;
    }
  /** Said once at the end, of the file as a whole: nothing of it is to be stored. */
  | { readonly row: number; readonly outcome: 'held'; readonly reason: string; readonly pence: null }
  | {
      readonly row: number;
      readonly outcome: 'not-a-payment' | 'refused';
      readonly reason: string;
      /** Whose cell it is that cannot be read, where it is one. */
      readonly of?: ColumnRole;
      readonly pence: number | null;
    };

export interface RowContext {
  readonly layout: PaymentLayout;
  readonly places: Places;
  readonly header: readonly string[];
  /** The month or quarter after which the file is called. */
  readonly period: PrintedDay | null;
  readonly council: string;
  /** Its name; a column of councils holds codes or names. */
  readonly councilName: string;
}

/** Reads the records below one header, and judges at their end what they say together. */
export interface RowReader {
  readonly read: (cells: readonly string[], row: number) => SpendRow;
  /** Why none of them is to be believed; null for most. */
  readonly verdict: () => string | null;
  /** What tells a payment from others, as printed. */
  readonly keyOf: (cells: readonly string[]) => string;
}

/** A total says so, and says hardly anything else. */
const TOTAL =
  /^(?:(?:grand|sub|overall|report|net|page)[ -]?)?totals?\b(?: (?:for|of|spend|expenditure|amount|paid|gross|net)\b.*)?\s*:?$/i;
/** As spreadsheets head the sum of a group: `Children’s Services Total`. */
const GROUP_TOTAL = /\S +totals?:?$/i;
/** Nobody is called so, on whatever day. */
const GRAND_TOTAL = /^(?:grand|sub|overall|report|page)[ -]?totals?:?$/i;
const LONGEST_GRAND_TOTAL = 'overall totals:'.length;
/** A sum where a name should be: the cells have moved. */
const SUM_AS_NAME = /^-?[\d,]+\.\d{2}$/;
const POINT = 46;
const NINE = 57;
const QUOTED = 60;
/** A place that no record reaches, yet still an index: a greater number would be looked up by its name, slowly. */
const NOWHERE = 1_000_000;

/** Reads the records below a header. Each becomes exactly one of payment, redacted, not a payment, or refused. */
export function createRowReader(context: RowContext): RowReader {
  const { layout, council, councilName } = context;
  const headed = headerSignature(context.header);
  const days = createDayReader(context.period, layout);
  const at = placesOfAll(context.places);
  const isSum = createAdder(context.places);
  const own: ReadonlySet<string> = new Set([council, councilName, ...(layout.bodies ?? [])]);
  const read = (cells: readonly string[], row: number) => readOne(cells, row);
  return {
    read,
    verdict: days.verdict,
    keyOf: (cells) => TOLD.map((role) => (cells[at[role]] ?? '').trim()).join('\n'),
  };

  // Millions of records pass here: nothing is made for a record but what comes out of it.
  function readOne(cells: readonly string[], row: number): SpendRow {
    const printed = (cells[at.amount] ?? '').trim();
    const date = (cells[at.date] ?? '').trim();
    const name = (cells[at.supplier] ?? '').trim();
    const pence = printed === '' ? null : readPence(printed);
    if (pence === null) return withoutAmount(cells, row, { printed, date, name, headed });
    if (
      date === '' || isTotalInsteadOfDay(date)
        ? isTotal(cells, name, at.date < NOWHERE)
        : name.length <= LONGEST_GRAND_TOTAL && GRAND_TOTAL.test(name)
    )
      return { row, outcome: 'not-a-payment', reason: 'total', pence };
    if (isSum(pence, date, name, cells)) return { row, outcome: 'not-a-payment', reason: SUM, pence };
    if (name.charCodeAt(name.length - 3) === POINT && SUM_AS_NAME.test(name))
      return {
        row,
        outcome: 'refused',
        reason: `a sum where the payee should be (${name})`,
        pence,
        of: 'supplier',
      };
    const elsewhere = (cells[at.council] ?? '').trim();
    if (elsewhere !== '' && !own.has(elsewhere))
      return {
        row,
        outcome: 'refused',
        reason: `a line of another council (${quote(elsewhere)})`,
        pence,
        of: 'council',
      };
    const paid = days.read(date);
    if (typeof paid === 'string') return { row, outcome: 'refused', reason: paid, pence, of: 'date' };
    const { kind, mention, doubt } = payeeOf(
      name,
      cells[at.companyNumber] ?? '',
      cells[at.charityNumber] ?? '',
      cells[at.postcode] ?? '',
    );
    const payment: SpendPayment = {
      paidOn: paid.paidOn,
      dated: paid.dated,
      pence,
      vat: layout.vat,
      payee: kind,
      mention,
      department: textOf(cells[at.department]),
      purpose: textOf(cells[at.purpose]),
      category: textOf(cells[at.category]),
      transactionRef: textOf(cells[at.transactionRef]),
    };
    const outcome = kind === 'redacted' ? 'redacted' : 'payment';
    return doubt === undefined ? { row, outcome, payment } : { row, outcome, payment, doubt };
  }
}

const SUM = 'total: the sum of the lines above';
/** What a payment is told by. */
const TOLD = [
  'date',
  'amount',
  'supplier',
  'transactionRef',
  'department',
  'purpose',
] as const satisfies readonly ColumnRole[];
/** One line, and one that says the same, are no sum. */
const SUMMED = 2;

/**
 * Adds up what is printed, to know a total by arithmetic where its words do not tell: a line that is the sum of all
 * lines above it, or of those since the last total, and lacks what payments have (a payee, a day, a reference).
 */
function createAdder(places: Places) {
  const told = (['date', 'supplier', 'transactionRef'] as const).flatMap((role) => places[role] ?? []);
  const fewest = Math.min(2, told.length);
  let [all, group, lines, linesInAll] = [0, 0, 0, 0];
  return (pence: number, date: string, name: string, cells: readonly string[]): boolean => {
    // Most lines say who was paid, and when.
    if (
      pence !== 0 &&
      ((pence === group && lines >= SUMMED) || (pence === all && linesInAll >= SUMMED)) &&
      (date === '' || name === '' || isTotalWord(name))
    ) {
      const lacking = told.filter((at) => (cells[at] ?? '').trim() === '').length;
      if (lacking + (isTotalWord(name) ? 1 : 0) >= fewest) {
        [group, lines] = [0, 0];
        return true;
      }
    }
    all += pence;
    group += pence;
    lines += 1;
    linesInAll += 1;
    return false;
  };
}

function isTotalWord(name: string): boolean {
  return /\b(?:sub|grand)?totals?\b|\bsum\b|\boverall\b|\b(?:carried|brought) forward\b|^all (?:suppliers|payees|vendors|payments|invoices|creditors|lines)\b/i.test(
    name,
  );
}

function placesOfAll(places: Places): Readonly<Record<ColumnRole, number>> {
  return {
    date: places.date ?? NOWHERE,
    amount: places.amount ?? NOWHERE,
    supplier: places.supplier ?? NOWHERE,
    supplierNumber: places.supplierNumber ?? NOWHERE,
    companyNumber: places.companyNumber ?? NOWHERE,
    charityNumber: places.charityNumber ?? NOWHERE,
    postcode: places.postcode ?? NOWHERE,
    department: places.department ?? NOWHERE,
    purpose: places.purpose ?? NOWHERE,
    category: places.category ?? NOWHERE,
    transactionRef: places.transactionRef ?? NOWHERE,
    council: places.council ?? NOWHERE,
  };
}

/** What a record is that names no sum of money. */
function withoutAmount(
  cells: readonly string[],
  row: number,
  { printed, date, name, headed }: Readonly<Record<'printed' | 'date' | 'name' | 'headed', string>>,
): SpendRow {
  const none = { row, outcome: 'not-a-payment', pence: null } as const;
  if (cells.every((cell) => cell.trim() === '')) return { ...none, reason: 'blank line' };
  if (headed !== '' && headerSignature(cells) === headed) return { ...none, reason: 'header repeated' };
  if (isNothing(name) && isNothing(date)) return { ...none, reason: 'a note without payee, date or amount' };
  if ((date === '' || isTotalInsteadOfDay(date)) && saysTotal(cells)) return { ...none, reason: 'total' };
  const reason =
    printed === '' ? 'the amount is empty' : `the amount “${quote(printed)}” is not a sum of money`;
  return { row, outcome: 'refused', reason, pence: null, of: 'amount' };
}

/** A sum of the lines above: nobody is paid on no day, and nothing else is said but perhaps “Total”. */
function isTotal(cells: readonly string[], name: string, isDated: boolean): boolean {
  // Where no line has a day of its own, a firm may be called Total: only what says no more than that is a sum.
  const says = (cell: string) => TOTAL.test(cell) || GROUP_TOTAL.test(cell) || (isDated && isTotalWord(cell));
  if (name !== '' && !says(name)) return false;
  const said = cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
  if (said.some((cell) => TOTAL.test(cell))) return true;
  const words = said.filter((cell) => readPence(cell) === null);
  return words.length === 0 || (words.length === 1 && says(words[0] ?? ''));
}

/** The word stands where others have their day: looked at only where no digit begins it. */
function isTotalInsteadOfDay(date: string): boolean {
  return date.charCodeAt(0) > NINE && TOTAL.test(date);
}

/** A row of which all words are those for a total, though its sum stands where no column of ours is, or nowhere. */
export function saysTotal(cells: readonly string[]): boolean {
  const words = cells.map((cell) => cell.trim()).filter((cell) => cell !== '' && readPence(cell) === null);
  return words.length > 0 && words.every((cell) => TOTAL.test(cell));
}

type Paid = Pick<SpendPayment, 'paidOn' | 'dated'>;

/** Remembers the last dates: a file holds few. The reason, as text, where there is no day. */
function createDayReader(period: PrintedDay | null, layout: PaymentLayout) {
  const { dateFrom, dates } = layout;
  const known = new Map<string, Paid | string>();
  const order = createOrder(layout, dateFrom === 'column' ? period : null);
  return {
    verdict: () => (dateFrom === 'column' ? order.verdict() : null),
    read(printed: string): Paid | string {
      let paid = known.get(printed);
      if (paid === undefined) {
        order.add(printed);
        paid = paidOf(dates === 'month-first' ? dayFirst(printed) : printed, period, dateFrom);
        if (known.size > 10_000) known.clear();
        known.set(printed, paid);
      }
      return paid;
    },
  };
}

function paidOf(printed: string, period: PrintedDay | null, from: PaymentLayout['dateFrom']): Paid | string {
  if (from === 'file-name' || isNothing(printed) || /^0{1,2}:00(?::00)?$/.test(printed)) {
    if (period) return { paidOn: period.day, dated: 'file' };
    return from === 'file-name'
      ? 'the day is printed nowhere: name the file after its month, such as 2026-10.csv'
      : 'the date is empty, and the file is not named after its month';
  }
  const day = readPrintedDay(printed);
  if (!day) return `the date “${quote(printed)}” is not a day that we can read`;
  return { paidOn: day.day, dated: day.precision };
}

/** What a cell says, if anything. */
function textOf(cell: string | undefined): string | null {
  if (cell === undefined) return null;
  const text = cleanText(cell);
  return isNothing(text) ? null : text;
}

/** A cell inside a reason, short and inert. */
function quote(cell: string): string {
  const text = cleanText(cell);
  return text.length > QUOTED ? `${text.slice(0, QUOTED)}…` : text;
}
