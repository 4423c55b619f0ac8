import { UnreadableDocument } from '../define-source.ts';
import { caps } from './caps.ts';

/** One record of a file: its cells as written, and whether the file ended inside quotation marks. */
export interface CsvRecord {
  readonly cells: readonly string[];
  readonly cut: boolean;
  /** Set where quotation marks hold what may be whole records. */
  readonly swallows?: true;
}

const DELIMITERS = [',', ';', '\t', '|'] as const;
const CR = 13;
const LF = 10;
const QUOTE = 34;
/** Text of so many characters without the end of a record is looked at again only once it is twice as long. */
const LONG = 1 << 16;
/** Records of fewer cells say nothing of how many a record has. */
const NARROW = 3;

/** Reads separated text as it arrives: the records that are whole with each piece, and the last ones at the end. */
export interface CsvReader {
  readonly write: (piece: string) => Generator<CsvRecord>;
  readonly end: () => Generator<CsvRecord>;
}

/**
 * A reader as `csvRecords`, for text that is waited for. Where the publisher's separator is known, it is said; `strict`
 * throws where letters follow the mark that closes a cell: the text is no sound CSV. `mend` takes a mark for a letter
 * that would swallow whole records, or more than a cell holds: so people type them into names.
 */
export function createCsvReader(separator = '', { strict = false, mend = false } = {}): CsvReader {
  let text = '';
  let delimiter = separator;
  let [width, enough] = [0, 0];
  return {
    *write(piece) {
      text += piece;
      if (text.length < enough) return;
      delimiter ||= delimiterOf(text);
      const scan = { text, at: 0, delimiter, strict, mend, width };
      for (;;) {
        const record = nextRecord(scan, false);
        if (!record) break;
        yield record;
      }
      width = scan.width;
      text = text.slice(scan.at);
      enough = scan.at === 0 && text.length > LONG ? text.length * 2 : 0;
    },
    *end() {
      const scan = { text, at: 0, delimiter, strict, mend, width };
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
 * one empty cell. `rows in = rows out`: nothing is skipped. `mend` as for `createCsvReader`.
 */
export function* csvRecords(pieces: Iterable<string>, { mend = false } = {}): Generator<CsvRecord> {
  const reader = createCsvReader('', { mend });
  for (const piece of pieces) yield* reader.write(piece);
  yield* reader.end();
}

interface Scan {
  readonly text: string;
  /** Where the next record begins; moved only past whole records. */
  at: number;
  readonly delimiter: string;
  readonly strict: boolean;
  readonly mend: boolean;
  /** Cells of the last record that had several. */
  width: number;
}

/** The next whole record; null when more text is needed to see its end. */
function nextRecord(scan: Scan, last: boolean): CsvRecord | null {
  const { text } = scan;
  const separator = scan.delimiter.charCodeAt(0);
  const cells: string[] = [];
  let at = scan.at;
  let swallows = false;
  for (;;) {
    let cell: string;
    const quoted = text.charCodeAt(at) === QUOTE ? readQuoted(text, at, separator) : undefined;
    if (quoted !== undefined && !isStray(scan, cells.length, at, quoted, last)) {
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
      swallows ||= scan.mend && holdsRecord(scan, cell);
    } else {
      if (quoted !== undefined) at += 1;
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
    if (cells.length >= NARROW) scan.width = cells.length;
    return swallows ? { cells, cut: false, swallows } : { cells, cut: false };
  }
}

/**
 * Whether a mark that seems to open a cell is a letter: with it as one, every line that it would swallow is a record as
 * wide as the one before; or nothing that fits into a cell would close it.
 */
function isStray(
  { text, width, delimiter, mend }: Scan,
  before: number,
  from: number,
  quoted: Quoted | null,
  last: boolean,
): boolean {
  if (!mend) return false;
  if (quoted && !isLong(quoted.cell)) return false;
  const end = quoted ? quoted.at : text.length;
  if (end - from > caps.cell) return true;
  if (width < NARROW || (!quoted && !last)) return false;
  const swallowed = text
    .slice(from + 1, endOfLine(text, end))
    .trimEnd()
    .split(LINE_END);
  return (
    swallowed.length > 1 &&
    swallowed.every((line, at) => widthIn(line, delimiter) + (at === 0 ? before : 0) === width)
  );
}

/** Whether one of the lines of a cell, but the first, is as wide as a record. */
function holdsRecord({ width, delimiter }: Scan, cell: string): boolean {
  if (width < NARROW || !isLong(cell)) return false;
  return cell
    .split(LINE_END)
    .slice(1)
    .some((line) => line.split(delimiter).length >= width);
}

const LINE_END = /\r\n|\n|\r/;

function isLong(cell: string): boolean {
  return cell.includes('\n') || cell.includes('\r');
}

function endOfLine(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) !== LF && text.charCodeAt(at) !== CR) at += 1;
  return at;
}

/** Cells of one line by itself: a mark that no other one closes in it is a letter. */
function widthIn(line: string, delimiter: string): number {
  const plain = line.replaceAll(/(?<=^|[,;\t|])"(?:[^"]|"")*"(?=[,;\t|]|$)/g, '');
  return plain.split(delimiter).length;
}

/** Where a cell without quotation marks ends: at a separator, a line's end, or the end of the text. */
export function endOfCell(text: string, from: number, separator: number): number {
  let at = from;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === separator || code === LF || code === CR) break;
  }
  return at;
}

interface Quoted {
  readonly cell: string;
  readonly at: number;
  readonly isTorn: boolean;
}

/** A cell in quotation marks; doubled ones are one, letters after the closing one are kept. Null = no end in sight. */
function readQuoted(text: string, from: number, separator: number): Quoted | null {
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
