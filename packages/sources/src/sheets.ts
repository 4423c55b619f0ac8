import { readInThread } from './reading-thread.ts';
import type { CsvRecord } from './tables/csv.ts';
import type { Sheet } from './tables/read-workbook.ts';
import { unpackRecords, type PackedPiece } from './tables/packed.ts';

/**
 * The sheets of a workbook that hold anything (a file of text is one), read in the reading thread: dates as ISO days,
 * formulas by their stored result, merged cells by their first. Throws `UnreadableDocument` for what is no workbook or
 * is over a cap.
 */
export async function readSheets(bytes: Uint8Array): Promise<readonly Sheet[]> {
  const sheets: { readonly name: string; readonly hidden: boolean; readonly records: CsvRecord[] }[] = [];
  let last = -1;
  for await (const piece of readInThread('table', bytes)) {
    const { sheet, name, hidden, records } = piece as PackedPiece;
    if (sheet !== last) sheets.push({ name, hidden, records: [] });
    last = sheet;
    for (const record of unpackRecords(records)) sheets.at(-1)?.records.push(record);
  }
  return sheets;
}
