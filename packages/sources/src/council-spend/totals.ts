import { kindOfName } from '@tocsin/matching';
import { readPrintedDay } from '../tables/day.ts';
import { readPence } from '../tables/money.ts';
import { endsInTotal, saysTotal } from '../tables/total-words.ts';
import type { Places } from './map.ts';

const NINE = 57;
const BEFORE =
  '(?:grand|sub|overall|report|page|batch|control|final|running|daily|weekly|monthly|quarterly|annual|yearly|month|quarter|year|file|sheet|' +
  'cumulative|combined|invoice|payments?|spend|spending|expenditure|supplier|year[ -]to[ -]date|month[ -]to[ -]date|ytd|mtd)';
const BEHIND =
  '(?:payments?|spend|spending|expenditure|paid|amounts?|values?|invoices?|suppliers?|net|gross|inc|incl|including|exc|excl|excluding|ex|' +
  'of|for|in|to|on|from|and|the|all|this|over|above|greater|than|vat|ytd|date|month|quarter|year|monthly|quarterly|' +
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|' +
  '£?\\d+k?|q[1-4])';
const GAP = '[\\s.,:;()/&–-]';
/** Nobody is called so, on whatever day. */
const NOBODY_TOTAL = new RegExp(
  `^(?:(?:${BEFORE}${GAP}+)+totals?|(?:sub|grand)totals?|(?:${BEFORE}${GAP}+)*totals?(?:${GAP}+${BEHIND})+|` +
    `cyfanswm(?: (?:gwariant|taliadau|y mis))?|(?:(?:balance|total|sum|page) )?(?:carried|brought) forward|[bc]/(?:f|fwd))${GAP}*$`,
  'i',
);
const BARE_TOTAL = /^totals?\W*$/i;
const MAY_SAY_TOTAL = /total|cyfanswm|forward|^[bc]\/f/i;
const LONGEST_TOTAL = 60;

/** Whether a name can only be a total's, though the line has a day as payments have. */
export function isGrandTotal(name: string): boolean {
  return name.length <= LONGEST_TOTAL && MAY_SAY_TOTAL.test(name) && NOBODY_TOTAL.test(name);
}

/** Whether a line to `Total`, or to nobody and called a total elsewhere, may be a sum, though a firm may be called so. */
function mayBeTotal(name: string, cells: readonly string[]): boolean {
  if (name !== '') return name.length <= LONGEST_TOTAL && BARE_TOTAL.test(name);
  return cells.some((cell) => BARE_TOTAL.test(cell.trim()) || isGrandTotal(cell.trim()));
}

/** One line, and one that says the same, are no sum. */
const SUMMED = 2;
/** So many lines do not add up to another one by chance often enough to pass it by; so many hardly ever. */
const [SELDOM, HARDLY_EVER] = [3, 5];
/** Sums above their lines are the sum of all lines, once for each level of groups. */
const LEVELS = [1, 2, 3];

/** What the sums of the lines below one header say together. */
export interface Adder {
  /**
   * Of a line that is no total by its words: `sum` where it is the sum of lines above it, `bare` where it lacks both the day
   * and the reference that all of them have, `odd` where it is a payment by all it says and yet the sum of those above,
   * `called` where it is called a total and may be one that is off, `unnumbered` where it is of that size, to no firm, and
   * lacks the reference that all of them have, `line` for all others.
   */
  readonly judge: (
    pence: number,
    date: string,
    name: string,
    cells: readonly string[],
  ) => 'sum' | 'bare' | 'odd' | 'called' | 'unnumbered' | 'line';
  /** A total by its words ends a group. */
  readonly endGroup: () => void;
  /** Why the lines cannot be believed: some seem to be the sums of those below them; null for most. */
  readonly verdict: () => string | null;
}

/**
 * Adds up what is printed, to know a total by arithmetic where its words do not tell: a line that is the sum of all
 * lines above it, or of those since an earlier total, and lacks what payments have (a payee, a day, a reference), or is
 * of many lines and to nobody whose name says that it can be paid. `own` are names of the council itself.
 */
export function createAdder(
  { date: dateAt, supplier, transactionRef }: Places,
  own: ReadonlySet<string>,
): Adder {
  const told = [supplier, transactionRef].filter((at) => at !== undefined);
  const fewest = Math.min(2, told.length + (dateAt === undefined ? 0 : 1));
  let [all, lines] = [0, 0];
  const before = { name: '', date: '' };
  const undated = { lines: 0, pence: 0, first: '' };
  const first = { pence: 0, name: '', mayBeSum: false };
  /** Whether all lines so far have a reference. */
  const numbered = { lines: 0, isAll: true };
  /** What is taken back makes sums meet that have nothing to do with each other. */
  let hasCredits = false;
  /** Where totals stood: the sum of all lines above them, and how many these were. */
  const ends = new Map([[0, 0]]);
  const lastEnd = { all: 0 };
  const endGroup = () => {
    ends.set(all, lines);
    lastEnd.all = all;
  };
  const isBlank = (cells: readonly string[], at: number) => (cells[at] ?? '').trim() === '';

  function isSumOf(group: number, date: string, name: string, cells: readonly string[]): boolean {
    // A month stands for no day where the line above has one.
    const hasNoDay = dateAt !== undefined && (date === '' || (!isDay(date) && isDay(before.date)));
    const lacking = told.filter((at) => isBlank(cells, at)).length + (hasNoDay ? 1 : 0);
    const isOdd = undated.lines === 0 && hasNoDay;
    if (group < SUMMED) return isOdd && lacking >= fewest && group === 1 && name === before.name;
    // Where every other line has its day, one without that adds up is none.
    return lacking + weightOf(name) >= fewest || (isOdd && date === '');
  }

  /** Whether nothing of a line says that somebody was paid: it is called a total somewhere, or its payee is no firm. */
  function isNobodys(name: string, cells: readonly string[]): boolean {
    if (cells.some(isCalledTotal) || own.has(name)) return true;
    if (transactionRef !== undefined && isBlank(cells, transactionRef)) return true;
    return name === '' || kindOfName(name) === 'unknown';
  }

  /** Whether it is half as much and more as all lines above, or those since the last total, are together. */
  function isOfSizeOfSum(pence: number): boolean {
    const since = all - (lastEnd.all === all ? 0 : lastEnd.all);
    return lines >= SELDOM && Math.abs(pence) * 2 >= Math.min(Math.abs(all), Math.abs(since));
  }

  return {
    endGroup,
    judge(pence, date, name, cells) {
      const end = pence === 0 ? undefined : ends.get(all - pence);
      if (end !== undefined && isSumOf(lines - end, date, name, cells)) {
        endGroup();
        return 'sum';
      }
      const summed = end === undefined ? 0 : lines - end;
      const isOdd = summed >= SELDOM;
      const isSure = (summed >= HARDLY_EVER && !hasCredits) || cells.some(isCalledTotal);
      if (isOdd && isSure && isNobodys(name, cells)) {
        endGroup();
        return 'sum';
      }
      if (mayBeTotal(name, cells) && isOfSizeOfSum(pence)) {
        endGroup();
        return 'called';
      }
      const isUnnumbered = numbered.lines > 0 && numbered.isAll && isBlank(cells, transactionRef ?? -1);
      if (isUnnumbered && (name === '' || kindOfName(name) === 'unknown') && isOfSizeOfSum(pence)) {
        endGroup();
        return 'unnumbered';
      }
      const lacksBoth = date === '' && (transactionRef === undefined || isBlank(cells, transactionRef));
      if (
        lacksBoth &&
        dateAt !== undefined &&
        transactionRef !== undefined &&
        lines >= SUMMED &&
        undated.lines === 0
      )
        return 'bare';
      if (lines === 0) {
        first.pence = pence;
        first.name = name;
        first.mayBeSum = isNobodys(name, cells);
      }
      if (transactionRef !== undefined) {
        numbered.lines += 1;
        numbered.isAll &&= !isBlank(cells, transactionRef);
      }
      all += pence;
      lines += 1;
      hasCredits ||= pence < 0;
      [before.name, before.date] = [name, date];
      if (lacksBoth) {
        undated.lines += 1;
        undated.pence += pence;
        undated.first ||= name;
      }
      return isOdd ? 'odd' : 'line';
    },
    verdict() {
      if (first.mayBeSum && first.pence !== 0 && first.pence * 2 === all && lines > HARDLY_EVER)
        return (
          `held: its first line (“${first.name}”) is the sum of all lines below it, so that it seems to be their total. ` +
          'Nothing was stored. Take it out of the file, or ask the council for the payments alone'
        );
      const others = all - undated.pence;
      const isOfOthers = LEVELS.some((level) => undated.pence === others * level);
      if (dateAt === undefined || undated.lines === 0 || others === 0 || !isOfOthers) return null;
      if (lines - undated.lines < SUMMED) return null;
      return (
        `held: ${undated.lines} of its lines have no day of their own (the first: “${undated.first}”) and add up to what all ` +
        'others do, so that they seem to be the sums of these. Nothing was stored. Take them out of the file, or ask the ' +
        'council for the payments alone'
      );
    },
  };
}

function isCalledTotal(cell: string): boolean {
  return saysTotal(cell.trim());
}

function isDay(date: string): boolean {
  return readPrintedDay(date)?.precision === 'day';
}

const TOTAL_WORD =
  /\b(?:sub|grand)?totals?\b|\bsum\b|\boverall\b|\b(?:carried|brought) forward\b|\b[bc]\/f(?:wd)?\b|^all (?:suppliers|payees|vendors|payments|invoices|creditors|lines)\b/i;

/** How much a name says that it is none: all of it, a word of it, or nothing. */
function weightOf(name: string): number {
  if (saysTotal(name) || endsInTotal(name)) return 2;
  return TOTAL_WORD.test(name) ? 1 : 0;
}

/** A sum of the lines above: nobody is paid on no day, and nothing else is said but perhaps “Total”. */
export function isTotal(cells: readonly string[], name: string, isDated: boolean): boolean {
  // Where no line has a day of its own, a firm may be called Total: only what says no more than that is a sum.
  const says = (cell: string) => saysTotal(cell) || endsInTotal(cell) || (isDated && TOTAL_WORD.test(cell));
  if (name !== '' && !says(name)) return false;
  const said = cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
  if (said.some(saysTotal)) return true;
  const words = said.filter((cell) => readPence(cell) === null);
  return words.length === 0 || (words.length === 1 && says(words[0] ?? ''));
}

/** The word stands where others have their day: looked at only where no digit begins it. */
export function isTotalInsteadOfDay(date: string): boolean {
  return date.charCodeAt(0) > NINE && saysTotal(date);
}

/** A row of which all words are those for a total, though its sum stands where no column of ours is, or nowhere. */
export function isTotalOfNothing(cells: readonly string[]): boolean {
  const words = cells.map((cell) => cell.trim()).filter((cell) => cell !== '' && readPence(cell) === null);
  return words.length > 0 && words.every(saysTotal);
}
