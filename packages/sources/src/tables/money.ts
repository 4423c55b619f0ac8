const [MINUS, ZERO] = [45, 48];
/** What a number without its point is times, to be pence. */
const HUNDREDTHS = [100, 10, 1];
const GROUPED = /^\d{1,3}(?:[, ]\d{3})+(?:\.\d*)?$/;
/** A trillion pounds: more is a misprint, and beyond what is stored exactly. */
const MOST = 1e14;
const NUMBER = /^(?:\d+\.?\d*|\.\d+)(?:E[+-]?\d{1,3})?$/i;

/**
 * A printed sum in integer pence, rounded half away from zero: `1,234.56`, `£1 234.5`, `(1,234.56)`, `-12`, `12-`,
 * `12.00 CR`, `-9.9E-9`. Null for anything else: `1,23`, `12 34` and `1.234,56` are not guessed at.
 */
export function readPence(printed: string): number | null {
  const plain = plainPence(printed);
  if (plain !== null) return plain;
  let text = printed.replaceAll(/£|GBP/gi, '').replaceAll(/\s/g, ' ').trim();
  let sign = 1;
  if (/^\(.*\)$/.test(text)) [sign, text] = [-sign, text.slice(1, -1).trim()];
  if (/CR$/i.test(text)) [sign, text] = [-sign, text.slice(0, -2).trim()];
  if (/^[-−–]/.test(text)) [sign, text] = [-sign, text.slice(1)];
  else if (/[-−–]$/.test(text)) [sign, text] = [-sign, text.slice(0, -1)];
  else if (text.startsWith('+')) text = text.slice(1);
  text = text.trim();
  if (GROUPED.test(text)) text = text.replaceAll(/[, ]/g, '');
  if (!NUMBER.test(text)) return null;
  const pence = roundedPence(text);
  if (pence > MOST) return null;
  return pence === 0 ? 0 : sign * pence;
}

/** Whether a sum is printed as spreadsheets shorten it (`6E+05`, `1.23457E+11`), so that digits of it may be lost. */
export function losesDigits(printed: string): boolean {
  if (!printed.includes('E') && !printed.includes('e')) return false;
  const [, fraction = '', exponent] = SHORTENED.exec(printed) ?? [];
  return exponent !== undefined && fraction.length < Number(exponent) + 2;
}

const SHORTENED = /\d(?:\.(\d*))?E\+?(\d{1,3})\b/i;

/** What a printed sum below a heading in pence, thousands or millions comes to in integer pence, as `readPence`. */
export function readScaledPence(printed: string, pounds: number): number | null {
  const pence = readPence(printed);
  if (pence === null || pounds === 1) return pence;
  const scaled = Math.round(pence * pounds);
  return Math.abs(scaled) > MOST ? null : scaled;
}

/** Of up to twelve digits and two after a point, as most sums are printed; null for anything else. */
function plainPence(text: string): number | null {
  const from = text.charCodeAt(0) === MINUS ? 1 : 0;
  const point = text.indexOf('.');
  const end = point === -1 ? text.length : point;
  const decimals = point === -1 ? 0 : text.length - point - 1;
  if (end === from || end - from > 12 || decimals > 2 || (point !== -1 && decimals === 0)) return null;
  let pence = 0;
  for (let at = from; at < text.length; at += 1) {
    if (at === point) continue;
    const digit = text.charCodeAt(at) - ZERO;
    if (digit < 0 || digit > 9) return null;
    pence = pence * 10 + digit;
  }
  pence *= HUNDREDTHS[decimals] ?? 1;
  return from === 1 && pence !== 0 ? -pence : pence;
}

/** By digits, not by floating point: 1.005 pounds are 101 pence. */
function roundedPence(text: string): number {
  const [mantissa = '', exponent = '0'] = text.toUpperCase().split('E');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const shift = Number(exponent) + 2 - fraction.length;
  const digits = whole + fraction;
  if (shift >= 0) return Number(digits) * 10 ** shift;
  const kept = digits.slice(0, shift);
  const next = digits.length + shift < 0 ? '0' : (digits.at(shift) ?? '0');
  return Number(kept) + (next >= '5' ? 1 : 0);
}
