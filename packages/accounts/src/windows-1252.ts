/**
 * The bytes 80 to 9F of Windows-1252, in which the euro sign and curly quotation marks stand; the others are those of
 * Latin-1. Decoders of several versions of Node take these for controls.
 */
const EXCEL =
  '\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F' +
  '\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178';

/** Text of single bytes read as Latin-1, as Windows-1252 means it. */
export function asWindows1252(latin1: string): string {
  return latin1.replace(/[\u0080-\u009F]/g, (byte) => EXCEL[byte.charCodeAt(0) - 0x80] ?? byte);
}
