import { csvRecords, type CsvRecord } from './csv.ts';
import { decodeText } from './text.ts';
import { isWorkbook, sheetRecords } from './workbook.ts';
import { UnreadableDocument } from '../define-source.ts';

/** A register of some thousand contracts is a hundredth of this. */
const MAX_MB = 25;

/**
 * The rows of a CSV file (UTF-8, UTF-16, Windows-1252; comma, semicolon, tab) or of an XLSX file's first sheet that is not hidden. Throws,
 * for people, for what is neither, is larger than 25 MB, or ends in the middle of a cell.
 */
export async function readTable(bytes: Uint8Array): Promise<readonly (readonly string[])[]> {
  if (bytes.length > MAX_MB * 1024 * 1024)
    throw new UnreadableDocument(
      `The file has ${Math.round(bytes.length / 1024 / 1024)} MB, and ${MAX_MB} MB are read at most. ` +
        'Save the sheet with the contracts alone, as CSV or XLSX.',
    );
  const records = isWorkbook(bytes)
    ? ((await sheetRecords(bytes)).find(({ hidden }) => !hidden)?.records ?? [])
    : [...csvRecords(decodeText(bytes))];
  return records.map(wholeRow);
}

function wholeRow({ cells, cut }: CsvRecord, at: number): readonly string[] {
  if (!cut) return cells.map((cell) => cell.trim());
  throw new UnreadableDocument(
    `The file ends inside the quotation marks that open in row ${at + 1}: it may be cut short, or a mark is missing.`,
  );
}
