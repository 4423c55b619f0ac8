import type { SupplierMention, VatBasis } from '@tocsin/domain';
import { outOfYears, readPrintedDay, wholeDay, type PrintedDay } from '../tables/day.ts';
import { headerSignature, type PaymentLayout, type Places, type ColumnRole } from './map.ts';
import { losesDigits, readScaledPence } from '../tables/money.ts';
import { createVatCheck, poundsOfSum } from './sums.ts';
import { isNothing, payeeOf, type PayeeKind } from './payee.ts';
import { createAdder, isGrandTotal, isTotal, isTotalInsteadOfDay, isTotalOfNothing } from './totals.ts';
import { createOrder, farFrom } from './plausible.ts';
import { dayFirst } from '../tables/day-order.ts';
import { cleanText } from '../tables/text.ts';
import { strayPayment } from './unread.ts';

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
  /** Whether a payment that is told so has a number of its own. */
  readonly isNumbered: (key: string) => boolean;
}

/** A sum where a name should be: the cells have moved. */
const SUM_AS_NAME = /^-?[\d,]+\.\d{2}$/;
const POINT = 46;
const QUOTED = 60;
/** A place that no record reaches, yet still an index: a greater number would be looked up by its name, slowly. */
const NOWHERE = 1_000_000;

/** Reads the records below a header. Each becomes exactly one of payment, redacted, not a payment, or refused. */
export function createRowReader(context: RowContext): RowReader {
  const { layout, council, councilName } = context;
  const headed = headerSignature(context.header);
  const days = createDayReader(context.period, layout);
  const at = placesOfAll(context.places);
  const own: ReadonlySet<string> = new Set([council, councilName, ...(layout.bodies ?? [])]);
  const adder = createAdder(context.places, own);
  const read = (cells: readonly string[], row: number) => readOne(cells, row);
  const alike = createAlike();
  const pounds = poundsOfSum(context.header[at.amount] ?? '');
  const vatDoubt = createVatCheck(context.header, context.places);
  return {
    read,
    // Without the name of a month a line without a day is refused, and counts for nothing.
    verdict: () => days.verdict() ?? (context.period ? adder.verdict() : null),
    keyOf,
    isNumbered: (key) => !key.startsWith('\n'),
  };

  function keyOf(cells: readonly string[]): string {
    return TOLD.map((role) => (cells[at[role]] ?? '').trim()).join('\n');
  }

  // Millions of records pass here: nothing is made for a record but what comes out of it.
  function readOne(cells: readonly string[], row: number): SpendRow {
    const printed = (cells[at.amount] ?? '').trim();
    const date = (cells[at.date] ?? '').trim();
    const name = (cells[at.supplier] ?? '').trim();
    const pence = printed === '' ? null : readScaledPence(printed, pounds);
    if (pence === null) return withoutAmount(cells, row, { printed, date, name, headed }, at.amount);
    if (
      isGrandTotal(name) ||
      ((date === '' || isTotalInsteadOfDay(date)) && isTotal(cells, name, at.date < NOWHERE))
    ) {
      adder.endGroup();
      return { row, outcome: 'not-a-payment', reason: 'total', pence };
    }
    if (losesDigits(printed))
      return {
        row,
        outcome: 'refused',
        reason: `the amount “${quote(printed)}” is shortened as spreadsheets do: digits of it are lost`,
        pence,
        of: 'amount',
      };
    const added = adder.judge(pence, date, name, cells);
    if (added === 'sum') return { row, outcome: 'not-a-payment', reason: SUM, pence };
    if (added === 'bare') return { row, outcome: 'refused', reason: BARE, pence, of: 'date' };
    if (added === 'unnumbered')
      return { row, outcome: 'refused', reason: UNNUMBERED, pence, of: 'transactionRef' };
    if (added === 'called') return { row, outcome: 'refused', reason: CALLED_TOTAL, pence, of: 'supplier' };
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
    const doubts = [
      added === 'odd' ? ODD : undefined,
      paid.doubt,
      doubt,
      vatDoubt?.(cells),
      alike.add(keyOf(cells), row),
    ].filter((why) => why !== undefined);
    return doubts.length === 0
      ? { row, outcome, payment }
      : { row, outcome, payment, doubt: doubts.join('; ') };
  }
}

/** Lines that are remembered, and of those that say the same how many are named. */
const [REMEMBERED, NAMED] = [50_000, 10];

/** Lines that say the same as one above in every column that is read, whatever others hold: each counts, and is said. */
function createAlike() {
  const rows = new Map<string, number>();
  let named = 0;
  return {
    add(key: string, row: number): string | undefined {
      const above = rows.get(key);
      if (above === undefined) {
        if (rows.size >= REMEMBERED) rows.clear();
        rows.set(key, row);
        return undefined;
      }
      named += 1;
      if (named > NAMED) return undefined;
      const more = named === NAMED ? '; further lines that do are not named' : '';
      return `it says the same as line ${above} in every column that is read: counted, as two payments may${more}`;
    },
  };
}

const SUM = 'total: the sum of the lines above';
const ODD = 'it is the sum of the lines above, and may be their total: taken as a payment';
const BARE =
  'neither a day nor a reference, which all lines above have: perhaps a total, though not the sum of these';
const CALLED_TOTAL =
  'it is called a total, has a day as payments have, and is not the sum of the lines above';
const UNNUMBERED =
  'to no firm, without the reference that all lines above have, and half as much and more as these together: perhaps a total';
/** What a payment is told by. */
const TOLD = [
  'transactionRef',
  'date',
  'amount',
  'supplier',
  'department',
  'purpose',
  'category',
] as const satisfies readonly ColumnRole[];
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
  amountAt: number,
): SpendRow {
  const none = { row, outcome: 'not-a-payment', pence: null } as const;
  if (cells.every((cell) => cell.trim() === '')) return { ...none, reason: 'blank line' };
  if (headed !== '' && headerSignature(cells) === headed) return { ...none, reason: 'header repeated' };
  if (isNothing(name) && isNothing(date)) {
    const stray = strayPayment(cells, amountAt);
    if (stray) return { row, outcome: 'refused', reason: stray.why, pence: stray.pence };
    return { ...none, reason: 'a note without payee, date or amount' };
  }
  if ((date === '' || isTotalInsteadOfDay(date)) && isTotalOfNothing(cells))
    return { ...none, reason: 'total' };
  const reason =
    printed === '' ? 'the amount is empty' : `the amount “${quote(printed)}” is not a sum of money`;
  return { row, outcome: 'refused', reason, pence: null, of: 'amount' };
}

type Paid = Pick<SpendPayment, 'paidOn' | 'dated'> & { readonly doubt?: string };

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
        const spelled = wholeDay(printed, dateFrom === 'column' ? period : null);
        const mayBeOther = order.add(spelled);
        paid = paidOf(dates === 'month-first' ? dayFirst(spelled) : spelled, period, dateFrom);
        const doubt = typeof paid === 'string' ? undefined : (mayBeOther ?? farFrom(period, paid.paidOn));
        if (typeof paid !== 'string' && doubt !== undefined) paid = { ...paid, doubt };
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
  const years = day ? null : outOfYears(printed);
  if (years !== null)
    return `the date “${quote(printed)}” is of no year from ${years}: a misprint, counted nowhere`;
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
