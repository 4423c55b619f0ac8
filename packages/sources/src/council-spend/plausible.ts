import { addDays, weekdayOf } from '@tocsin/domain';
import { UnreadableDocument } from '../define-source.ts';
import { areSlips, provenOrder, slashedDays } from '../tables/day-order.ts';
import { readDay, type PrintedDay } from '../tables/day.ts';
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
  /** Takes a date in. Why a person should look at it by itself; undefined for most. */
  readonly add: (printed: string) => string | undefined;
  /** Why the file is held: it is month first and the map does not say so, or both, or half turned round; null for most. */
  readonly verdict: () => string | null;
}

/** A day that is read with its month second and may have been meant the other way round, or cannot. */
interface ReadDay {
  readonly printed: string;
  readonly day: number;
  readonly month: number;
  readonly year: string;
  readonly isSlashed: boolean;
  /** Year first, yet not as the standard prints it: the day may stand second. */
  readonly isLoose?: boolean;
}

const YEAR_FIRST = /^(\d{4})([/.-])(\d{1,2})\2(\d{1,2})(?!\d)/;

function asRead(cell: string): ReadDay | undefined {
  const [slashed] = slashedDays(cell);
  if (slashed) {
    const { printed, first: day, second: month, year } = slashed;
    return { printed, day, month, year, isSlashed: true };
  }
  const [printed, year = '', between, month = '', day = ''] = YEAR_FIRST.exec(cell) ?? [];
  if (printed === undefined) return undefined;
  const isLoose = between !== '-' && Number(day) > 1;
  return { printed, day: Number(day), month: Number(month), year, isSlashed: false, isLoose };
}

/** Days that fall into the month of the file only if turned round: so many hold it, where no more fall in as they stand. */
const FEW = 2;
/** So many days, all of one month if turned round and each of another as they stand, are no chance. */
const ONE_A_MONTH = 3;
/** Days as spreadsheets of the epoch of 1904 count them are as many fewer. */
const EPOCH_OF_1904 = 1462;

/**
 * Judges the dates of a whole file: those that can only be day first (`13/06/2022`), only month first (`06/13/2022`),
 * and, where the file is called after a month, those that fall into it either way. What a map says is believed; a date
 * that contradicts it is refused by itself, and so is a slip among days that prove the usual order.
 */
export function createOrder({ dates }: PaymentLayout, period: PrintedDay | null): DateOrder {
  let [dayFirstProof, monthFirstProof] = ['', ''];
  const proof = { dayFirst: 0, monthFirst: 0 };
  const turned = createTurnedDays(period ? (month, year) => fallsIn(period, month, year) : undefined);
  const [inside, outside] = [new Set<string>(), new Map<string, ReadDay>()];
  /** Months of days above the 12th: others of the same month are what they seem. */
  const proven = new Set<string>();
  const open = { days: new Set<number>(), months: new Set<string>(), example: '' };
  const serials = { inside: '', of1904: '' };
  const counted = createCounted();

  function place(read: ReadDay): string | undefined {
    const { printed, day, month, year, isSlashed, isLoose = false } = read;
    if (day > 12) proven.add(monthKey(read));
    if (day > 12 || month > 12 || day === month) return undefined;
    if (isSlashed || isLoose) {
      open.days.add(day);
      open.months.add(monthKey(read));
      open.example ||= printed;
    }
    if (period === null) return undefined;
    const [stands, turns] = [fallsIn(period, month, year), fallsIn(period, day, year)];
    if (stands && !turns) inside.add(printed);
    if (!turns || stands) return undefined;
    outside.set(printed, read);
    return proven.has(monthKey(read)) ? undefined : MAY_BE_TURNED;
  }

  /** Why days may be turned round that fall into the month of the file only so, whatever others prove. */
  function outsideOfMonth(): string | null {
    const odd = [...outside.values()].filter((day) => !proven.has(monthKey(day)));
    const [first] = odd;
    if (!first || odd.length < FEW || odd.length < inside.size) return null;
    return `“${first.printed}” and others are of the month that the file is called after only if day and month change places`;
  }

  return {
    add(printed) {
      turned.add(printed);
      const serial = /^\d{5}(?:\.\d+)?$/.test(printed) ? readDay(printed, ['excel']) : null;
      if (period === null) counted.add(printed, serial);
      else if (serial !== null) {
        if (isIn(period, serial)) serials.inside ||= printed;
        else if (isIn(period, addDays(serial, EPOCH_OF_1904))) serials.of1904 ||= printed;
      }
      const read = asRead(printed);
      if (read?.isSlashed) {
        const order = provenOrder(read.day, read.month);
        if (order) proof[order] += 1;
        if (order === 'dayFirst') dayFirstProof ||= read.printed;
        else if (order === 'monthFirst') monthFirstProof ||= read.printed;
      }
      const doubt = read && place(read);
      return dates === undefined ? (doubt ?? counted.doubt()) : undefined;
    },
    verdict() {
      if (serials.of1904 !== '' && serials.inside === '')
        return (
          `held: its days are numbers (“${serials.of1904}”), and of the month that the file is called after only if they are ` +
          'counted from 1904. Nothing was stored. Save it with its days printed as days'
        );
      if (period === null && counted.seemsOf1904())
        return (
          'held: its days are numbers, and Saturdays without a Monday among them as they stand: they seem to be counted ' +
          'from 1904. Nothing was stored. Save it with its days printed as days'
        );
      if (dates !== undefined) return null;
      const areOnlySlips = monthFirstProof !== '' && areSlips(proof);
      if (dayFirstProof !== '' && monthFirstProof !== '' && !areOnlySlips)
        return (
          `held: some of its dates are printed day first (“${dayFirstProof}”) and some month first (“${monthFirstProof}”), ` +
          'so that nobody can tell what the others are. Nothing was stored. Ask the council for a file with one order'
        );
      const why = (areOnlySlips ? null : turned.why()) ?? (proven.size > 0 ? outsideOfMonth() : null);
      if (why !== null)
        return (
          `held: some of its dates may be other days: ${why}. Nothing was stored. Ask the council for a file with one order; ` +
          'if its dates are right as they stand, say so in the layout of the map: "dates": "day-first"'
        );
      if (areOnlySlips) return null;
      const isOneMonth =
        period === null && proven.size === 0 && open.days.size === 1 && open.months.size >= ONE_A_MONTH;
      if (isOneMonth && /^\d{4}/.test(open.example))
        return (
          `held: its dates seem to be printed year, day, month (“${open.example}”): all are of one month so, and of as many ` +
          'months as days as they stand. Nothing was read. If they are right, say so in the layout of the map: "dates": "day-first"'
        );
      const firstOutside = inside.size === 0 ? [...outside.values()].find((day) => day.isSlashed) : undefined;
      const odd =
        monthFirstProof ||
        (isOneMonth ? open.example : '') ||
        (dayFirstProof === '' ? (firstOutside?.printed ?? '') : '');
      return odd === '' ? null : `held: ${seemsMonthFirst(odd)}`;
    },
  };
}

/** So many days as numbers show on which days of the week a council pays. */
const WEEK = 5;
const [MONDAY, SATURDAY, SUNDAY] = [0, 5, 6];

/**
 * Days that are only numbers, in a file that says no month: counted from 1904 instead of 1900 they are four years and a day
 * later, so that Mondays to Fridays stand as Tuesdays to Saturdays.
 */
function createCounted() {
  const days = new Map<string, number>();
  let isPrinted = false;
  let first: string | null = null;
  return {
    add(printed: string, serial: string | null) {
      first = null;
      if (serial === null) isPrinted ||= printed !== '';
      else {
        if (days.size === 0 && !isPrinted)
          first =
            `its day is a number (“${printed}”), taken for ${serial}: counted from 1904 it would be ` +
            `${addDays(serial, EPOCH_OF_1904)}, and neither the name of the file nor a printed day tells`;
        if (days.size < MANY_DAYS) days.set(serial, weekdayOf(serial));
      }
    },
    doubt: () => first ?? undefined,
    seemsOf1904() {
      const week = new Set(days.values());
      return !isPrinted && days.size >= WEEK && week.has(SATURDAY) && !week.has(MONDAY) && !week.has(SUNDAY);
    },
  };
}

const MANY_DAYS = 400;

const MAY_BE_TURNED =
  'its day is not of the month that the file is called after, and would be with day and month changed over';

/** Why a day that was read seems to be another one: the file is called after a month a year and more away. */
export function farFrom(period: PrintedDay | null, day: string): string | undefined {
  if (period === null) return undefined;
  const isFar = day < addDays(period.day, -FAR) || day > addDays(period.day, FAR);
  return isFar ? 'its day lies a year and more from the month that the file is called after' : undefined;
}

/** A file may be called after the first month of a year, or hold what was paid late. */
const FAR = 400;

function monthKey({ year, month }: ReadDay): string {
  return `${year.padStart(4, '20')}-${month}`;
}

function isIn(period: PrintedDay, day: string): boolean {
  return fallsIn(period, Number(day.slice(5, 7)), day.slice(0, 4));
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
