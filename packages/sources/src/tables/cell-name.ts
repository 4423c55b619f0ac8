/** `D7`: the fourth column of the seventh row. */
export function cellName(column: number, row: number): string {
  let letters = '';
  for (let left = column; left >= 0; left = Math.floor(left / 26) - 1)
    letters = String.fromCodePoint(65 + (left % 26)) + letters;
  return `${letters}${row}`;
}
