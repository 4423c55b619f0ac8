import { formatPounds, MoneyByBasis } from '@tocsin/domain';
import type { Doubt } from './draft-doubts.ts';
import { isWithheld } from './payee.ts';
import { cellName } from '../tables/cell-name.ts';
import type { ColumnRole, Places } from './map.ts';
import type { SpendRow } from './row.ts';

/** What a file says when it is read by its draft, to the last line. */
export interface DraftTrial {
  readonly payments: number;
  /** In each VAT basis: they are never added. */
  readonly sums: MoneyByBasis;
  readonly firstPaidOn: string | null;
  readonly lastPaidOn: string | null;
  /** Each day on which something was paid, once. */
  readonly days: readonly string[];
  /** Payments dated after today: no sum holds them before their day. Missing where there is none. */
  readonly ahead?: PaidAhead;
  /** Payments whose payee is withheld or missing, kept in the sums alone. */
  readonly withheld: number;
  /** Payments to people, likewise. */
  readonly people: number;
  /** Lines that would not be read, with the reason of each of the first ones. */
  readonly refused: number;
  readonly reasons: readonly {
    readonly row: number;
    readonly reason: string;
    /** The cell that cannot be read, as spreadsheets name it, where it is one. */
    readonly cell?: string;
  }[];
  readonly ignored: number;
}

/** Payments of a file that are dated after the day on which it is read. */
export interface PaidAhead {
  readonly payments: number;
  readonly pence: number;
  /** Lines of the first ones. */
  readonly rows: readonly number[];
}

/** The payments of a file that are dated after a day; null for most files. */
export function paidAhead(rows: Iterable<SpendRow>, today: string): PaidAhead | null {
  let [payments, pence] = [0, 0];
  const lines: number[] = [];
  for (const row of rows) {
    if (!('payment' in row) || row.payment.paidOn <= today) continue;
    payments += 1;
    pence += row.payment.pence;
    if (lines.length < NAMED) lines.push(row.row);
  }
  return payments === 0 ? null : { payments, pence, rows: lines };
}

/** Reasons that are shown. */
const SHOWN = 20;
/** Of lines that are not read, one in so many may be a slip of the pen. */
const SLIPS = 20;

/** Reads all rows of a file as its draft has them; with it what of them is doubtful. */
export function tryRows(
  rows: Iterable<SpendRow>,
  month: { readonly from: string; readonly to: string } | null,
  dateFrom: 'column' | 'file-name',
  { places = {}, today = null }: { readonly places?: Places; readonly today?: string | null } = {},
): { readonly trial: DraftTrial; readonly doubts: readonly Doubt[] } {
  let [payments, withheld, people, refused, unread, ignored, undated, beside] = [0, 0, 0, 0, 0, 0, 0, 0];
  const sums = { net: 0, gross: 0, unknown: 0 };
  let firstPaidOn: string | null = null;
  let lastPaidOn: string | null = null;
  let held: string | null = null;
  const days = new Set<string>();
  const later: SpendRow[] = [];
  const reasons: { row: number; reason: string; cell?: string }[] = [];
  for (const row of rows) {
    if (row.outcome === 'held') held = row.reason;
    else if (row.outcome === 'refused') {
      refused += 1;
      unread += row.pence ?? 0;
      if (reasons.length < SHOWN) reasons.push({ row: row.row, reason: row.reason, ...cellOf(row, places) });
    } else if (!('payment' in row)) ignored += 1;
    else {
      const { paidOn, dated } = row.payment;
      days.add(paidOn);
      if (today !== null && paidOn > today) later.push(row);
      payments += 1;
      sums[row.payment.vat] += row.payment.pence;
      if (isWithheld(row.payment.payee)) withheld += 1;
      if (row.payment.payee === 'individual') people += 1;
      if (dateFrom === 'column' && dated === 'file') undated += 1;
      if (month && !isNear(paidOn, month)) beside += 1;
      if (firstPaidOn === null || paidOn < firstPaidOn) firstPaidOn = paidOn;
      if (lastPaidOn === null || paidOn > lastPaidOn) lastPaidOn = paidOn;
    }
  }
  const doubts: Doubt[] = [];
  if (held !== null) doubts.push({ about: 'date', says: held });
  if (payments === 0) doubts.push({ about: 'lines', says: nothingRead(reasons[0]) });
  else if (refused * SLIPS > payments)
    doubts.push({
      about: 'lines',
      says: `${refused} of ${refused + payments} lines cannot be read and would be left out${unread === 0 ? '' : ` (${formatPounds(unread)} in all)`}, nothing in their place: ${named(reasons, refused)}`,
    });
  if (undated > 0)
    doubts.push({
      about: 'date',
      says: `${undated} lines have no day of their own and would count at the end of the month that the file is called after: are they sums of others?`,
    });
  if (beside * 2 > payments)
    doubts.push({
      about: 'date',
      says: `${beside} of ${payments} days are not of the month that the file is called after: is it the day of payment?`,
    });
  const ahead = paidAhead(later, today ?? '');
  if (ahead)
    doubts.push({
      about: 'date',
      says: `${ahead.payments} of its payments (${formatPounds(ahead.pence)}) ${ahead.payments === 1 ? 'is' : 'are'} dated after today and would be in no sum before that day: line ${ahead.rows.join(', ')}`,
    });
  const trial = {
    payments,
    sums: MoneyByBasis.parse(sums),
    firstPaidOn,
    lastPaidOn,
    days: [...days].toSorted(),
    ...(ahead ? { ahead } : {}),
    withheld,
    people,
    refused,
    reasons,
    ignored,
  };
  return { trial, doubts };
}

/** Lines that a doubt names. */
const NAMED = 3;

function cellOf(
  { row, of }: { readonly row: number; readonly of?: ColumnRole },
  places: Places,
): { cell?: string } {
  const at = of && places[of];
  return at === undefined ? {} : { cell: cellName(at, row) };
}

function named(reasons: DraftTrial['reasons'], refused: number): string {
  const shown = reasons
    .slice(0, NAMED)
    .map(({ row, reason, cell }) => `line ${row}${cell === undefined ? '' : `, cell ${cell}`}: ${reason}`);
  const more = refused - shown.length;
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}

/** That a file says nothing of payments, with what the first of its lines lacks. */
export function nothingRead(first: { readonly row: number; readonly reason: string } | undefined): string {
  const because = first ? `, the first of them, line ${first.row}: ${first.reason}` : '';
  return `no line can be read as a payment${because}`;
}

/** Within two months of the month, or quarter, that a file is called after; its name says the last of a quarter. */
function isNear(day: string, { from, to }: { readonly from: string; readonly to: string }): boolean {
  const [at, first, last] = [day, from, to].map(
    (one) => Number(one.slice(0, 4)) * 12 + Number(one.slice(5, 7)),
  );
  return at !== undefined && at >= (first ?? at) - 3 && at <= (last ?? at) + 1;
}
