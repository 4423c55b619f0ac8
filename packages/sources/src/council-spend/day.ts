/** A printed date: its day, and how much of it was printed. Of a month or a quarter it is the last day. */
export interface PrintedDay {
  readonly day: string;
  readonly precision: 'day' | 'month' | 'quarter';
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?';
const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?$/;
const BRITISH = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?: 00:00(?::00)?)?$/;
const YEAR_FIRST = /^(\d{4})[/.](\d{1,2})[/.](\d{1,2})$/;
const COMPACT = /^(20\d{2})(0[1-9]|1[0-2])([0-3]\d)$/;
const WORDED = new RegExp(`^(\\d{1,2})(?:st|nd|rd|th)?[ -/]*${MONTH}[ -/,]*(\\d{4}|\\d{2})$`, 'i');
const MONTH_WORDED = new RegExp(`^${MONTH}[ -/]*(\\d{4}|\\d{2})$`, 'i');
const MONTH_ISO = /^(20\d{2})-(\d{2})$/;
const MONTH_BRITISH = /^(\d{2})\/(20\d{2})$/;
const SPAN = new RegExp(
  `^${MONTH}[ -/]*(?:\\d{4}|\\d{2})?[ ]*(?:-|to)[ ]*${MONTH}[ -/]*(\\d{4}|\\d{2})$`,
  'i',
);
const QUARTER = /^(?:q|quarter ?)([1-4])[ -/]*(20\d{2})(?:[/-]\d{2,4})?$/i;
const EXCEL_EPOCH = Date.UTC(1899, 11, 30);
/** 2005 to 2054: numbers outside are not Excel's count of days. */
const [SERIAL_MIN, SERIAL_MAX] = [38_353, 56_613];

/**
 * Reads a date as councils print it: ISO, day first with slashes, dots or hyphens, `27-Mar-23`, `13 October 2023`,
 * Excel's number of days; or only a month (`2012-12`, `Dec-13`) or a quarter (`July 2010-September 2010`,
 * `Q1 2014/15` counted from April). Null for anything else; months above twelve are not swapped with days.
 */
export function readDay(printed: string): PrintedDay | null {
  const iso = ISO.exec(printed);
  if (iso) return dayOf(iso[1], iso[2], iso[3]);
  const british = BRITISH.exec(printed);
  if (british) return dayOf(british[3], british[2], british[1]);
  const worded = WORDED.exec(printed);
  if (worded) return dayOf(worded[3], monthOf(worded[2]), worded[1]);
  const other = YEAR_FIRST.exec(printed) ?? COMPACT.exec(printed);
  if (other) return dayOf(other[1], other[2], other[3]);
  if (/^\d{5}(?:\.\d+)?$/.test(printed)) return serialDay(Number(printed));
  return readPeriod(printed);
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
  const quarter = QUARTER.exec(printed);
  if (!quarter) return null;
  const last = Number(quarter[1]) * 3 + 3;
  return last > 12
    ? endOf(String(Number(quarter[2]) + 1), String(last - 12), 'quarter')
    : endOf(quarter[2], String(last), 'quarter');
}

const FILE_SPAN = new RegExp(`${MONTH}[-_ ]*(?:to)?[-_ ]*${MONTH}[-_ ]*(20\\d{2}|\\d{2})(?!\\d)`, 'i');
const FILE_MONTH = new RegExp(`(?<![a-z])${MONTH}[-_ ]*(20\\d{2}|\\d{2})(?!\\d)`, 'i');
const FILE_YEAR_FIRST = /(?<!\d)(20\d{2})[-_ ]?(0[1-9]|1[0-2])(?!\d)/;
const FILE_WORD_LATER = new RegExp(`(?<!\\d)(20\\d{2})[-_ ]*${MONTH}`, 'i');

/** The month or quarter that a file is called after (`2013-12.csv`, `apr-jun-2014`, `Dec-25`); null if after none. */
export function periodOfFileName(fileName: string): PrintedDay | null {
  const name = fileName.replace(/^.*[/\\]/, '').replace(/\.[a-z]+$/i, '');
  const span = FILE_SPAN.exec(name);
  if (span) return endOf(span[3], monthOf(span[2]), 'quarter');
  const iso = FILE_YEAR_FIRST.exec(name);
  if (iso) return endOf(iso[1], iso[2], 'month');
  const later = FILE_WORD_LATER.exec(name);
  if (later) return endOf(later[1], monthOf(later[2]), 'month');
  const month = FILE_MONTH.exec(name);
  return month ? endOf(month[2], monthOf(month[1]), 'month') : null;
}

function monthOf(word = ''): string {
  return String(MONTHS.indexOf(word.toLowerCase().slice(0, 3)) + 1);
}

function dayOf(year = '', month = '', day = ''): PrintedDay | null {
  const [y, m, d] = [fullYear(year), Number(month), Number(day)];
  const date = new Date(Date.UTC(y, m - 1, d));
  const real = date.getUTCFullYear() === y && date.getUTCMonth() === m - 1 && date.getUTCDate() === d;
  return real && isPlausible(y) ? { day: date.toISOString().slice(0, 10), precision: 'day' } : null;
}

function endOf(year = '', month = '', precision: 'month' | 'quarter'): PrintedDay | null {
  const [y, m] = [fullYear(year), Number(month)];
  if (m < 1 || m > 12 || !isPlausible(y)) return null;
  return { day: new Date(Date.UTC(y, m, 0)).toISOString().slice(0, 10), precision };
}

function serialDay(serial: number): PrintedDay | null {
  if (serial < SERIAL_MIN || serial > SERIAL_MAX) return null;
  const day = new Date(EXCEL_EPOCH + Math.floor(serial) * 86_400_000).toISOString().slice(0, 10);
  return { day, precision: 'day' };
}

function fullYear(year: string): number {
  return year.length === 2 ? 2000 + Number(year) : Number(year);
}

/** Spend over £500 has been published since 2010; a year far outside is a misprint. */
function isPlausible(year: number): boolean {
  return year >= 2005 && year < 2055;
}
