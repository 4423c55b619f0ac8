import { isoDate } from './calendar.ts';
import type { Transformation } from './formats.ts';

const dashes = /^[-‐‑‒–—―−]+$/;
const significant = /^[1-9]\d*$/;
/** What nine in ten amounts are printed like. */
const usual = /^[1-9][\d,]*$/;
const digits = /^(?:\d+\.?\d*|\.\d+)$/;
/** Longer than any amount of money; guards the decimal arithmetic against hostile digits and scales. */
const longestNumber = 40;
const largestScale = 30;

/** Moves the decimal point of an unsigned decimal string, exactly. */
function shift(decimal: string, scale: number): string {
  if (scale === 0 && significant.test(decimal)) return decimal;
  const point = decimal.indexOf('.');
  const whole = point === -1 ? decimal : decimal.slice(0, point);
  const fraction = point === -1 ? '' : decimal.slice(point + 1);
  const moved = whole.length + scale;
  const all = (whole + fraction).padStart(whole.length + fraction.length + Math.max(0, -moved), '0');
  const at = Math.max(0, moved);
  const integer = all
    .slice(0, at)
    .padEnd(at, '0')
    .replace(/^0+(?=\d)/, '');
  const rest = all.slice(at).replace(/0+$/, '');
  return `${integer === '' ? '0' : integer}${rest === '' ? '' : `.${rest}`}`;
}

/**
 * The value of a numeric fact as a plain decimal string in whole units, exact at any scale: format first, then
 * `scale`, then `sign`. Brackets and a printed minus mean negative, once, whatever `sign` says. Null when the text
 * is not a number. A lone dash is nil: nought.
 */
export function readDecimal(
  text: string,
  transformation: Transformation | undefined,
  scale = '',
  sign = '',
): string | null {
  if (transformation === 'zero') return '0';
  const power = scale.trim() === '' ? 0 : Number(scale);
  if (power === 0 && transformation !== 'comma-decimal' && text.length <= longestNumber && usual.test(text)) {
    const value = text.replaceAll(',', '');
    return sign.trim() === '-' ? `-${value}` : value;
  }
  let body = text.replace(/[\s£$€']/g, '').replace(/^\+(?=[\d.])/, '');
  if (dashes.test(body)) return '0';
  const printed = significant.test(body) ? null : /^(?:\((.+)\)|[-−](.+))$/.exec(body);
  if (printed !== null) body = printed[1] ?? printed[2] ?? '';
  body =
    transformation === 'comma-decimal'
      ? body.replaceAll('.', '').replace(',', '.')
      : body.replaceAll(',', '');
  if (body.length > longestNumber || !digits.test(body)) return null;
  if (!Number.isInteger(power) || Math.abs(power) > largestScale) return null;
  const value = shift(body, power);
  return value !== '0' && (sign.trim() === '-' || printed !== null) ? `-${value}` : value;
}

const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const fullMonths =
  'january february march april may june july august september october november december'.split(' ');

function monthNumber(name: string): number {
  const month = monthNames.indexOf(name.slice(0, 3)) + 1;
  return fullMonths[month - 1]?.startsWith(name) === true || name === 'sept' ? month : 0;
}

function fullYear(text: string): number {
  return text.length === 2 ? 2000 + Number(text) : Number(text);
}

/**
 * The day a printed date names, as `YYYY-MM-DD`: ISO, 31/03/2018, 31.3.18, 31 March 2018, March 31, 2018; spaces,
 * ordinals and split words do not matter. Day before month unless the format says otherwise. Null when unreadable.
 */
export function readDate(text: string, transformation?: Transformation): string | null {
  if (text.length > 100) return null;
  const compact = text.replace(/[\s,]+/g, '').toLowerCase();
  const iso = /^(\d{4})[-./](\d{1,2})[-./](\d{1,2})$/.exec(compact);
  if (iso !== null) return isoDate(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const named = /^(\d{1,2})(?:st|nd|rd|th)?(?:of)?[-./]?([a-z]{3,9})[-./]?(\d{4}|\d\d)$/.exec(compact);
  if (named !== null) return isoDate(fullYear(named[3]!), monthNumber(named[2]!), Number(named[1]));
  const printed = text.trim().toLowerCase();
  const american = /^([a-z]{3,9})[\s./-]*(\d{1,2})(?:st|nd|rd|th)?[\s,./-]+(\d{4}|\d\d)$/.exec(printed);
  if (american !== null)
    return isoDate(fullYear(american[3]!), monthNumber(american[1]!), Number(american[2]));
  const plain = /^(\d{1,2})[\s./–-]+(\d{1,2})[\s./–-]+(\d{4}|\d\d)$/.exec(printed);
  if (plain === null) return null;
  const [first, second] = [Number(plain[1]), Number(plain[2])];
  const monthFirst = transformation === 'month-day-year';
  return isoDate(fullYear(plain[3]!), monthFirst ? first : second, monthFirst ? second : first);
}

/** True or false as XML Schema writes them, in any case; null for anything else. */
export function readBoolean(text: string): boolean | null {
  const word = text.trim().toLowerCase();
  if (word === 'true' || word === '1') return true;
  return word === 'false' || word === '0' ? false : null;
}
