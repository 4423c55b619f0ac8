import { UnreadableDocument } from '../define-source.ts';

/** One record of a file: its cells as written, and whether the file ended inside quotation marks. */
export interface CsvRecord {
  readonly cells: readonly string[];
  readonly cut: boolean;
}

const DELIMITERS = [',', ';', '\t', '|'] as const;
const CR = 13;
const LF = 10;
const QUOTE = 34;

/** Reads separated text as it arrives: the records that are whole with each piece, and the last ones at the end. */
export interface CsvReader {
  readonly write: (piece: string) => Generator<CsvRecord>;
  readonly end: () => Generator<CsvRecord>;
}

/**
 * A reader as `csvRecords`, for text that is waited for. Where the publisher's separator is known, it is said; `strict`
 * throws where letters follow the mark that closes a cell: the text is no sound CSV.
 */
export function createCsvReader(separator = '', { strict = false } = {}): CsvReader {
  let text = '';
  let delimiter = separator;
  return {
    *write(piece) {
      text += piece;
      delimiter ||= delimiterOf(text);
      const scan = { text, at: 0, delimiter, strict };
      for (;;) {
        const record = nextRecord(scan, false);
        if (!record) break;
        yield record;
      }
      text = text.slice(scan.at);
    },
    *end() {
      const scan = { text, at: 0, delimiter, strict };
      while (scan.at < scan.text.length) {
        const record = nextRecord(scan, true);
        if (record) yield record;
      }
    },
  };
}

/**
 * Records of separated text that arrives in pieces. Lines may end in LF, CRLF or a bare CR, records may have any
 * number of cells, quotation marks inside a cell that does not begin with one are letters. A blank line is a record of
 * one empty cell. `rows in = rows out`: nothing is skipped.
 */
export function* csvRecords(pieces: Iterable<string>): Generator<CsvRecord> {
  const reader = createCsvReader();
  for (const piece of pieces) yield* reader.write(piece);
  yield* reader.end();
}

interface Scan {
  readonly text: string;
  /** Where the next record begins; moved only past whole records. */
  at: number;
  readonly delimiter: string;
  readonly strict: boolean;
}

/** The next whole record; null when more text is needed to see its end. */
function nextRecord(scan: Scan, last: boolean): CsvRecord | null {
  const { text } = scan;
  const separator = scan.delimiter.charCodeAt(0);
  const cells: string[] = [];
  let at = scan.at;
  for (;;) {
    let cell: string;
    if (text.charCodeAt(at) === QUOTE) {
      const quoted = readQuoted(text, at, separator);
      if (!quoted) {
        if (!last) return null;
        cells.push(text.slice(at + 1));
        scan.at = text.length;
        return { cells, cut: true };
      }
      if (scan.strict && quoted.isTorn)
        throw new UnreadableDocument('letters follow the quotation mark that closes a cell');
      cell = quoted.cell;
      at = quoted.at;
    } else {
      const from = at;
      at = endOfCell(text, at, separator);
      cell = text.slice(from, at);
    }
    if (at >= text.length) {
      if (!last) return null;
      cells.push(cell);
      scan.at = at;
      return { cells, cut: false };
    }
    cells.push(cell);
    const code = text.charCodeAt(at);
    at += 1;
    if (code === separator) continue;
    if (code === CR) {
      // The LF of a CRLF may still be on its way.
      if (at >= text.length && !last) return null;
      if (text.charCodeAt(at) === LF) at += 1;
    }
    scan.at = at;
    return { cells, cut: false };
  }
}

function endOfCell(text: string, from: number, separator: number): number {
  let at = from;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === separator || code === LF || code === CR) break;
  }
  return at;
}

/** A cell in quotation marks; doubled ones are one, letters after the closing one are kept. Null = no end in sight. */
function readQuoted(
  text: string,
  from: number,
  separator: number,
): { cell: string; at: number; isTorn: boolean } | null {
  let start = from + 1;
  let cell = '';
  for (;;) {
    const quote = text.indexOf('"', start);
    if (quote === -1 || quote + 1 >= text.length) {
      if (quote === -1) return null;
      return { cell: cell + text.slice(start, quote), at: quote + 1, isTorn: false };
    }
    cell += text.slice(start, quote);
    if (text.charCodeAt(quote + 1) === QUOTE) {
      cell += '"';
      start = quote + 2;
      continue;
    }
    const at = endOfCell(text, quote + 1, separator);
    return { cell: cell + text.slice(quote + 1, at), at, isTorn: at > quote + 1 };
  }
}

/** The separator that the first lines use most; commas where none is used. */
export function delimiterOf(text: string): string {
  const head = text.slice(0, 20_000).replaceAll(/"[^"]*"/g, '');
  const counts = DELIMITERS.map((delimiter) => head.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}
