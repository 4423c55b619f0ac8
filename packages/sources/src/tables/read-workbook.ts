import { UnreadableDocument } from '../define-source.ts';
import { seenText } from '@tocsin/domain';
import { caps, openHeld, refuseUnpacked } from './caps.ts';
import type { CsvRecord } from './csv.ts';
import { createStyles, dayOfCount } from './number-formats.ts';
import { columnOf, rowOf } from './place.ts';
import { type CellValue, createSheetReader, type SheetValues, type WorkbookTold } from './read-sheet.ts';
import { createOdsReader, ODS_CONTENT, walkOds, type OdsRows } from './read-ods.ts';
import { createSharedTexts } from './shared-texts.ts';
import { createWorkbookParts, RELATIONS, WORKBOOK } from './workbook-parts.ts';
import { openXml, type XmlReader } from './xml-parts.ts';
import { broken, zipEntries, type ZipEntry } from './zip-entries.ts';

/** A sheet that holds anything. What is hidden is often the working of what is shown, and would be counted twice. */
export interface Sheet {
  /** Of a file of text empty. */
  readonly name: string;
  readonly hidden: boolean;
  /** Whether its numbers of days are counted from 1904; those that are shown as days are read so. */
  readonly from1904?: boolean;
  readonly records: readonly CsvRecord[];
}

/**
 * The records of each sheet of an XLSX workbook or an ODS spreadsheet that holds anything: dates as ISO days, formulas by their stored
 * result, never computed, what failed as it says (`#N/A`), merged cells by their first. Everything is counted as it
 * unpacks, piece by piece, and throws, for people, the moment that a cap is passed: what an archive says of its own
 * sizes may be a lie. Throws `UnreadableDocument` for what is no workbook.
 */
export async function readWorkbook(bytes: Uint8Array): Promise<readonly Sheet[]> {
  const entries = await zipEntries(bytes);
  if (isOds(entries)) return readOds(entries);
  const unpack = unpacking(entries);
  const book = createWorkbookParts();
  await unpack(RELATIONS, book);
  await unpack(WORKBOOK, book);
  const { sheets, texts: textsPart, styles: stylesPart, date1904 } = book.read();
  const held = openHeld();
  const [texts, styles] = [createSharedTexts(held), createStyles()];
  await unpack(textsPart, texts);
  await unpack(stylesPart, styles);
  const told = { texts: texts.texts, dayOf: dayReader(styles.days, date1904), held };
  const parts = new Set(sheets.map(({ part }) => part));
  const read = new Map<string, SheetValues>();
  for (const { name } of entries) if (parts.has(name)) read.set(name, await readSheet(name, told));
  await unpack.rest();
  if (!entries.some(({ name }) => name === WORKBOOK)) throw otherArchive(entries);
  return sheets.flatMap(({ name, hidden, part }) => {
    const values = read.get(part);
    // A part is one sheet, however often it is listed.
    read.delete(part);
    return values && values.rows > 0
      ? [{ name, hidden, ...(date1904 ? { from1904: true } : {}), records: recordsOf(values) }]
      : [];
  });

  async function readSheet(name: string, about: WorkbookTold): Promise<SheetValues> {
    const sheet = createSheetReader(about);
    await unpack(name, sheet);
    return sheet.read();
  }
}

/** An OpenDocument spreadsheet has its sheets in one part, and no list of parts as XLSX has. */
function isOds(entries: readonly ZipEntry[]): boolean {
  const names = new Set(entries.map(({ name }) => name));
  return names.has(ODS_CONTENT) && names.has('mimetype') && !names.has(WORKBOOK);
}

async function readOds(entries: readonly ZipEntry[]): Promise<readonly Sheet[]> {
  const content = createOdsReader();
  await unpacking(contentOf(entries), caps.unpackedOds)(ODS_CONTENT, content);
  return content.read();
}

/** Walks the rows of an OpenDocument spreadsheet as it unpacks, holding none. Throws `UnreadableDocument` for another file. */
export async function walkSpreadsheet(bytes: Uint8Array, told: OdsRows): Promise<void> {
  const entries = await zipEntries(bytes);
  if (!isOds(entries)) throw otherArchive(entries);
  await unpacking(contentOf(entries), caps.unpackedOds)(ODS_CONTENT, walkOds(told));
}

/** The one part of an OpenDocument spreadsheet that is unpacked. */
function contentOf(entries: readonly ZipEntry[]): readonly ZipEntry[] {
  return entries.filter(({ name }) => name === ODS_CONTENT);
}

/**
 * Unpacks parts in whatever order they are needed, each once, and at the end those that nobody reads. An archive that says
 * itself that it is too large is not begun with.
 */
function unpacking(entries: readonly ZipEntry[], most: number = caps.unpacked) {
  refuseUnpacked(
    entries.reduce((sum, { size }) => sum + size, 0),
    most,
  );
  const left = new Map(entries.map((entry) => [entry.name, entry]));
  let unpacked = 0;
  const unpack = async (name: string, reader: XmlReader | null) => {
    const entry = left.get(name);
    if (!entry) return;
    left.delete(name);
    const xml = reader && openXml(reader);
    try {
      for await (const chunk of (await entry.stream()) as AsyncIterable<Buffer>) {
        unpacked += chunk.length;
        refuseUnpacked(unpacked, most);
        xml?.write(chunk);
      }
      xml?.end();
    } catch (error) {
      throw broken(error);
    }
  };
  return Object.assign(unpack, {
    rest: async () => {
      for (const { name } of entries) await unpack(name, null);
    },
  });
}

function otherArchive(entries: readonly ZipEntry[]): UnreadableDocument {
  const names = entries.slice(0, 3).map(({ name }) => name);
  return new UnreadableDocument(
    `not an XLSX workbook: an archive of ${entries.length} ${entries.length === 1 ? 'file' : 'files'} ` +
      `(${names.join(', ')}). Nothing was read. Unpack it, or save it as XLSX or CSV, and hand that in`,
  );
}

/** Days come again and again: each is worked out once. */
function dayReader(days: readonly boolean[], date1904: boolean): WorkbookTold['dayOf'] {
  const known = new Map<number, string | null>();
  return (style, number) => {
    const isDay = days[Number(style)];
    if (isDay === undefined)
      throw new UnreadableDocument(`a workbook without the style ${style} that its cells have`);
    if (!isDay) return null;
    let day = known.get(number);
    if (day === undefined) {
      day = dayOfCount(number, date1904);
      known.set(number, day);
    }
    return day;
  };
}

function recordsOf({ values, merged }: SheetValues): readonly CsvRecord[] {
  const widest = values.reduce((width, cells) => Math.max(width, cells.length), 1);
  let unmerged = values.length * widest;
  for (const range of merged) {
    const [first = '', last = first] = range.split(':');
    const [left, right, top] = [columnOf(first), columnOf(last), rowOf(first)];
    const bottom = Math.min(rowOf(last), values.length);
    unmerged -= Math.max(0, bottom - top + 1) * Math.max(1, Math.min(right, widest) - left + 1);
    if (unmerged < 0)
      throw new UnreadableDocument(
        'a workbook whose merged cells lie over one another. Nothing was read. Open it, save it again as XLSX, and hand that in',
      );
    const value = values[top - 1]?.[left - 1] ?? '';
    // A word or a day that is merged over rows of one column stands in each of them; a sum would be counted again.
    const below = left === right && typeof value === 'string' ? value : '';
    for (let row = top; row <= bottom; row += 1) {
      const cells = values[row - 1] ?? [];
      const end = below === '' ? Math.min(right, cells.length) : right;
      for (let column = left; column <= end; column += 1)
        if (row !== top || column !== left) put(cells, column, below);
    }
  }
  return values.map((cells) => ({ cells: cells.map((cell) => seenText(String(cell))), cut: false }));
}

function put(cells: CellValue[], column: number, value: CellValue): void {
  while (cells.length < column) cells.push('');
  cells[column - 1] = value;
}
