import { parse } from 'csv-parse/sync';
import exceljs from 'exceljs';

const ZIP = [0x50, 0x4b, 0x03, 0x04];

/** The rows of a CSV file (UTF-8, UTF-16, Windows-1252; comma, semicolon, tab) or of an XLSX file's first sheet. */
export async function readTable(bytes: Uint8Array): Promise<readonly (readonly string[])[]> {
  if (ZIP.every((byte, at) => bytes[at] === byte)) return readSheet(bytes);
  return parse(decode(bytes), {
    bom: true,
    delimiter: [',', ';', '\t'],
    relax_column_count: true,
    trim: true,
  });
}

function decode(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

async function readSheet(bytes: Uint8Array): Promise<string[][]> {
  const book = new exceljs.Workbook();
  await book.xlsx.load(Uint8Array.from(bytes).buffer);
  const sheet = book.worksheets[0];
  const rows: string[][] = [];
  sheet?.eachRow({ includeEmpty: true }, (row, number) => {
    const cells = Array.from({ length: row.cellCount }, (_, at) => textOf(row.getCell(at + 1).value));
    rows[number - 1] = cells;
  });
  return Array.from(rows, (row) => row ?? []);
}

function textOf(value: exceljs.CellValue): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (typeof value !== 'object') return String(value).trim();
  if ('richText' in value)
    return value.richText
      .map(({ text }) => text)
      .join('')
      .trim();
  if ('result' in value) return textOf(value.result);
  return 'text' in value ? value.text.trim() : '';
}
