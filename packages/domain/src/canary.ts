import { CompanyNumber } from './company-number.ts';
import { HOUR_MS } from './span.ts';
import { GssCode, type IsoInstant } from './ids.ts';

/**
 * The canary: a made-up notice that each hour goes the whole way to a made-up council. By these codes its rows are known,
 * here and by `is_canary` of the database; nobody real ever bears one.
 */
export const CANARY_COUNCIL = GssCode.parse('E99999990');
export const CANARY_SOURCE = 'canary';

/** Its numbers begin so: Companies House, which counts upwards, is at 17 million. */
const NUMBERS = '99998';
/** What it leaves behind is kept for so long. */
export const CANARY_KEPT_DAYS = 7;
/** One company an hour, and each again only when nothing is left of the round before. */
const COMPANIES = (CANARY_KEPT_DAYS + 1) * 24;

/** The hour of a moment, by which a round is known. */
export function canaryHour(at: IsoInstant): IsoInstant {
  return new Date(hourOf(at) * HOUR_MS).toISOString();
}

/** The number of the company of which the notice of that hour is. */
export function canaryNumber(at: IsoInstant): CompanyNumber {
  return numberAt(hourOf(at) % COMPANIES);
}

/** The numbers of all its companies. */
export function canaryNumbers(): readonly CompanyNumber[] {
  return Array.from({ length: COMPANIES }, (_, at) => numberAt(at));
}

/** What its company of this number is called. */
export function canaryName(number: CompanyNumber): string {
  return `CANARY ${number.slice(NUMBERS.length)} LIMITED`;
}

/** Whether a code of a council, an id of a source or a number of a company is the canary's. */
export function isCanary(code: string): boolean {
  return code === CANARY_COUNCIL || code === CANARY_SOURCE || code.startsWith(NUMBERS);
}

function hourOf(at: IsoInstant): number {
  return Math.floor(Date.parse(at) / HOUR_MS);
}

function numberAt(place: number): CompanyNumber {
  return CompanyNumber.parse(`${NUMBERS}${String(place).padStart(3, '0')}`);
}
