/** What stands in a piece of CSV. */
export interface QuotedRows {
  /** The wanted cells of each whole row, in file order. */
  readonly rows: readonly (readonly string[])[];
  /** Whole rows that have not as many cells as there are columns. */
  readonly misshapen: number;
  /** The text of the row it breaks off in. */
  readonly rest: string;
}

const QUOTE = '"'.charCodeAt(0);
const COMMA = ','.charCodeAt(0);
const NEWLINE = '\n'.charCodeAt(0);
const RETURN = '\r'.charCodeAt(0);

/**
 * Reads rows whose cells stand in quotes (`"A ""B"" LTD","00000001"`); a cell without them ends at the comma, a
 * quote inside a cell is part of it. Only the columns that are `wanted` (one flag a column) are cut out: the register
 * prints 55, of which a third is read, and cutting is most of the work.
 */
export function readQuotedRows(text: string, wanted: readonly boolean[]): QuotedRows {
  const rows: (readonly string[])[] = [];
  let misshapen = 0;
  let [start, at, column] = [0, 0, 0];
  let cells: string[] = [];
  while (at < text.length) {
    const isQuoted = text.charCodeAt(at) === QUOTE;
    const end = isQuoted ? closingQuote(text, at + 1) : endOfPlain(text, at);
    if (end === -1) break;
    if (wanted[column]) cells.push(cut(text, at, end, isQuoted));
    column += 1;
    at = isQuoted ? end + 1 : end;
    if (text.charCodeAt(at) === COMMA) {
      at += 1;
      continue;
    }
    if (column === wanted.length) rows.push(cells);
    else if (at > start) misshapen += 1;
    at += text.charCodeAt(at) === RETURN ? 2 : 1;
    cells = [];
    column = 0;
    start = at;
  }
  return { rows, misshapen, rest: text.slice(start) };
}

/** -1 where the text ends before it can be told. */
function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at !== -1; at = text.indexOf('"', at + 1)) {
    const next = text.charCodeAt(at + 1);
    if (next === COMMA || next === NEWLINE) return at;
    if (next === RETURN && text.length > at + 2) return at;
    if (next === QUOTE) at += 1;
  }
  return -1;
}

function endOfPlain(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === COMMA || code === NEWLINE) return at;
    if (code === RETURN && text.length > at + 1) return at;
  }
  return -1;
}

function cut(text: string, at: number, end: number, isQuoted: boolean): string {
  if (!isQuoted) return text.slice(at, end);
  const cell = text.slice(at + 1, end);
  return cell.includes('""') ? cell.replaceAll('""', '"') : cell;
}
