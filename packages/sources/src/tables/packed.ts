import type { CsvRecord } from './csv.ts';
import type { TablePiece } from './table.ts';

/** Records as they go from thread to thread: one text and where it is cut, for each string would be copied by itself. */
export interface PackedRecords {
  /** All cells, one after the other. */
  readonly text: string;
  /** Where each cell ends in it. */
  readonly ends: Uint32Array;
  /** How many cells each record has. */
  readonly widths: Uint32Array;
  /** Records of which there is more to say than their cells, by their place. */
  readonly odd: readonly (readonly [at: number, record: Omit<CsvRecord, 'cells'>])[];
}

/** A piece of a table as it is handed on. */
export type PackedPiece = Omit<TablePiece, 'records'> & { readonly records: PackedRecords };

/** Puts records together; `unpackRecords` gives back the same. */
export function packRecords(records: readonly CsvRecord[]): PackedRecords {
  const all: string[] = [];
  const widths = new Uint32Array(records.length);
  const odd: (readonly [number, Omit<CsvRecord, 'cells'>])[] = [];
  for (const [at, { cells, ...record }] of records.entries()) {
    for (const cell of cells) all.push(cell);
    widths[at] = cells.length;
    if (record.cut || record.swallows) odd.push([at, record]);
  }
  const ends = new Uint32Array(all.length);
  let [at, end] = [0, 0];
  for (const cell of all) {
    end += cell.length;
    ends[at++] = end;
  }
  return { text: all.join(''), ends, widths, odd };
}

/** The records that were put together. */
export function unpackRecords({ text, ends, widths, odd }: PackedRecords): CsvRecord[] {
  const records: CsvRecord[] = [];
  let [at, from] = [0, 0];
  for (const width of widths) {
    const cells: string[] = [];
    for (const last = at + width; at < last; at += 1) {
      const end = ends[at] ?? from;
      cells.push(text.slice(from, end));
      from = end;
    }
    records.push({ cells, cut: false });
  }
  for (const [place, record] of odd) {
    const { cells = [] } = records[place] ?? {};
    records[place] = { cells, ...record };
  }
  return records;
}
