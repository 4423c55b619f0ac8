import { zipSync } from 'fflate';
import { careLists, PLACE_COLUMNS, type CareList } from './columns.ts';

/** Printed cells of one row by the names of their columns; a day as `dd/mm/yyyy`, as the regulator prints it. */
export type MadeUpRow = Readonly<Record<string, string>>;

/** A month as it is published: which day it is of, and the rows of both lists. */
export interface MadeUpMonth {
  /** As in the names of the files: `01_September_2026`. */
  readonly named?: string;
  readonly active: readonly MadeUpRow[];
  readonly deactivated: readonly MadeUpRow[];
}

/** Columns that name people, which stand between the others in the lists as they are published. */
const OF_PEOPLE = ['Registered manager', 'Provider Nominated Individual Name', 'Provider Main Partner Name'];
const text = (said: string) => new TextEncoder().encode(said);
const escaped = (said: string) =>
  said.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const word = (said: string) =>
  said === ''
    ? '<table:table-cell/>'
    : /^\d+$/.test(said) && said.length < 5
      ? `<table:table-cell office:value-type="float" office:value="${said}"><text:p>${said}</text:p></table:table-cell>`
      : `<table:table-cell office:value-type="string"><text:p>${escaped(said)}</text:p></table:table-cell>`;
const line = (cells: readonly string[]) =>
  `<table:table-row>${cells.map(word).join('')}<table:table-cell table:number-columns-repeated="16000"/></table:table-row>`;
const REST =
  '<table:table-row table:number-rows-repeated="900000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>';

/** The columns of a list as the regulator has them, as far as they matter here. */
export function columnsOf(list: CareList): readonly string[] {
  return [...careLists[list].must, ...PLACE_COLUMNS, ...(list === 'active' ? OF_PEOPLE : [])];
}

/** The sheets of a list's spreadsheet, piece by piece: a page of words, then the list under its headings. */
export function* odsPieces(
  list: CareList,
  rows: Iterable<MadeUpRow>,
  columns: readonly string[] = columnsOf(list),
): Generator<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?><office:document-content><office:body><office:spreadsheet>';
  yield `<table:table table:name="README">${line(['Care directory with filters'])}${line(['Location ID', 'explained'])}</table:table>`;
  yield `<table:table table:name="${careLists[list].sheet}">${list === 'active' ? line(['All active locations']) : ''}${line(columns)}`;
  for (const row of rows) yield line(columns.map((column) => row[column] ?? ''));
  yield `${REST}</table:table>`;
  if (list === 'active')
    yield `<table:table table:name="Dual_Registration_Locations">${line(columns)}${line(columns.map((column) => `dual ${column}`))}</table:table>`;
  yield '</office:spreadsheet></office:body></office:document-content>';
}

/** An OpenDocument spreadsheet with one list, in the regulator's format. */
export function odsOf(list: CareList, rows: readonly MadeUpRow[], columns?: readonly string[]): Uint8Array {
  return zipSync(
    {
      mimetype: text('application/vnd.oasis.opendocument.spreadsheet'),
      'content.xml': text([...odsPieces(list, rows, columns)].join('')),
    },
    { mtime: '2026-09-01T09:00:00Z' },
  );
}

/** Both lists of a month in one archive, under the names that the regulator gives them. */
export function packedMonth({ named = '01_September_2026', active, deactivated }: MadeUpMonth): Uint8Array {
  return zipSync(
    {
      [`${named}_HSCA_Active_Locations.ods`]: odsOf('active', active),
      [`${named}_Deactivated_Locations.ods`]: odsOf('deactivated', deactivated),
    },
    { level: 0, mtime: '2026-09-01T09:00:00Z' },
  );
}

/** A care home of a made-up company, with cells of its own. */
export function homeOf(cells: MadeUpRow = {}): MadeUpRow {
  return {
    'Location ID': '1-990000001',
    'Location HSCA start date': '01/10/2010',
    'Dormant (Y/N)': 'N',
    'Care home?': 'Y',
    'Location Name': 'Example House',
    'Registered manager': 'Surname, Given Name',
    'Care homes beds': '42',
    'Location Inspection Directorate': 'Adult social care',
    'Location Latest Overall Rating': 'Good',
    'Publication Date': '12/03/2025',
    'Inherited Rating (Y/N)': 'N',
    'Location Local Authority': 'Surrey',
    'Location Street Address': '1 Example Road',
    'Location Postal Code': 'GU1 1AA',
    'Location UPRN ID': '100060000001',
    'Brand Name': 'BRAND Example Care',
    'Provider Companies House Number': '99000001',
    'Provider ID': '1-101000001',
    'Provider Name': 'Example Care Homes Ltd',
    'Provider Ownership Type': 'Organisation',
    'Provider Postal Code': 'GU1 2AA',
    'Provider Nominated Individual Name': 'Surname, Given Name',
    ...cells,
  };
}

/** The same home as the list of closed ones has it: without the number of whose it was. */
export function closedHomeOf(cells: MadeUpRow = {}): MadeUpRow {
  const { 'Care homes beds': beds = '', ...home } = homeOf();
  return {
    ...Object.fromEntries(Object.entries(home).filter(([column]) => !column.startsWith('Provider'))),
    'Location Status': 'Inactive-Dereg',
    'Location HSCA End Date': '14/08/2026',
    'Care homes beds at point location de-activated': beds,
    ...cells,
  };
}
