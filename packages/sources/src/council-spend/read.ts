import type { GssCode } from '@tocsin/domain';
import { UnreadableDocument, type SourceDocument } from '../define-source.ts';
import { csvRecords, type CsvRecord } from './csv.ts';
import { periodOfFileName, readDay } from './day.ts';
import { layoutOfHeader, placesOf, type CouncilMap, type Layout, type Shape } from './map.ts';
import { mapOfDocument } from '../council-maps.ts';
import { readPence } from './money.ts';
import { unknownLayout } from './nearest.ts';
import { refuseMonthFirst, widestRecord, widthOf } from './plausible.ts';
import { createRowReader, type SpendRow } from './row.ts';
import { decodeText, encodingOf } from './text.ts';
import { isWorkbook, sheetRecords } from './workbook.ts';

/** A header is looked for in so many records: one council prints its query of fifteen lines above it. */
const HEAD = 60;
const SHAPED = 20;

/** A council's spending file that we know how to read. `rows` reads as it is walked, once. */
export interface SpendFile {
  readonly council: GssCode;
  readonly councilName: string;
  /** Files of one series may be published again; files of two series (spend, card) stand side by side. */
  readonly series: string;
  readonly rows: Iterable<SpendRow>;
}

export interface SpendDocument extends Pick<SourceDocument, 'url' | 'body'> {
  /** The council that a person named; else its site or folder tells. */
  readonly council?: string;
}

/**
 * Opens a spending file in CSV or XLSX. Every record of it comes out once: as payment, redacted payment, not a payment
 * (with the reason), or refused (with the reason). Throws `UnreadableDocument` where council or layout are not known.
 */
export async function openSpendFile(
  maps: readonly CouncilMap[],
  document: SpendDocument,
): Promise<SpendFile> {
  if (!isWorkbook(document.body)) return openSpendText(maps, document);
  return openParts(maps, document, await sheetRecords(document.body));
}

/** As `openSpendFile`, with the refusal handed back instead of thrown. */
export async function readSpendFile(
  maps: readonly CouncilMap[],
  document: SpendDocument,
): Promise<SpendFile | UnreadableDocument> {
  try {
    return await openSpendFile(maps, document);
  } catch (error) {
    if (error instanceof UnreadableDocument) return error;
    throw error;
  }
}

/** As `openSpendFile`, of separated text alone, without waiting. */
export function openSpendText(maps: readonly CouncilMap[], document: SpendDocument): SpendFile {
  const wrong = whatElse(document.body);
  if (wrong)
    throw new UnreadableDocument(
      `${wrong} instead of a CSV or XLSX file of payments. Nothing was read. Hand it in as one of these`,
    );
  return openParts(maps, document, [{ hidden: false, records: csvRecords(decodeText(document.body)) }]);
}

interface Part {
  readonly head: readonly CsvRecord[];
  readonly rest: Iterator<CsvRecord>;
  readonly opening: Opening | null;
  readonly hidden: boolean;
}

interface Records {
  readonly hidden: boolean;
  readonly records: Iterable<CsvRecord>;
}

function openParts(
  maps: readonly CouncilMap[],
  document: SpendDocument,
  sheets: readonly Records[],
): SpendFile {
  const map = mapOfDocument(maps, document);
  const parts = sheets.map((sheet) => openPart(sheet, map, document.url));
  const layout = parts.find(({ opening }) => opening !== null)?.opening?.layout;
  if (!map || !layout) {
    const heads = parts.map(({ head }) => head.map(({ cells }) => cells));
    const longest = heads.toSorted((a, b) => b.length - a.length)[0] ?? [];
    throw new UnreadableDocument(unknownLayout(maps, map, longest));
  }
  return {
    council: map.gss,
    councilName: map.name,
    series: layout.kind === 'payments' ? layout.series : layout.kind,
    rows: rowsOf(parts),
  };
}

/** Where the payments of a sheet begin: below its header, or at once (-1) where it has none. */
interface Opening {
  readonly layout: Layout;
  readonly headerAt: number;
  /** Cells that a record may have. */
  readonly widest: number;
  readonly read: (cells: readonly string[], row: number) => SpendRow;
}

function openPart({ hidden, records }: Records, map: CouncilMap | null, url: string): Part {
  const rest = records[Symbol.iterator]();
  const head: CsvRecord[] = [];
  while (head.length < HEAD) {
    const next = rest.next();
    if (next.done) break;
    head.push(next.value);
  }
  return { head, rest, hidden, opening: map && !hidden ? openingOf(map, head, url) : null };
}

function openingOf(map: CouncilMap, head: readonly CsvRecord[], url: string): Opening | null {
  for (const [headerAt, { cells }] of head.entries()) {
    const layout = layoutOfHeader(map, cells);
    if (layout) return openingAt(layout, headerAt, cells, head.slice(headerAt + 1), map, url);
  }
  const filled = head
    .map(({ cells }) => cells)
    .filter((cells) => cells.some((cell) => cell.trim() !== ''))
    .slice(0, SHAPED);
  const layout = map.layouts.find(
    (each) => each.kind === 'payments' && each.shapes.some((shape) => hasShape(filled, shape)),
  );
  return layout ? openingAt(layout, -1, [], head, map, url) : null;
}

function openingAt(
  layout: Layout,
  headerAt: number,
  header: readonly string[],
  below: readonly CsvRecord[],
  map: CouncilMap,
  url: string,
): Opening {
  const records = below.map(({ cells }) => cells);
  const read = readerOf(layout, header, records, map, url);
  return { layout, headerAt, widest: widestRecord(header, records), read };
}

/** All of the first records but one in ten look as described. */
function hasShape(records: readonly (readonly string[])[], { width, dates, amounts }: Shape): boolean {
  const fitting = records.filter(
    (cells) =>
      cells.length === width &&
      dates.every((at) => readDay((cells[at] ?? '').trim()) !== null) &&
      amounts.every((at) => readPence((cells[at] ?? '').trim()) !== null),
  );
  return records.length > 0 && fitting.length >= records.length * 0.9;
}

function* rowsOf(parts: readonly Part[]): Generator<SpendRow> {
  let row = 0;
  for (const { head, rest, opening, hidden } of parts) {
    const headerAt = opening?.headerAt ?? HEAD;
    for (const [at, record] of head.entries()) {
      row += 1;
      if (opening && at > headerAt) yield readRecord(record, row, opening);
      else yield notPaid(row, hidden ? HIDDEN : whyNot(opening, at));
    }
    for (let next = rest.next(); !next.done; next = rest.next()) {
      row += 1;
      if (opening) yield readRecord(next.value, row, opening);
      else yield notPaid(row, hidden ? HIDDEN : whyNot(opening, HEAD));
    }
  }
}

function notPaid(row: number, reason: string): SpendRow {
  return { row, outcome: 'not-a-payment', reason, pence: null };
}

function readRecord({ cells, cut }: CsvRecord, row: number, { widest, read }: Opening): SpendRow {
  if (cut) return { row, outcome: 'refused', reason: CUT, pence: null };
  if (cells.length > widest && widthOf(cells) > widest)
    return { row, outcome: 'refused', reason: TORN, pence: null };
  return read(cells, row);
}

const HIDDEN = 'on a hidden sheet';
const CUT = 'the file ends inside quotation marks: it may be cut short';
const TORN =
  'more cells than other lines: a comma inside a cell without quotation marks, so that all may be wrong';

function whyNot(opening: Opening | null, at: number): string {
  if (!opening) return 'on a sheet without payments';
  return at === opening.headerAt ? 'header' : 'above the header';
}

function readerOf(
  layout: Layout,
  header: readonly string[],
  below: readonly (readonly string[])[],
  map: CouncilMap,
  url: string,
): Opening['read'] {
  if (layout.kind === 'contract-register') return (_, row) => notPaid(row, 'a line of a contract register');
  const places = placesOf(layout, header);
  if (typeof places === 'string')
    throw new UnreadableDocument(`the map of ${map.name} does not fit this file: ${places}`);
  const { date } = places;
  const period = periodOfFileName(url);
  if (date !== undefined && layout.dateFrom === 'column')
    refuseMonthFirst(
      layout,
      below.map((cells) => cells[date] ?? ''),
      period,
    );
  return createRowReader({ layout, places, header, period, council: map.gss, councilName: map.name });
}

/** What the bytes are, where they are neither separated text nor a workbook; else null. */
export function whatElse(bytes: Uint8Array): string | null {
  const raw = new TextDecoder('latin1').decode(bytes.subarray(0, 512));
  const start = raw.trimStart();
  if (start === '') return 'an empty file';
  if (start.startsWith('%PDF')) return 'a PDF';
  if (raw.startsWith('\u00D0\u00CF\u0011\u00E0'))
    return Buffer.from(bytes).includes(Buffer.from('EncryptedPackage', 'utf16le'))
      ? 'a workbook that a password protects'
      : 'a workbook in the old XLS format';
  if (raw.startsWith('\t\b')) return 'a workbook in the old XLS format';
  if (/^(?:\u00EF\u00BB\u00BF)?</.test(start)) return 'a page';
  if (/^[[{]\s*["{[]/.test(start)) return 'JSON';
  return raw.includes('\0') && !encodingOf(bytes).startsWith('utf-16') ? 'a file that is no text' : null;
}
