import type { Cell, CellValue } from 'exceljs';
import { fromBuffer, type Entry, type ZipFile } from 'yauzl';
import { UnreadableDocument } from '../define-source.ts';
import type { CsvRecord } from './csv.ts';

/** More than any council's file holds; a bomb is refused before it is unpacked into memory. */
const MAX_UNPACKED = 300 * 1024 * 1024;
const MAX_ENTRIES = 2_000;

/** True for the bytes of a zip archive, which an XLSX workbook is. */
export function isWorkbook(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;
}

/** A sheet that holds anything. What is hidden is often the working of what is shown, and would be counted twice. */
export interface Sheet {
  readonly hidden: boolean;
  readonly records: readonly CsvRecord[];
}

/**
 * The records of each sheet of an XLSX workbook that holds anything: dates as ISO days, formulas by their stored
 * result, never computed. Throws `UnreadableDocument` for what is no workbook or unpacks to more than 300 MB.
 */
export async function sheetRecords(bytes: Uint8Array): Promise<readonly Sheet[]> {
  await refuseOtherArchives(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const { default: excel } = await import('exceljs');
  const workbook = new excel.Workbook();
  try {
    await workbook.xlsx.load(bytes.slice().buffer);
  } catch (error) {
    throw new UnreadableDocument(
      `not an XLSX workbook: ${error instanceof Error ? error.message : 'broken'}`,
    );
  }
  return workbook.worksheets
    .map((sheet) => {
      const records: CsvRecord[] = [];
      for (let row = 1; row <= sheet.rowCount; row += 1) {
        const cells: string[] = [];
        sheet.getRow(row).eachCell({ includeEmpty: true }, (cell, at) => {
          cells[at - 1] = textOfCell(cell);
        });
        records.push({ cells: Array.from(cells, (cell) => cell ?? ''), cut: false });
      }
      return { hidden: sheet.state !== 'visible', records };
    })
    .filter(({ records }) => records.length > 0);
}

/** A merged cell says what it says once: counting a sum twice would be worse than an empty cell. */
function textOfCell(cell: Cell): string {
  return cell.isMerged && cell.master !== cell ? '' : textOfValue(cell.value);
}

function textOfValue(value: CellValue): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString().slice(0, 10);
  if (typeof value !== 'object') return String(value);
  if ('richText' in value) return value.richText.map(({ text }) => text).join('');
  if ('text' in value) return textOfValue(value.text);
  if ('error' in value) return value.error;
  return 'result' in value ? textOfValue(value.result) : '';
}

/**
 * Throws for a bomb and for an archive of another kind. Unpacks every entry without keeping it: what the archive says
 * of its sizes may be a lie.
 */
async function refuseOtherArchives(buffer: Buffer): Promise<void> {
  const zip = await open(buffer);
  const names: string[] = [];
  let unpacked = 0;
  for await (const entry of entriesOf(zip)) {
    names.push(entry.fileName);
    if (names.length > MAX_ENTRIES)
      throw new UnreadableDocument(`a workbook of more than ${MAX_ENTRIES} parts`);
    for await (const chunk of await streamOf(zip, entry)) {
      unpacked += (chunk as Buffer).length;
      if (unpacked > MAX_UNPACKED)
        throw new UnreadableDocument('a workbook that unpacks to more than 300 MB');
    }
  }
  if (names.includes('xl/workbook.xml')) return;
  throw new UnreadableDocument(
    `not an XLSX workbook: an archive of ${names.length} ${names.length === 1 ? 'file' : 'files'} ` +
      `(${names.slice(0, 3).join(', ')}). Nothing was read. Unpack it, or save it as XLSX or CSV, and hand that in`,
  );
}

function open(buffer: Buffer): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    fromBuffer(buffer, { lazyEntries: true }, (error, zip) => {
      if (error) reject(new UnreadableDocument(`not an XLSX workbook: ${error.message}`));
      else resolve(zip);
    });
  });
}

async function* entriesOf(zip: ZipFile): AsyncGenerator<Entry> {
  for (;;) {
    const entry = await new Promise<Entry | null>((resolve, reject) => {
      zip.once('entry', resolve);
      zip.once('end', () => resolve(null));
      zip.once('error', (error) => reject(new UnreadableDocument(`a broken workbook: ${error.message}`)));
      zip.readEntry();
    });
    zip.removeAllListeners();
    if (!entry) return;
    yield entry;
  }
}

function streamOf(zip: ZipFile, entry: Entry): Promise<NodeJS.ReadableStream> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error) reject(new UnreadableDocument(`a broken workbook: ${error.message}`));
      else resolve(stream);
    });
  });
}
