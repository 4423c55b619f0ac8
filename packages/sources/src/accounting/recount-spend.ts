import { isUtf8 } from 'node:buffer';
import { unzipSync } from 'fflate';
import { load } from 'cheerio';
import { posix } from 'node:path';

/** What a file says when it is read by something that knows neither our maps nor our readers. */
export interface Recount {
  readonly records: number;
  readonly pence: bigint;
  /** Of notices: how many times a supplier is named for an award. Pounds alone do not show one lost for another. */
  readonly pairs?: number;
}

type Table = readonly (readonly string[])[];

/** The columns that hold amounts, by the words of their own headers. */
const AMOUNT =
  /^(?:net|net ?(?:amount|value).*|amount.*|value|total|total \(excludes vat\)|total contract value.*|invoice line value.*)$/i;
/**
 * Counts the records of a separated file, or of all sheets of a workbook, hidden ones too, and adds up its amounts by exact
 * decimal arithmetic: the column that a header names, below it, until another header comes; of a table without a header
 * the last one with numbers, where a day stands beside it. A line told apart by another separator than the others counts
 * if it bears a day and an amount. Rows that the file itself calls sums are left in. Text is told apart line by line: a
 * quotation mark that nothing closes in its line joins lines only where these are no records by themselves. Null for what
 * is neither.
 */
export function recountSpend(bytes: Uint8Array): Recount | null {
  try {
    const tables = bytes[0] === 0x50 && bytes[1] === 0x4b ? tablesOf(bytes) : [recordsOf(textOf(bytes))];
    const counts = tables.map(recountTable);
    return {
      records: counts.reduce((sum, { records }) => sum + records, 0),
      pence: counts.reduce((sum, { pence }) => sum + pence, 0n),
    };
  } catch {
    return null;
  }
}

function recountTable(records: Table, _: number, tables: readonly Table[]): Recount {
  const first = records.findIndex(isHeader);
  if (first === -1 && tables.length > 1) return { records: records.length, pence: withoutHeader(records) };
  let pence = 0n;
  let column = first === -1 ? (records[0]?.length ?? 0) - 1 : 0;
  for (const [at, record] of records.entries()) {
    if (at < first) continue;
    if (isHeader(record)) column = columnOf(records, at);
    else pence += exactPence((record[column] ?? '').trim()) ?? otherwiseToldApart(record, column);
  }
  return { records: records.length, pence };
}

const PRINTED_DAY = /^\d{1,4}[-/. ](?:\d{1,2}|[a-z]{3,9})[-/. ]\d{2,4}(?:[T ].*)?$/i;

/** What the lines of a sheet without a header bear that have a day: printed, or as a workbook counts days. */
function withoutHeader(records: Table): bigint {
  const width = Math.max(0, ...records.map(({ length }) => length));
  const columns = Array.from({ length: width }, (_, at) =>
    records.map((record) => (record[at] ?? '').trim()),
  );
  const most = (says: (cell: string) => boolean) =>
    columns.map((cells) => cells.filter(says).length).map((count, at) => ({ count, at }));
  const isDay = (cell: string) => PRINTED_DAY.test(cell) || /^[34]\d{4}(?:\.\d+)?$/.test(cell);
  const isSum = (cell: string) => /\d/.test(cell) && exactPence(cell) !== null;
  const day = most(isDay).toSorted((a, b) => b.count - a.count)[0];
  const sum = most(isSum)
    .filter(({ at }) => at !== day?.at)
    .toSorted((a, b) => b.count - a.count || b.at - a.at)[0];
  if (!day || !sum || day.count < 2) return 0n;
  const dated = records.filter((record) => isDay((record[day.at] ?? '').trim()));
  return dated.reduce((all, record) => all + (exactPence((record[sum.at] ?? '').trim()) ?? 0n), 0n);
}

/** What a line of one or two cells bears, if another separator makes it a line with a day and an amount. */
function otherwiseToldApart(record: readonly string[], column: number): bigint {
  if (record.length > 2) return 0n;
  const line = record.join(',');
  for (const separator of [',', ';', '\t', '|']) {
    const cells = line.split(separator).map((cell) => cell.trim());
    if (cells.length <= 2 || !cells.some((cell) => PRINTED_DAY.test(cell))) continue;
    const there = exactPence(cells[column] ?? '');
    const last = cells.findLast((cell) => /\d\.\d\d$/.test(cell)) ?? '';
    return there ?? exactPence(last) ?? 0n;
  }
  return 0n;
}

function textOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const encoding = first === 0xff && second === 0xfe ? 'utf-16le' : isUtf8(bytes) ? 'utf-8' : 'windows-1252';
  return new TextDecoder(encoding).decode(bytes).replace(/^(?:\uFEFF|ï»¿|Ã¯»¿|Ã¯Â»Â¿)+/, '');
}

/** Cells of one line; null where a mark opens in it and does not close. */
function cellsOf(line: string, separator: string): string[] | null {
  const cells: string[] = [];
  let rest = line;
  for (;;) {
    const quoted = /^"((?:[^"]|"")*)"/.exec(rest);
    if (rest.startsWith('"') && !quoted) return null;
    const closed = quoted?.[0].length ?? 0;
    const end = rest.indexOf(separator, closed);
    const behind = rest.slice(closed, end === -1 ? undefined : end);
    cells.push(quoted ? (quoted[1] ?? '').replaceAll('""', '"') + behind : behind);
    if (end === -1) return cells;
    rest = rest.slice(end + 1);
  }
}

function recordsOf(text: string): Table {
  const lines = text.split(/\r\n|\n|\r/);
  if (lines.at(-1) === '') lines.pop();
  const separator = separatorOf(lines);
  const records: (readonly string[])[] = [];
  let width = 0;
  for (let at = 0; at < lines.length; at += 1) {
    let cells = cellsOf(lines[at] ?? '', separator);
    if (!cells) {
      const joined = joinedFrom(lines, at, separator);
      const asLetters = lines.slice(at, at + joined.lines).map((line) => line.split(separator));
      const areRecords = joined.lines > 1 && asLetters.every((each) => each.length === width);
      if (areRecords) cells = asLetters[0] ?? [];
      else {
        cells = joined.cells;
        at += joined.lines - 1;
      }
    }
    if (cells.length > 2) width = cells.length;
    records.push(cells);
  }
  return records;
}

/** More lines than these in one cell are no text of a cell. */
const LINES_OF_A_CELL = 2_000;

/** The lines that a mark joins, up to the one that closes it, or to the end. */
function joinedFrom(lines: readonly string[], from: number, separator: string) {
  let text = lines[from] ?? '';
  for (let at = from + 1; at < lines.length && at - from < LINES_OF_A_CELL; at += 1) {
    text += `\n${lines[at]}`;
    if (!(lines[at] ?? '').includes('"')) continue;
    const cells = cellsOf(text, separator);
    if (cells) return { cells, lines: at - from + 1 };
  }
  return { cells: [] as string[], lines: lines.length - from };
}

function separatorOf(lines: readonly string[]): string {
  const head = lines.slice(0, 60).join('\n');
  const counts = [',', ';', '\t', '|'].map((each) => ({ each, count: head.split(each).length }));
  return counts.toSorted((a, b) => b.count - a.count)[0]?.each ?? ',';
}

/** The parts of a workbook or an OpenDocument spreadsheet that are XML, read by name. */
function tablesOf(bytes: Uint8Array): readonly Table[] {
  const files = unzipSync(bytes, { filter: ({ name }) => name.endsWith('.xml') || name.endsWith('.rels') });
  const xml = (name: string) =>
    load(new TextDecoder().decode(files[name] ?? new Uint8Array()), { xml: true });
  return files['xl/workbook.xml'] ? tablesOfWorkbook(xml) : tablesOfOds(xml('content.xml'));
}

type Xml = ReturnType<typeof load>;

/** Rows that are written once for more than these are the empty rest of a sheet. */
const ROWS_OF_A_SHEET = 10_000;

/** The cells of the tables of an OpenDocument spreadsheet: numbers as stored, words as printed. */
function tablesOfOds(content: Xml): readonly Table[] {
  return content('table\\:table')
    .toArray()
    .map((table) => {
      const rows = content(table)
        .find('table\\:table-row')
        .toArray()
        .flatMap((row) => {
          const cells = content(row)
            .children()
            .toArray()
            .flatMap((cell) => {
              const text = content(cell).children('text\\:p').text();
              const said = cell.attribs['office:value'] ?? cell.attribs['office:date-value'] ?? text;
              const times = Number(cell.attribs['table:number-columns-repeated'] ?? 1);
              return said === '' && times > ROWS_OF_A_SHEET / 100 ? [] : Array<string>(times).fill(said);
            });
          const times = Number(row.attribs['table:number-rows-repeated'] ?? 1);
          return times > ROWS_OF_A_SHEET ? [] : Array<string[]>(times).fill(cells);
        });
      while (rows.at(-1)?.every((cell) => cell === '')) rows.pop();
      return rows;
    })
    .filter((rows) => rows.length > 0);
}

/** The cells of the sheets of a workbook, as its XML has them: merged ones once, numbers as written. */
function tablesOfWorkbook(xml: (name: string) => Xml): readonly Table[] {
  const shared = xml('xl/sharedStrings.xml')('si')
    .toArray()
    .map((item) => load(item, { xml: true })('t').not('rPh t').text());
  const relations = xml('xl/_rels/workbook.xml.rels');
  return xml('xl/workbook.xml')('sheet')
    .toArray()
    .map((sheet) => {
      const target = relations(`[Id="${sheet.attribs['r:id'] ?? ''}"]`).attr('Target') ?? '';
      return tableOf(xml(posix.resolve('/xl', target).slice(1)), shared);
    });
}

function tableOf(sheet: Xml, shared: readonly string[]): Table {
  const merged = sheet('mergeCell')
    .toArray()
    .map(({ attribs }) => (attribs['ref'] ?? '').split(':').map(placeOf));
  const rows: string[][] = [];
  for (const cell of sheet('sheetData c').toArray()) {
    const [row, column] = placeOf(cell.attribs['r'] ?? '');
    const isCovered = merged.some(
      ([[top, left] = [0, 0], [bottom, right] = [0, 0]]) =>
        row >= top && row <= bottom && column >= left && column <= right && (row !== top || column !== left),
    );
    const text = sheet(cell).find('v, is t').text();
    if (text === '') continue;
    while (rows.length <= row) rows.push([]);
    const said = cell.attribs['t'] === 's' ? (shared[Number(text)] ?? '') : text;
    const cells = rows[row];
    if (cells) cells[column] = !isCovered ? said : '';
  }
  return rows.map((cells) => Array.from(cells, (cell) => cell ?? ''));
}

/** Row and column of `B7`, counted from 0. */
function placeOf(reference: string): [number, number] {
  const [, letters = '', digits = ''] = /^([A-Z]+)(\d+)$/.exec(reference) ?? [];
  let column = 0;
  for (const letter of letters) column = column * 26 + (letter.codePointAt(0) ?? 0) - 64;
  return [Number(digits) - 1, column - 1];
}

function isHeader(record: readonly string[]): boolean {
  const words = record.filter((cell) => /[a-z]/i.test(cell)).length;
  const named = record.some((cell) => AMOUNT.test(cell.trim()));
  // A query printed above the data names its columns too.
  return (
    words > 3 && named && !record.some((cell) => cell.startsWith('text ') || exactPence(cell.trim()) !== null)
  );
}

/** Net before gross; where a first line names the groups of columns, the line below it. */
function columnOf(records: Table, headerAt: number): number {
  const header = records[headerAt]?.map((cell) => cell.trim()) ?? [];
  const below = records[headerAt + 1]?.indexOf('Net') ?? -1;
  if (below > -1) return below;
  const net = header.indexOf('Net');
  if (net > -1) return net;
  const named = header.findIndex((cell) => AMOUNT.test(cell));
  return named > -1 ? named : (records[0]?.length ?? 0) - 1;
}

/** Pence as a whole number, of what councils print; null for anything else. */
export function exactPence(printed: string): bigint | null {
  const bare = printed.replaceAll(/[£\s\u00A0]/g, '');
  const match = /^(\(?)(-?)(\d[\d,]*|)(?:\.(\d*))?(-?)(\)?)(CR)?$/i.exec(bare);
  if (!match || !/\d/.test(bare)) return /^-?\d\.\d+E-\d+$/.test(bare) ? 0n : null;
  const [, open, minus, whole = '', fraction = '', behind, , credit] = match;
  const kept = BigInt(whole.replaceAll(',', '') + fraction.padEnd(2, '0').slice(0, 2));
  const rounded = kept + ((fraction[2] ?? '0') >= '5' ? 1n : 0n);
  return open || minus || behind || credit ? -rounded : rounded;
}
