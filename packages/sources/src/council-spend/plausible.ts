import { UnreadableDocument } from '../define-source.ts';
import { areSlips, provenOrder, slashedDays } from '../tables/day-order.ts';
import type { PrintedDay } from '../tables/day.ts';
import { createTurnedDays } from '../tables/turned-days.ts';
import type { PaymentLayout } from './map.ts';

/**
 * Throws where the first dates of a file are printed month first (`06/13/2022`), as American programs do, and the map
 * does not say so: read day first, some of them would become other days of other months. Days above twelve tell, or
 * else the month that the file is called after.
 */
export function refuseMonthFirst(
  layout: PaymentLayout,
  printed: readonly string[],
  period: PrintedDay | null,
): void {
  if (layout.dates !== undefined) return;
  const pairs = printed.flatMap((date) => {
    const [day] = slashedDays(date);
    return day === undefined ? [] : [{ ...day, date }];
  });
  if (pairs.some(({ first }) => first > 12)) return;
  const proofs = pairs.filter(({ second }) => second > 12);
  // One alone may be a slip: the whole file decides.
  if (new Set(proofs.map(({ date }) => date)).size === 1) return;
  const odd =
    proofs[0] ??
    (pairs.length > 0 && period && pairs.every((pair) => fallsIn(period, pair.first, pair.year))
      ? pairs.find((pair) => !fallsIn(period, pair.second, pair.year))
      : undefined);
  if (!odd) return;
  throw new UnreadableDocument(seemsMonthFirst(odd.date.trim()));
}

/** What all the dates of a file say together of the order in which day and month are printed. */
export interface DateOrder {
  readonly add: (printed: string) => void;
  /** Why the file is held: it is month first and the map does not say so, or both, or half turned round; null for most. */
  readonly verdict: () => string | null;
}

/**
 * Judges the dates of a whole file: those that can only be day first (`13/06/2022`), only month first (`06/13/2022`),
 * and, where the file is called after a month, those that fall into it either way. What a map says is believed; a date
 * that contradicts it is refused by itself, and so is a slip among days that prove the usual order.
 */
export function createOrder({ dates }: PaymentLayout, period: PrintedDay | null): DateOrder {
  let [dayFirstProof, monthFirstProof, inside, outside] = ['', '', '', ''];
  const proof = { dayFirst: 0, monthFirst: 0 };
  const turned = createTurnedDays(period ? (month, year) => fallsIn(period, month, year) : undefined);
  return {
    add(printed) {
      turned.add(printed);
      const [day] = slashedDays(printed);
      if (day === undefined) return;
      const { printed: date, first: one, second: other, year } = day;
      const proven = provenOrder(one, other);
      if (proven) proof[proven] += 1;
      if (proven === 'dayFirst') dayFirstProof ||= date;
      else if (proven === 'monthFirst') monthFirstProof ||= date;
      else if (period && one !== other) {
        if (fallsIn(period, other, year)) inside ||= date;
        else if (fallsIn(period, one, year)) outside ||= date;
      }
    },
    verdict() {
      if (dates !== undefined || (monthFirstProof !== '' && areSlips(proof))) return null;
      if (dayFirstProof !== '' && monthFirstProof !== '')
        return (
          `held: some of its dates are printed day first (“${dayFirstProof}”) and some month first (“${monthFirstProof}”), ` +
          'so that nobody can tell what the others are. Nothing was stored. Ask the council for a file with one order'
        );
      const why = turned.why();
      if (why !== null)
        return (
          `held: some of its dates may be other days: ${why}. Nothing was stored. Ask the council for a file with one order; ` +
          'if its dates are right as they stand, say so in the layout of the map: "dates": "day-first"'
        );
      const odd = monthFirstProof || (dayFirstProof === '' && inside === '' ? outside : '');
      return odd === '' ? null : `held: ${seemsMonthFirst(odd)}`;
    },
  };
}

function seemsMonthFirst(date: string): string {
  return (
    `its dates seem to be printed month first (“${date}”). Nothing was read. If they are, say so in the layout of the ` +
    'map: "dates": "month-first"; if they are not: "dates": "day-first"'
  );
}

function fallsIn({ day, precision }: PrintedDay, month: number, year: string): boolean {
  const last = Number(day.slice(5, 7));
  const first = precision === 'quarter' ? last - 2 : last;
  return day.slice(4 - year.length, 4) === year && month >= first && month <= last;
}

/** Of the first records at most one, or one in ten, is torn; what is wider than the others holds a separator too many. */
const TORN = 0.1;

/** How many cells a record may have before something in it must have been torn apart. */
export function widestRecord(header: readonly string[], records: readonly (readonly string[])[]): number {
  const widths = records.map(widthOf).toSorted((a, b) => b - a);
  const torn = Math.max(Math.floor(widths.length * TORN), widths.length > 1 ? 1 : 0);
  return Math.max(widthOf(header), widths[torn] ?? 0);
}

/** Cells up to the last that says something. */
export function widthOf(cells: readonly string[]): number {
  return cells.findLastIndex((cell) => cell.trim() !== '') + 1;
}
