/**
 * A text as a spreadsheet may hold it: what it would take for a formula (also after blanks, or in full-width characters)
 * gets an apostrophe before it. For every CSV that is written, headings and cells alike; numbers are no texts.
 */
export function inertCell(text: string): string {
  return /^[\s\p{Cc}\p{Cf}]*[=+\-@|%＝＋－＠−]/u.test(text) || /^[\t\r\n]/.test(text) ? `'${text}` : text;
}
