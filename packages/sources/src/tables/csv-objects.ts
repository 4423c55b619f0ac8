import { UnreadableDocument } from '../define-source.ts';
import { createCsvReader } from './csv.ts';
import { decodeText } from './text.ts';

/**
 * The rows of a list with commas under the names of its header, blank lines left out. Throws `UnreadableDocument` where
 * the list ends inside quotation marks and, unless `ragged`, where a row has more or fewer cells than the header; of a
 * ragged list cells beyond the header are dropped and cells that a row lacks are not there.
 */
export function csvObjects(bytes: Uint8Array, { ragged = false } = {}): Record<string, string>[] {
  const reader = createCsvReader(',');
  const rows: Record<string, string>[] = [];
  let columns: readonly string[] | undefined;
  let at = 0;
  const take = ({ cells, cut }: { readonly cells: readonly string[]; readonly cut: boolean }): void => {
    at += 1;
    if (cut)
      throw new UnreadableDocument(`broken CSV: it ends inside the quotation marks that open in row ${at}`);
    if (cells.length === 1 && cells[0] === '') return;
    if (!columns) columns = cells;
    else if (!ragged && cells.length !== columns.length)
      throw new UnreadableDocument(
        `broken CSV: row ${at} has ${cells.length} cells, and the header has ${columns.length}`,
      );
    else
      rows.push(
        Object.fromEntries(columns.slice(0, cells.length).map((name, place) => [name, cells[place] ?? ''])),
      );
  };
  for (const piece of decodeText(bytes)) for (const record of reader.write(piece)) take(record);
  for (const record of reader.end()) take(record);
  return rows;
}
