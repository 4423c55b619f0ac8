import { inferSchema, initParser, type Parser } from 'udsv';

/** One company of the bulk register, as far as names are matched against it. */
export interface BulkCompany {
  readonly number: string;
  readonly name: string;
  /** Most recent first, as published. */
  readonly previousNames: readonly string[];
  readonly postcode: string | null;
  readonly status: string | null;
  readonly sicCodes: readonly string[];
}

/** Rows of the file whose company number is not one; they are counted, never guessed. */
export interface BulkBatch {
  readonly companies: readonly BulkCompany[];
  readonly rows: number;
  readonly refused: number;
}

const PREVIOUS = Array.from({ length: 10 }, (_, at) => `PreviousName_${at + 1}.CompanyName`);
const SIC = Array.from({ length: 4 }, (_, at) => `SICCode.SicText_${at + 1}`);
const NUMBER = /^[A-Z0-9]{8}$/;

/**
 * Reads `BasicCompanyDataAsOneFile` as a stream, in bounded memory: 55 columns by name (14 of them are published with a
 * leading space), the header unquoted, the rows quoted. Throws when a column that is needed is missing.
 */
export async function* readBulkRegister(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<BulkBatch> {
  const decoder = new TextDecoder('utf-8');
  let parser: Parser | undefined;
  let head = '';
  let read: ((row: readonly string[]) => BulkCompany) | undefined;
  const rows: string[][] = [];
  const keep = (row: string[]) => void rows.push(row);
  for await (const chunk of chunks) {
    let text = decoder.decode(chunk, { stream: true });
    if (!parser) {
      head += text;
      if (head.indexOf('\n') === -1) continue;
      read = readerOf(head.slice(0, head.indexOf('\n')));
      parser = initParser(inferSchema(`${head.slice(0, head.indexOf('\n') + 1)}"a","b"\n`, { encl: '"' }));
      text = head;
    }
    parser.chunk(text, parser.stringArrs, keep);
    yield batchOf(rows.splice(0), read);
  }
  parser?.end();
  yield batchOf(rows.splice(0), read);
}

function batchOf(
  rows: readonly string[][],
  read: ((row: readonly string[]) => BulkCompany) | undefined,
): BulkBatch {
  const companies = read ? rows.map(read).filter(({ number }) => NUMBER.test(number)) : [];
  return { companies, rows: rows.length, refused: rows.length - companies.length };
}

function readerOf(header: string): (row: readonly string[]) => BulkCompany {
  const names = header.split(',').map((name) => name.trim().replaceAll('"', ''));
  const placeOf = (name: string) => {
    const at = names.indexOf(name);
    if (at === -1)
      throw new Error(
        `The register file has no column ${name}: is it BasicCompanyData? It starts: ${header.slice(0, 80)}`,
      );
    return at;
  };
  const [number, name] = [placeOf('CompanyNumber'), placeOf('CompanyName')];
  const [postcode, status] = [placeOf('RegAddress.PostCode'), placeOf('CompanyStatus')];
  const previous = PREVIOUS.map(placeOf);
  const sic = SIC.map(placeOf);
  return (row) => ({
    number: row[number] ?? '',
    name: row[name] ?? '',
    previousNames: filled(row, previous),
    postcode: row[postcode] || null,
    status: row[status] || null,
    sicCodes: filled(row, sic).map((text) => text.slice(0, text.indexOf(' '))),
  });
}

function filled(row: readonly string[], places: readonly number[]): string[] {
  return places.flatMap((at) => row[at] || []);
}
