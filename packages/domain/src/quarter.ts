import { addDays } from './day.ts';
import type { IsoDate } from './ids.ts';

/** Days after the end of a financial quarter on which what councils hold together is told of it: six weeks. */
const TOLD_AFTER_DAYS = 42;
const QUARTER_ENDS = ['12-31', '09-30', '06-30', '03-31'] as const;

/** The end of the last quarter of the financial year that ended six weeks or more before a day. */
export function lastQuarterDue(today: IsoDate): IsoDate {
  const due = addDays(today, -TOLD_AFTER_DAYS);
  const year = Number(due.slice(0, 4));
  const ends = [year, year - 1].flatMap((of) => QUARTER_ENDS.map((end) => `${of}-${end}`));
  return ends.find((end) => end <= due) ?? due;
}
