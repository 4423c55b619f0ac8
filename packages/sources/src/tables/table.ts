import { UnreadableDocument } from '../define-source.ts';
import { countText } from './count-text.ts';
import { csvRecords, type CsvRecord } from './csv.ts';
import { readWorkbook } from './read-workbook.ts';
import { seenText } from '@tocsin/domain';
import { decodeText } from './text.ts';
import { isWorkbook } from './workbook.ts';

/** Some records of one sheet, which is known by its place; a file of text has one. */
export interface TablePiece {
  readonly sheet: number;
  /** Of a file of text empty. */
  readonly name: string;
  readonly hidden: boolean;
  /** As of a workbook’s `Sheet`. */
  readonly from1904?: boolean;
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
    for (const records of piecesOf(csvRecords(decodeText(bytes))))
      yield { sheet: 0, name: '', hidden: false, records };
    return;
  }
  for (const [sheet, { records, ...about }] of (await readWorkbook(bytes)).entries())
    for (const piece of piecesOf(records)) yield { ...about, sheet, records: piece };
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

/** A sheet that is shown, or a file of text: its rows, cells without the spaces around them. */
export interface SheetRows {
  readonly name: string;
  /** As of a workbook’s `Sheet`. */
  readonly from1904?: boolean;
  readonly hidden?: true;
  readonly rows: readonly (readonly string[])[];
}

/**
 * The rows of a file of text, or of each of a workbook's sheets: of those that are hidden only where they are asked for.
 * Throws `UnreadableDocument` as
 * `tablePieces` does, and where the text ends in the middle of a cell.
 */
export async function readSheetRows(bytes: Uint8Array, withHidden = false): Promise<readonly SheetRows[]> {
  const sheets: (SheetRows & { readonly rows: (readonly string[])[] })[] = [];
  let last = -1;
  for await (const { sheet, name, hidden, from1904 = false, records } of tablePieces(bytes)) {
    if (hidden && !withHidden) continue;
    if (sheet !== last)
      sheets.push({ name, ...(from1904 ? { from1904 } : {}), ...(hidden ? { hidden } : {}), rows: [] });
    last = sheet;
    const rows = sheets.at(-1)?.rows ?? [];
    for (const { cells, cut } of records) {
      if (cut) throw cutShort(rows.length + 1);
      rows.push(cells.map((cell) => seenText(cell).trim()));
    }
  }
  return sheets;
}

function cutShort(row: number): UnreadableDocument {
  return new UnreadableDocument(
    `The file ends inside the quotation marks that open in row ${row}: it may be cut short, or a mark is missing.`,
  );
}
