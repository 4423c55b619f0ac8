import {
  readCompanyNumber,
  type Award,
  type CompanyNumber,
  type ExposedContract,
  type Money,
} from '@tocsin/domain';

/** Thousands are told by commas or spaces in threes, never guessed: `1234,56` is pounds and pence elsewhere. */
const POUNDS = /^(?:\d+|\d{1,3}(?:[, ]\d{3})+)(?:\.(\d{1,2}))?$/;

/** Pounds as people write them (`£1,250,000.00`) in integer pence; null for anything else, negative sums too. */
export function readPence(cell: string): number | null {
  const text = cell.replaceAll('\u00A0', ' ').replace(/^£ ?/, '');
  const match = POUNDS.exec(text);
  if (!match) return null;
  const whole = text.replace(/\..*$/, '').replaceAll(/[, ]/g, '');
  const pence = Number(whole) * 100 + Number((match[1] ?? '').padEnd(2, '0'));
  return Number.isSafeInteger(pence) ? pence : null;
}

const EXCEL_EPOCH = Date.UTC(1899, 11, 30);
const DAY_MS = 86_400_000;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** A day written `2027-03-31`, `31/03/2027`, `31 March 2027` or as Excel's number of it; null for anything else. */
export function readDay(cell: string): string | null {
  const iso = /^(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?$/.exec(cell);
  if (iso) return dayOf(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const british = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(cell);
  if (british) return dayOf(Number(british[3]), Number(british[2]), Number(british[1]));
  const worded = /^(\d{1,2})[ -]([A-Za-z]{3})[a-z]*[ -](\d{4})$/.exec(cell);
  if (worded)
    return dayOf(Number(worded[3]), MONTHS.indexOf((worded[2] ?? '').toLowerCase()) + 1, Number(worded[1]));
  // Excel's number of a day between 1982 and 2064.
  if (/^[3-5]\d{4}$/.test(cell))
    return new Date(EXCEL_EPOCH + Number(cell) * DAY_MS).toISOString().slice(0, 10);
  return null;
}

function dayOf(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  const real =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return real ? date.toISOString().slice(0, 10) : null;
}

/** One day or several, with semicolons, commas or AND between them, in their order; null where one cannot be read. */
export function readDays(cell: string): readonly string[] | null {
  const days = cell
    .split(/[;,&\n]| and /i)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(readDay);
  const read = days.filter((day) => day !== null);
  return read.length === 0 || read.length < days.length ? null : [...new Set(read)].sort();
}

/** Yes or no. */
export function readYes(cell: string): boolean | null {
  const word = cell.toLowerCase();
  if (['yes', 'y', 'true', 'held'].includes(word)) return true;
  return ['no', 'n', 'false', 'none', 'not held'].includes(word) ? false : null;
}

/** A whole number of people or months. */
export function readCount(cell: string): number | null {
  return /^\d{1,6}$/.test(cell) ? Number(cell) : null;
}

/** A company number, as the domain reads it everywhere. */
export function readNumber(cell: string): CompanyNumber | null {
  return readCompanyNumber(cell);
}

/** Any words. */
export function readWords(cell: string): string | null {
  return cell;
}

const CRITICALITY: Readonly<Record<string, ExposedContract['criticality']>> = {
  yes: 'critical',
  y: 'critical',
  critical: 'critical',
  important: 'important',
  no: 'standard',
  n: 'standard',
  standard: 'standard',
};

/** How badly the council needs the service, by its own word. */
export function readCriticality(cell: string): ExposedContract['criticality'] | null {
  return CRITICALITY[cell.toLowerCase()] ?? null;
}

/** Whether the sums of the line include VAT. */
export function readVat(cell: string): Money['vat'] | null {
  const word = cell.toLowerCase();
  return word === 'net' || word === 'gross' || word === 'unknown' ? word : null;
}

/** Which law the contract was let under. */
export function readRegime(cell: string): Award['regime'] | null {
  const word = cell.toLowerCase();
  if (/2023|\bpa\b/.test(word)) return 'procurement-act-2023';
  return /2015|\bpcr\b/.test(word) ? 'pcr-2015' : null;
}
