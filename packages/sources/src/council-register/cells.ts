import type { Award, ContractKind, ExposedContract, Money } from '@tocsin/domain';
import { readDay } from '../tables/day.ts';
import { readPence } from '../tables/money.ts';
import { ukDate } from '../uk-time.ts';

/** Pounds as people write them, in integer pence; null for anything else, sums below nothing too. */
export function readSum(cell: string): number | null {
  const pence = readPence(SUM_WITH_VAT.exec(cell)?.[1] ?? cell);
  return pence !== null && pence >= 0 ? pence : null;
}

/** A sum that says itself how it stands to VAT: `£50,000 (ex VAT)`, `£50,000 + VAT`. */
const SUM_WITH_VAT =
  /^((?:[^a-z]|gbp)*\d(?: ?gbp)?)\s*[,(]?\s*((?:\+|plus|net|gross|exc?[a-z]*\.?|inc[a-z]*\.?|vat)(?: (?:of )?(?:vat|exc?[a-z]*|inc[a-z]*))?\.?)\)?$/i;

/** Whether a sum includes VAT, where its own cell says so; null for all others. */
export function vatOfSum(cell: string): Money['vat'] | null {
  const [, , words = ''] = SUM_WITH_VAT.exec(cell) ?? [];
  return /^(?:\+|plus) vat/i.test(words) ? 'net' : readVat(words);
}

/** What stands around the day on which a contract ends and says no more: `Until 31/03/2027`. */
const UNTIL = /^(?:until:? |to |up to |ends?:? (?:on )?|expires:? (?:on )?|expiry:? )?(.*?\d)[.,;]?$/i;

/**
 * The day in a cell that says until when a contract runs. Null for all others: one that may go on, as `31/03/2027 (+1+1)`
 * says, has no end that is certain.
 */
export function readDayUntil(cell: string): string | null {
  const [, day = ''] = UNTIL.exec(cell) ?? [];
  return day === '' || day === cell ? null : readDayCell(day);
}

/** Before this year nothing in a register begins or ends: Excel's zero is a day of 1900, and it takes `31/03/30` for one of 1930. */
const FIRST_YEAR = '1950';

/**
 * A day written `2027-03-31`, `31/03/2027`, `31 March 2027`, `20270331` or as Excel's number of it; null for anything else,
 * and for a day too long ago to be meant.
 */
export function readDayCell(cell: string): string | null {
  const day = anyDay(cell);
  return day !== null && day >= FIRST_YEAR ? day : null;
}

/** Whether a cell is a day, too long ago to be meant. */
export function isLongAgo(cell: string): boolean {
  const day = anyDay(cell);
  return day !== null && day < FIRST_YEAR;
}

function anyDay(cell: string): string | null {
  // A moment in another zone is of the day that it is here.
  if (/^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)$/.test(cell)) return ukDate(cell);
  return readDay(cell, ['iso', 'day-first', 'worded', 'year-first', 'excel']);
}

/** One day or several, with semicolons, commas or AND between them, in their order; null where one cannot be read. */
export function readDays(cell: string): readonly string[] | null {
  const days = cell
    .split(/[;,&\n]| and /i)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(readDayCell);
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

/** A lead time: `9`, `9 months`, `1 year`. */
export function readMonths(cell: string): number | null {
  const [, number, unit] = /^(\d{1,3})\s*(months?|mths?|m|years?|yrs?|y)?\.?$/i.exec(cell.trim()) ?? [];
  const months = Number(number) * (unit?.toLowerCase().startsWith('y') ? 12 : 1);
  return months >= 1 && months <= 120 ? months : null;
}

const KINDS: readonly (readonly [RegExp, ContractKind])[] = [
  [/\bconcessions?\b/, 'concession'],
  [/\b(?:sub-?|under)?lease|\btenanc|\brent(?:al)?\b/, 'lease'],
  [/\bloans?\b/, 'loan'],
  [/\bgrants?\b/, 'grant'],
  [
    /\b(?:contracts?|services?|goods|suppl(?:y|ies)|works|frameworks?|call[ -]?offs?|purchase orders?|dps|sla)\b/,
    'contract',
  ],
];

/** What kind of agreement it is, by the register's word for it; null where it says none, or several. */
export function readKind(cell: string): ContractKind | null {
  const said = KINDS.filter(([says]) => says.test(cell.toLowerCase())).map(([, kind]) => kind);
  const special = said.filter((kind) => kind !== 'contract');
  return special.length > 1 ? null : (special[0] ?? said[0] ?? null);
}

/** Any words. */
export function readWords(cell: string): string | null {
  return isFailedFormula(cell) ? null : cell;
}

/** Whether a cell stands where a supplier's name should and says that there is none. */
export function namesNobody(cell: string): boolean {
  return (
    isFailedFormula(cell) ||
    /^(?:n\/?a|n\/?k|tb[acd]|unknown|not (?:known|applicable|stated)|none|-+|\?+)\.?$/i.test(cell)
  );
}

/** Whether a cell is what a spreadsheet shows of a formula that failed, or of a column that is too narrow. */
export function isFailedFormula(cell: string): boolean {
  return /^#(?:REF!|N\/A|VALUE!|NAME\?|DIV\/0!|NUM!|NULL!|SPILL!|CALC!|#+)$/i.test(cell);
}

const CRITICALITY: Readonly<Record<string, ExposedContract['criticality']>> = {
  yes: 'critical',
  y: 'critical',
  critical: 'critical',
  important: 'important',
  'business critical': 'critical',
  no: 'standard',
  n: 'standard',
  'not critical': 'standard',
  'non critical': 'standard',
  'non-critical': 'standard',
  standard: 'standard',
};

/** How badly the council needs the service, by its own word. */
export function readCriticality(cell: string): ExposedContract['criticality'] | null {
  return CRITICALITY[cell.toLowerCase()] ?? null;
}

/** Whether the sums of the line include VAT. */
export function readVat(cell: string): Money['vat'] | null {
  const word = cell.toLowerCase();
  if (word === 'unknown') return word;
  const said = [
    ['net', /^(?:net|(?:vat )?(?:ex|exc|excl|excluded|excluding|exclusive)\.?)(?: (?:of )?vat)?$/],
    ['gross', /^(?:gross|(?:vat )?(?:inc|incl|included|including|inclusive)\.?)(?: (?:of )?vat)?$/],
  ] as const;
  return said.find(([, says]) => says.test(word))?.[0] ?? null;
}

/** Which law the contract was let under. */
export function readRegime(cell: string): Award['regime'] | null {
  const word = cell.toLowerCase();
  if (/2023|\bpa\b/.test(word)) return 'procurement-act-2023';
  return /2015|\bpcr\b/.test(word) ? 'pcr-2015' : null;
}
