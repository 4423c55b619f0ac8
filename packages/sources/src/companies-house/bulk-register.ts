import { calendarDay, isCompanyNumber, type IsoDate } from '@tocsin/domain';
import { StringDecoder } from 'node:string_decoder';
import { UnreadableDocument } from '../unreadable.ts';
import { readQuotedRows, type QuotedRows } from './quoted-rows.ts';

/** One company of the bulk register, as far as names are matched against it. */
export interface BulkCompany {
  readonly number: string;
  readonly name: string;
  /** Most recent first, as published. */
  readonly previousNames: readonly string[];
  readonly postcode: string | null;
  readonly status: string | null;
  readonly sicCodes: readonly string[];
  readonly incorporatedOn: IsoDate | null;
}

/** Refused: rows whose company number is not one, or that have not as many cells as columns; counted, never guessed. */
export interface BulkBatch {
  readonly companies: readonly BulkCompany[];
  readonly rows: number;
  readonly refused: number;
}

interface Columns {
  readonly wanted: readonly boolean[];
  readonly read: (row: readonly string[]) => BulkCompany;
}

const PLAIN = ['CompanyNumber', 'CompanyName', 'RegAddress.PostCode', 'CompanyStatus', 'IncorporationDate'];
const PREVIOUS = Array.from({ length: 10 }, (_, at) => `PreviousName_${at + 1}.CompanyName`);
const SIC = Array.from({ length: 4 }, (_, at) => `SICCode.SicText_${at + 1}`);
/** `70229 - Management consultancy …`; where there is none, `None Supplied` is printed. */
const SIC_CODE = /^\d{4,5}/;
/** Real rows are below 2 kB: a quote that never closes must not fill the memory. */
const LONGEST_ROW = 1_000_000;

/**
 * Reads `BasicCompanyDataAsOneFile` as a stream, in bounded memory: 55 columns by name (14 of them are published with a
 * leading space), the header unquoted, the rows quoted. Throws
 * `UnreadableDocument` when a column that is needed is missing.
 */
export async function* readBulkRegister(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<BulkBatch> {
  const decoder = new StringDecoder('utf8');
  let columns: Columns | undefined;
  let rest = '';
  for await (const chunk of chunks) {
    rest += decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    if (!columns) {
      const head = rest.indexOf('\n');
      if (head === -1) continue;
      columns = columnsOf(rest.slice(0, head));
      rest = rest.slice(head + 1);
    }
    const read = readQuotedRows(rest, columns.wanted);
    rest = read.rest;
    if (rest.length > LONGEST_ROW)
      throw new UnreadableDocument(
        `The register file has a row that does not end; it starts: ${rest.slice(0, 80)}`,
      );
    yield batchOf(read, columns);
  }
  if (columns && rest !== '') yield batchOf(readQuotedRows(`${rest}\n`, columns.wanted), columns);
}

function batchOf({ rows, misshapen }: QuotedRows, { read }: Columns): BulkBatch {
  const companies = rows.map(read).filter(({ number }) => isCompanyNumber(number));
  const all = rows.length + misshapen;
  return { companies, rows: all, refused: all - companies.length };
}

function columnsOf(header: string): Columns {
  const names = header.split(',').map((name) => name.trim().replaceAll('"', ''));
  const placeOf = (name: string) => {
    const at = names.indexOf(name);
    if (at === -1)
      throw new UnreadableDocument(
        `The register file has no column ${name}: is it BasicCompanyData? It starts: ${header.slice(0, 80)}`,
      );
    return at;
  };
  const inOrder = [...PLAIN, ...PREVIOUS, ...SIC].map(placeOf).sort((a, b) => a - b);
  const cellOf = (name: string) => inOrder.indexOf(placeOf(name));
  const [number = 0, name = 0, postcode = 0, status = 0, incorporated = 0] = PLAIN.map(cellOf);
  const [previous, sic] = [PREVIOUS.map(cellOf), SIC.map(cellOf)];
  return {
    wanted: names.map((_, at) => inOrder.includes(at)),
    read: (row) => ({
      number: row[number] ?? '',
      name: row[name] ?? '',
      previousNames: filled(row, previous),
      postcode: row[postcode] || null,
      status: row[status] || null,
      sicCodes: filled(row, sic).flatMap((text) => SIC_CODE.exec(text)?.[0] ?? []),
      incorporatedOn: dayOfCell(row[incorporated] ?? ''),
    }),
  };
}

/** `03/02/2001`; what the register leaves out, or misprints, is not known. */
function dayOfCell(cell: string): IsoDate | null {
  const [, day, month, year] = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(cell) ?? [];
  return year === undefined ? null : calendarDay(Number(year), Number(month), Number(day));
}

function filled(row: readonly string[], places: readonly number[]): string[] {
  const cells: string[] = [];
  for (const at of places) {
    const cell = row[at];
    if (cell) cells.push(cell);
  }
  return cells;
}
