import { createReadStream } from 'node:fs';
import { createCsvReader, decodeStream, type CsvReader, type CsvRecord } from '@tocsin/sources';

/** One row under the columns of its file; `excess`: it has more cells than the header, so that none can be trusted. */
export interface CsvRow {
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
  readonly excess: number;
}

/**
 * The rows of a CSV of any size, in UTF-8, UTF-16 or windows-1252, read as a stream. Cells that a row lacks are empty. A
 * header without a needed column, and text that is no CSV, are refused with the file and the line.
 */
export async function* readCsvRows(file: string, needed: readonly string[]): AsyncGenerator<CsvRow> {
  const reader = createCsvReader(',', { strict: true });
  let columns: readonly string[] | undefined;
  let line = 0;
  try {
    for await (const { cells, cut } of recordsOf(
      reader,
      decodeStream(() => createReadStream(file)),
    )) {
      if (cut) throw new Error('the file ends inside quotation marks that open');
      line += cells.join('').split('\n').length;
      if (cells.length === 1 && cells[0] === '') continue;
      if (!columns) {
        columns = checkHeader(cells, needed);
        continue;
      }
      yield {
        line,
        cells: Object.fromEntries(columns.map((name, at) => [name, cells[at] ?? ''])),
        excess: Math.max(0, cells.length - columns.length),
      };
    }
  } catch (cause) {
    const where = columns ? ` in line ${line + 1}` : '';
    throw new Error(`${file}: ${cause instanceof Error ? cause.message : String(cause)}${where}`, { cause });
  }
  if (!columns) throw new Error(`${file}: it is empty; the first row has to name ${needed.join(', ')}`);
}

async function* recordsOf(reader: CsvReader, pieces: AsyncIterable<string>): AsyncGenerator<CsvRecord> {
  for await (const piece of pieces) yield* reader.write(piece);
  yield* reader.end();
}

function checkHeader(header: readonly string[], needed: readonly string[]): readonly string[] {
  const columns = header.map((name) => name.trim().toLowerCase());
  const missing = needed.filter((name) => !columns.includes(name));
  if (missing.length > 0) throw new Error(`no column ${missing.join(', ')}; it has ${columns.join(', ')}`);
  return columns;
}
