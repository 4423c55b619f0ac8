const [BEFORE_A, AFTER_Z, ZERO, NINE] = [64, 91, 48, 57];
/** Letters of the widest column there is, `XFD`. */
const LETTERS = 3;

// Both are asked of every cell of every workbook, and a pattern would take longer than all else that is done with it.

/** `AA7` → 27; 0 where the place is not said. */
export function columnOf(reference: string): number {
  let column = 0;
  for (let at = 0; at < LETTERS; at += 1) {
    const code = reference.charCodeAt(at);
    if (!(code > BEFORE_A && code < AFTER_Z)) break;
    column = column * 26 + code - BEFORE_A;
  }
  return column;
}

/** `AA7` → 7; 0 where the place is not said. */
export function rowOf(reference: string): number {
  let [row, unit] = [0, 1];
  for (let at = reference.length - 1; at >= 0; at -= 1) {
    const code = reference.charCodeAt(at);
    if (code < ZERO || code > NINE) break;
    row += (code - ZERO) * unit;
    unit *= 10;
  }
  return row;
}
