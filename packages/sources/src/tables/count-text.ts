import { caps, refuseOversize, refuseWide, type Count } from './caps.ts';
import { delimiterOf, endOfCell } from './csv.ts';

const [LF, CR, QUOTE, SPACE] = [10, 13, 34, 32];

/**
 * Counts rows, columns that hold anything and the longest cell of separated text, without keeping any of it, and throws
 * for people as soon as there is more than is read. Bounded in memory, whatever the text holds. `mend` as for
 * `createCsvReader`.
 */
export function countText(pieces: Iterable<string>, { mend = false } = {}): Count {
  const held: boolean[] = [];
  let [rows, columns, longest, width] = [0, 0, 0, 0];
  let separator = -1;
  let [row, column, length, before] = [1, 0, 0, LF];
  // Only the first character of a cell can open quotation marks; two that follow each other in them stand for one.
  let [begun, quoted, closed, holds, hasLines] = [false, false, false, false, false];

  function endCell(): void {
    if (length > longest) longest = length;
    if (column >= width) width = column + 1;
    if (holds) {
      rows = row;
      if (!held[column]) {
        held[column] = true;
        columns += 1;
      }
    }
    [length, begun, closed, holds, hasLines] = [0, false, false, false, false];
  }

  for (const piece of pieces) {
    if (separator === -1) separator = delimiterOf(piece).charCodeAt(0);
    for (let at = 0; at < piece.length; at += 1) {
      const code = piece.charCodeAt(at);
      if (code === QUOTE && quoted) [quoted, closed] = [false, true];
      else if (code === QUOTE && (!begun || closed)) {
        if (closed) [length, holds] = [length + 1, true];
        [begun, quoted, closed] = [true, true, false];
      } else if (!quoted && (code === separator || code === LF || code === CR)) {
        if (code !== LF || before !== CR) {
          endCell();
          column = code === separator ? column + 1 : 0;
          if (code !== separator) row += 1;
        }
      } else {
        length += 1;
        [begun, closed] = [true, false];
        if (code > SPACE) holds = true;
        else if (quoted && (code === LF || code === CR)) hasLines = true;
        // Most of a table is letters of cells that have begun: they are passed over in one go.
        if (holds && !quoted) {
          const end = endOfCell(piece, at + 1, separator);
          length += end - at - 1;
          at = end - 1;
          before = 0;
          continue;
        }
      }
      before = code;
      // A mark that nothing closes within what a cell holds is a letter, as it is to who reads the text.
      if (mend && quoted && hasLines && length > caps.cell) [quoted, length] = [false, 0];
    }
    refuseOversize({ rows, columns, longest: Math.max(longest, length) });
    refuseWide(width);
  }
  endCell();
  refuseOversize({ rows, columns, longest });
  refuseWide(width);
  return { rows, columns, longest };
}
