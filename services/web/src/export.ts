import { inertCell, decimalPounds, seenText } from '@tocsin/domain';
import { stringify } from 'csv-stringify/sync';
import ExcelJS from 'exceljs';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { attributionLine } from './attribution.ts';

/** The column of every export by which a council's own systems know a supplier. */
export const VENDOR_NUMBERS = 'Our vendor numbers';

export type Cell = string | number | null;

/** What an export holds: a table, and what its file is called without the ending. */
export interface ExportTable {
  readonly name: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** Serves a table as CSV and as an Excel workbook under `address` with the ending of each; every row names the licence. */
export function exportRoutes(
  app: FastifyInstance,
  address: string,
  load: (request: FastifyRequest) => Promise<ExportTable>,
): void {
  app.get(`${address}.csv`, async (request, reply) => {
    const table = licensed(await load(request));
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="${table.name}.csv"`)
      .send(toCsv(table.header, table.rows));
  });
  app.get(`${address}.xlsx`, async (request, reply) => {
    const table = licensed(await load(request));
    return reply
      .type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
      .header('content-disposition', `attachment; filename="${table.name}.xlsx"`)
      .send(await toXlsx(table));
  });
}

function licensed(table: ExportTable): ExportTable {
  return {
    ...table,
    header: [...table.header, 'Licence'],
    rows: table.rows.map((row) => [...row, attributionLine]),
  };
}

/**
 * Rows as CSV that a spreadsheet opens as text and numbers only: a text that a spreadsheet would take for a formula
 * (also after blanks, or in full-width characters) gets an apostrophe before it. Numbers stay numbers.
 */
export function toCsv(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return stringify(
    [header, ...rows].map((row) => row.map(inert)),
    {
      record_delimiter: 'windows',
      bom: true,
    },
  );
}

/** Rows as `toCsv` writes them, to follow others. */
export function toCsvRows(rows: readonly (readonly Cell[])[]): string {
  return stringify(
    rows.map((row) => row.map(inert)),
    { record_delimiter: 'windows' },
  );
}

/** A text as a spreadsheet may hold it. */
export function inert(cell: Cell): Cell {
  return typeof cell === 'string' ? inertCell(cell) : cell;
}

/** A workbook of one sheet. Texts are stored as texts, never as formulas, and as they are seen: XML lacks most of the rest. */
export async function toXlsx({ name, header, rows }: ExportTable): Promise<Buffer> {
  const workbook = new ExcelJS.Workbook();
  const sheet = workbook.addWorksheet(name.slice(0, 31), { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.addRow([...header]).font = { bold: true };
  for (const row of rows)
    sheet.addRow(row.map((cell) => (typeof cell === 'string' ? seenText(inertCell(cell)) : cell)));
  sheet.columns.forEach((column) => (column.width = 24));
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

/** A cell that holds pence as pounds. */
export function pounds(pence: number | null): number | null {
  return pence === null ? null : Number(decimalPounds(pence));
}
