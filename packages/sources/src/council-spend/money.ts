const PLAIN = /^-?\d{1,12}(?:\.\d{1,2})?$/;
const GROUPED = /^\d{1,3}(?:,\d{3})+(?:\.\d*)?$/;
/** A trillion pounds: more is a misprint, and beyond what is stored exactly. */
const MOST = 1e14;
const NUMBER = /^(?:\d+\.?\d*|\.\d+)(?:E[+-]?\d{1,3})?$/i;

/**
 * A printed sum in integer pence, rounded half away from zero: `1,234.56`, `£1,234.5`, `(1,234.56)`, `-12`, `12-`,
 * `12.00 CR`, `-9.9E-9`. Null for anything else: `1,23` and `1.234,56` are not guessed at.
 */
export function readPence(printed: string): number | null {
  if (PLAIN.test(printed)) return plainPence(printed);
  let text = printed.replaceAll(/[\s£\u00A0]|GBP/g, '');
  let sign = 1;
  if (/^\(.*\)$/.test(text)) [sign, text] = [-sign, text.slice(1, -1)];
  if (/CR$/i.test(text)) [sign, text] = [-sign, text.slice(0, -2)];
  if (/^[-−–]/.test(text)) [sign, text] = [-sign, text.slice(1)];
  else if (/[-−–]$/.test(text)) [sign, text] = [-sign, text.slice(0, -1)];
  else if (text.startsWith('+')) text = text.slice(1);
  if (GROUPED.test(text)) text = text.replaceAll(',', '');
  if (!NUMBER.test(text)) return null;
  const pence = roundedPence(text);
  if (pence > MOST) return null;
  return pence === 0 ? 0 : sign * pence;
}

function plainPence(text: string): number {
  const negative = text.startsWith('-');
  const dot = text.indexOf('.');
  const whole = dot === -1 ? text : text.slice(0, dot);
  const fraction = dot === -1 ? '' : text.slice(dot + 1);
  const pence = Math.abs(Number(whole)) * 100 + Number(fraction.padEnd(2, '0'));
  return negative && pence !== 0 ? -pence : pence;
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
