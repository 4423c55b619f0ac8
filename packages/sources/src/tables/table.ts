import { UnreadableDocument } from '../define-source.ts';
import { countText } from './count-text.ts';
import { csvRecords, type CsvRecord } from './csv.ts';
import { readWorkbook } from './read-workbook.ts';
import { decodeText } from './text.ts';
import { isWorkbook } from './workbook.ts';

/** Some records of one sheet, which is known by its place; a file of text has one. */
export interface TablePiece {
  readonly sheet: number;
  readonly hidden: boolean;
  readonly records: readonly CsvRecord[];
}

/** Cells that are handed on together: copying them takes a few milliseconds. */
const CELLS = 5_000;

/**
 * The records of a CSV file (UTF-8, UTF-16, Windows-1252; comma, semicolon, tab) or of each sheet of an XLSX workbook, in
 * pieces. Throws `UnreadableDocument` for what is over a cap. Takes its time: run it in the reading thread.
 */
export async function* tablePieces(bytes: Uint8Array): AsyncGenerator<TablePiece> {
  if (!isWorkbook(bytes)) {
    countText(decodeText(bytes));
    for (const records of piecesOf(csvRecords(decodeText(bytes)))) yield { sheet: 0, hidden: false, records };
    return;
  }
  for (const [sheet, { hidden, records }] of (await readWorkbook(bytes)).entries())
    for (const piece of piecesOf(records)) yield { sheet, hidden, records: piece };
}

function* piecesOf(records: Iterable<CsvRecord>): Generator<readonly CsvRecord[]> {
  let piece: CsvRecord[] = [];
  let cells = 0;
  for (const record of records) {
    piece.push(record);
    cells += record.cells.length + 1;
    if (cells < CELLS) continue;
    yield piece;
    piece = [];
    cells = 0;
  }
  if (piece.length > 0) yield piece;
}

/**
 * The rows of a file of text, or of a workbook's first sheet that is not hidden, cells without the spaces around them.
 * Throws `UnreadableDocument` as `tablePieces` does, and where the text ends in the middle of a cell.
 */
export async function readRows(bytes: Uint8Array): Promise<readonly (readonly string[])[]> {
  const rows: (readonly string[])[] = [];
  let shown: number | undefined;
  for await (const { sheet, hidden, records } of tablePieces(bytes)) {
    if (!hidden) shown ??= sheet;
    if (sheet !== shown) continue;
    for (const { cells, cut } of records) {
      if (cut) throw cutShort(rows.length + 1);
      rows.push(cells.map((cell) => cell.trim()));
    }
  }
  return rows;
}

function cutShort(row: number): UnreadableDocument {
  return new UnreadableDocument(
    `The file ends inside the quotation marks that open in row ${row}: it may be cut short, or a mark is missing.`,
  );
}
