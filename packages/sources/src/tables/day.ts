import { addDays, addMonths, calendarDay, type IsoDate, lastOfMonth, monthNumber } from '@tocsin/domain';

/** A printed date: its day, and how much of it was printed. Of a month or a quarter it is the last day. */
export interface PrintedDay {
  readonly day: string;
  readonly precision: 'day' | 'month' | 'quarter';
}

const MONTH =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?';

/** A way in which a whole day is printed; each caller says which of them its publisher uses. */
export type DayFormat = 'iso' | 'day-first' | 'short-year' | 'worded' | 'year-first' | 'excel';

type Rule = (printed: string) => IsoDate | null;

/** Numbers outside are not Excel's count of days: 1982 to 2064. */
const [SERIAL_MIN, SERIAL_MAX] = [30_000, 59_999];
const EXCEL_EPOCH = '1899-12-30';
const TIME = '(?:[ T]+\\d{1,2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?)?(?: ?[AP]M)?)?';
const WEEKDAY = '(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\\.?,? +)?';
const WORDED = new RegExp(
  `^${WEEKDAY}(\\d{1,2})(?:st|nd|rd|th)?[ -/]*${MONTH}[ -/,]*(\\d{4}|\\d{2})${TIME}$`,
  'i',
);
const MONTH_WORD_FIRST = new RegExp(
  `^${WEEKDAY}${MONTH} +(\\d{1,2})(?:st|nd|rd|th)?,? +(\\d{4})${TIME}$`,
  'i',
);
const YEAR_WORDED = new RegExp(`^(\\d{4})[ /-]+${MONTH}[ /-]+(\\d{1,2})${TIME}$`, 'i');
const DAY_FIRST = new RegExp(`^(\\d{1,2})[/.-](\\d{1,2})[/.-](\\d{4})${TIME}$`, 'i');
const YEAR_FIRST = new RegExp(`^(\\d{4})[/.-](\\d{1,2})[/.-](\\d{1,2})${TIME}$`, 'i');
const SHORT_YEAR = new RegExp(`^(\\d{1,2})[/.-](\\d{1,2})[/.-](\\d{2})${TIME}$`, 'i');

const rules: Readonly<Record<DayFormat, Rule>> = {
  /** `2027-03-31`, whatever time follows. */
  iso: (printed) => dayIn(/^(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?$/.exec(printed), 1, 2, 3),
  /** `31/3/2027`, with slashes, dots or hyphens, whatever time follows. Never month first. */
  'day-first': (printed) => dayIn(DAY_FIRST.exec(printed), 3, 2, 1),
  /** The same with a year of two digits, of this century. */
  'short-year': (printed) => dayIn(SHORT_YEAR.exec(printed), 3, 2, 1),
  /** `31 March 2027`, `27-Mar-23`, `3rd Sept 2024`, `Wednesday, 31 March 2027`, `March 31, 2027`, `2027-Mar-31`. */
  worded: (printed) =>
    dayIn(WORDED.exec(printed), 3, 2, 1) ??
    dayIn(MONTH_WORD_FIRST.exec(printed), 3, 1, 2) ??
    dayIn(YEAR_WORDED.exec(printed), 1, 2, 3),
  /** `2027/3/31`, `2027-3-31`, whatever time follows, and `20270331`. */
  'year-first': (printed) =>
    dayIn(YEAR_FIRST.exec(printed), 1, 2, 3) ??
    dayIn(/^(20\d{2})(0[1-9]|1[0-2])([0-3]\d)$/.exec(printed), 1, 2, 3),
  /** Excel's number of days. */
  excel: (printed) => {
    if (!/^\d{5}(?:\.\d+)?$/.test(printed)) return null;
    const serial = Math.floor(Number(printed));
    return serial < SERIAL_MIN || serial > SERIAL_MAX ? null : addDays(EXCEL_EPOCH, serial);
  },
};

/** The day that a publisher prints in one of the formats; null for anything else and for days that no calendar has. */
export function readDay(printed: string, formats: readonly DayFormat[]): IsoDate | null {
  for (const format of formats) {
    const day = rules[format](printed);
    if (day !== null) return day;
  }
  return null;
}

function dayIn(match: RegExpExecArray | null, year: number, month: number, day: number): IsoDate | null {
  if (!match) return null;
  const [y = '', m = '', d = ''] = [match[year], match[month], match[day]];
  return calendarDay(fullYear(y), monthNumber(m) ?? Number(m), Number(d));
}

const EVERY_FORMAT = Object.keys(rules) as readonly DayFormat[];
const MONTH_WORDED = new RegExp(`^${MONTH}[ -/]*(\\d{4}|\\d{2})$`, 'i');
const MONTH_ISO = /^(20\d{2})-(\d{2})$/;
const MONTH_BRITISH = /^(\d{2})\/(20\d{2})$/;
const SPAN = new RegExp(
  `^${MONTH}[ -/]*(?:\\d{4}|\\d{2})?[ ]*(?:-|to)[ ]*${MONTH}[ -/]*(\\d{4}|\\d{2})$`,
  'i',
);
const QUARTER = /^(?:q|quarter ?)([1-4])[ -/]*(20\d{2})(?:[/-]\d{2,4})?$/i;
/** A month of a year of accounts, which councils count from April. */
const ACCOUNTS_PERIOD =
  /^(?:(?:accounting )?period|per|p|month|mth)[ .-]*0?(\d{1,2})[ ,:(/-]*(20\d{2})[/-](\d{2}|20\d{2})\)?$/i;
const YEAR_AND_PERIOD =
  /^(20\d{2})[/-](\d{2}|20\d{2})[ ,:/-]*(?:(?:accounting )?period|per|p|month|mth)[ .-]*0?(\d{1,2})$/i;
/**
 * Reads a date as councils print it: ISO, day first with slashes, dots or hyphens, `27-Mar-23`, `13 October 2023`,
 * Excel's number of days; or only a month (`2012-12`, `Dec-13`, `Period 3 2022/23` counted from April) or a quarter
 * (`July 2010-September 2010`, `Q1 2014/15`, likewise). Null for anything else; months above twelve are not swapped with days.
 */
export function readPrintedDay(printed: string): PrintedDay | null {
  const day = readDay(printed, EVERY_FORMAT);
  if (day === null) return readPeriod(printed);
  return isPlausible(Number(day.slice(0, 4))) ? { day, precision: 'day' } : null;
}

/** The years in which a council's spending can have been published, for a day that lies in none of them; else null. */
export function outOfYears(printed: string): string | null {
  const day = readDay(printed, EVERY_FORMAT);
  return day === null || isPlausible(Number(day.slice(0, 4))) ? null : `${FIRST_YEAR} to ${LAST_YEAR}`;
}

function readPeriod(printed: string): PrintedDay | null {
  const month = MONTH_ISO.exec(printed);
  if (month) return endOf(month[1], month[2], 'month');
  const british = MONTH_BRITISH.exec(printed);
  if (british) return endOf(british[2], british[1], 'month');
  const worded = MONTH_WORDED.exec(printed);
  if (worded) return endOf(worded[2], monthOf(worded[1]), 'month');
  const span = SPAN.exec(printed);
  if (span) return endOf(span[3], monthOf(span[2]), 'quarter');
  const period = ACCOUNTS_PERIOD.exec(printed);
  if (period) return monthOfAccounts(period[2], period[3], period[1]);
  const later = YEAR_AND_PERIOD.exec(printed);
  if (later) return monthOfAccounts(later[1], later[2], later[3]);
  const quarter = QUARTER.exec(printed);
  if (!quarter) return null;
  const last = Number(quarter[1]) * 3 + 3;
  return last > 12
    ? endOf(String(Number(quarter[2]) + 1), String(last - 12), 'quarter')
    : endOf(quarter[2], String(last), 'quarter');
}

/** The month of a year that begins in April: of period 10 it is the next January. Null for years that do not follow. */
function monthOfAccounts(first = '', second = '', nth = ''): PrintedDay | null {
  const [year, month] = [Number(first), Number(nth) + 3];
  if (Number(nth) < 1 || Number(nth) > 12 || fullYear(second.slice(-2)) !== year + 1) return null;
  return month > 12
    ? endOf(String(year + 1), String(month - 12), 'month')
    : endOf(first, String(month), 'month');
}

const FILE_SPAN = new RegExp(`${MONTH}[-_ ]*(?:to)?[-_ ]*${MONTH}[-_ ]*(20\\d{2}|\\d{2})(?!\\d)`, 'i');
const FILE_MONTH = new RegExp(`(?<![a-z])${MONTH}[-_ ]*(20\\d{2}|\\d{2})(?!\\d)`, 'i');
const FILE_YEAR_FIRST = /(?<!\d)(20\d{2})[-_ ]?(0[1-9]|1[0-2])(?!\d)/;
const FILE_WORD_LATER = new RegExp(`(?<!\\d)(20\\d{2})[-_ ]*${MONTH}`, 'i');

/** `1062022` has lost a zero. */
const COMPACT = /^(\d{1,2})(\d{2})(20\d{2})$/;
const SPACED = /^(\d{1,2}) +(\d{1,2}) +(\d{4})$/;
const SIX = /^(\d{2})(\d{2})(\d{2})$/;
const WITHOUT_YEAR = new RegExp(
  `^(?:(\\d{1,2})(?:st|nd|rd|th)?[ /-]*${MONTH}|${MONTH}[ /-]*(\\d{1,2})(?:st|nd|rd|th)?)$`,
  'i',
);

/**
 * A day that is printed without what tells its parts apart, with it: `01062022` becomes `01/06/2022`. In a file that is
 * called after a month, also `220601` and `010622`, whichever is of that month, `1-Jun`, and `202206`. Anything else stays
 * as printed.
 */
export function wholeDay(printed: string, period: PrintedDay | null): string {
  const apart = printed.replace(COMPACT, '$1/$2/$3').replace(SPACED, '$1/$2/$3');
  if (apart !== printed || period === null || readPrintedDay(printed) !== null) return apart;
  const [, first = '', second = '', third = ''] = SIX.exec(printed) ?? [];
  const days = [
    `20${first}-${second}-${third}`,
    `20${third}-${second}-${first}`,
    `${first}${second}-${third}`,
  ];
  const six = first === '' ? undefined : days.find((day) => isOfPeriod(day, period));
  const [, day, word, wordFirst, dayBehind] = WITHOUT_YEAR.exec(printed) ?? [];
  const month = monthNumber(word ?? wordFirst ?? '');
  const wordedDay = `${period.day.slice(0, 4)}-${twoDigits(month ?? 0)}-${twoDigits(Number(day ?? dayBehind))}`;
  if (six === undefined && isOfPeriod(wordedDay, period)) return wordedDay;
  return six ?? printed;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}

/** Whether a day, or a month, is of the month or quarter. */
function isOfPeriod(printed: string, period: PrintedDay): boolean {
  const read = readPrintedDay(printed);
  if (read === null || read.precision === 'quarter') return false;
  const months = period.precision === 'quarter' ? 3 : 1;
  return read.day <= period.day && read.day > lastOfMonth(addMonths(period.day.slice(0, 8) + '01', -months));
}

/** The month or quarter that a file is called after (`2013-12.csv`, `apr-jun-2014`, `Dec-25`); null if after none. */
export function periodOfFileName(fileName: string): PrintedDay | null {
  const name = bareName(fileName);
  for (const { pattern, year, month, precision } of FILE_PERIODS) {
    const found = pattern.exec(name);
    if (found) return endOf(found[year], String(monthNumber(found[month] ?? '') ?? found[month]), precision);
  }
  return null;
}

/** What the name of a file says besides the month or quarter that it is called after, and where it ends. */
export function restOfFileName(fileName: string): string {
  const name = bareName(fileName);
  const period = FILE_PERIODS.find(({ pattern }) => pattern.test(name));
  return period ? name.replace(period.pattern, ' ') : name;
}

/** How files are called after a period, looked for in this order; where year and (last) month stand in each. */
const FILE_PERIODS = [
  { pattern: FILE_SPAN, year: 3, month: 2, precision: 'quarter' },
  { pattern: FILE_YEAR_FIRST, year: 1, month: 2, precision: 'month' },
  { pattern: FILE_WORD_LATER, year: 1, month: 2, precision: 'month' },
  { pattern: FILE_MONTH, year: 2, month: 1, precision: 'month' },
] as const;

/** The name of a file without its folder and its ending, and what an address or a browser’s second copy adds to it. */
export function bareName(fileName: string): string {
  return fileName
    .replace(/(\.[a-z]{3,4})\?[^#]*$/i, '$1')
    .replace(/^.*[/\\]/, '')
    .replace(/\.[a-z]+$/i, '')
    .replace(/ *\(\d{1,2}\)$/, '');
}

function monthOf(word = ''): string {
  return String(monthNumber(word) ?? Number.NaN);
}

function endOf(year = '', month = '', precision: 'month' | 'quarter'): PrintedDay | null {
  const [y, m] = [fullYear(year), Number(month)];
  if (!isPlausible(y)) return null;
  const first = calendarDay(y, m, 1);
  return first === null ? null : { day: lastOfMonth(first), precision };
}

function fullYear(year: string): number {
  return year.length === 2 ? 2000 + Number(year) : Number(year);
}

/** Spend over £500 has been published since 2010; a year far outside is a misprint. */
const [FIRST_YEAR, LAST_YEAR] = [2005, 2054];

function isPlausible(year: number): boolean {
  return year >= FIRST_YEAR && year <= LAST_YEAR;
}
