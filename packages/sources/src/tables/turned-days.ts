import { provenOrder, slashedDays } from './day-order.ts';

/**
 * Days in which day and month may have changed places though each is a day as it stands: a program that puts the month
 * first takes `05/06/2022` for the 6th of May, which from then on is a day like any other, and leaves `13/06/2022` as
 * text; another prints year, day, month.
 */
export interface TurnedDays {
  readonly add: (cell: string) => void;
  /** What speaks for it, as a clause; null where nothing does. */
  readonly why: () => string | null;
  /** Whether all are days, of the 12th or before: they may have been turned round where others of the file were. */
  readonly mayBe: () => boolean;
}

/** Days as text and days as days that there are of each at least, and so many that they prove it whatever their months. */
const [FEW, MANY] = [2, 6];
const DAY = /^((\d{4})([/.-])(\d{1,2}))\3(\d{1,2})(?!\d)/;

/** `isOfFile`: whether a month is one that the file is called after, where it is called after any. */
export function createTurnedDays(isOfFile?: (month: number, year: string) => boolean): TurnedDays {
  const texts = { printed: new Set<string>(), months: new Set<string>() };
  const days = { printed: new Set<string>(), months: new Set<string>() };
  let impossible = '';
  let isRight = false;
  const ofFile = { read: '', turned: '' };
  return {
    add(cell) {
      const [, yearAndMonth, year = '', , month = '', day = ''] = DAY.exec(cell) ?? [];
      if (yearAndMonth !== undefined) {
        days.months.add(`${year}-${month.padStart(2, '0')}`);
        if (day !== month && isOfFile?.(Number(month), year)) ofFile.read ||= cell;
        else if (day !== month && isOfFile?.(Number(day), year)) ofFile.turned ||= cell;
        if (Number(day) > 12) isRight = true;
        else if (Number(month) > 12) impossible ||= cell;
        else if (days.printed.size < MANY) days.printed.add(cell);
        return;
      }
      const [one] = slashedDays(cell);
      if (!one) return;
      // A day that such a program would have turned round stands as text: none went through it.
      if (provenOrder(one.first, one.second) !== 'dayFirst') isRight = true;
      else if (texts.printed.size < MANY) texts.printed.add(one.printed);
      texts.months.add(`${one.year.padStart(4, '20')}-${String(one.second).padStart(2, '0')}`);
    },
    why() {
      const [[text = ''], [day = '']] = [texts.printed, days.printed];
      if (isRight || day === '') return null;
      if (impossible !== '')
        return `“${impossible}” can only be year, day, month, and no day proves another order`;
      if (ofFile.turned !== '' && ofFile.read === '' && texts.printed.size === 0)
        return `“${ofFile.turned}” is of the month that the file is called after only as year, day, month, and so are all others`;
      const fewest = Math.min(texts.printed.size, days.printed.size);
      const isElsewhere = [...days.months].some((month) => !texts.months.has(month));
      if (fewest < FEW || (fewest < MANY && !isElsewhere)) return null;
      return (
        `“${text}” and all others above the 12th stand as text, and all that stand as days, such as “${day}”, are of the ` +
        '12th or before, as where a spreadsheet has changed day and month over'
      );
    },
    mayBe: () => !isRight && days.printed.size > 0 && texts.printed.size === 0,
  };
}
