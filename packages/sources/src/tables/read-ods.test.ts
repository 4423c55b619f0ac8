import { zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { recountSpend } from '../accounting/recount-spend.ts';
import { UnreadableDocument } from '../define-source.ts';
import { readWorkbook } from './read-workbook.ts';

const text = (said: string) => new TextEncoder().encode(said);

/** An OpenDocument spreadsheet whose content holds these styles and sheets. */
function ods(tables: string, styles = ''): Uint8Array {
  return zipSync({
    mimetype: text('application/vnd.oasis.opendocument.spreadsheet'),
    'content.xml': text(
      `<office:document-content><office:automatic-styles>${styles}</office:automatic-styles><office:body>` +
        `<office:spreadsheet>${tables}</office:spreadsheet></office:body></office:document-content>`,
    ),
  });
}

const table = (rows: string, attributes = 'table:name="A"') =>
  `<table:table ${attributes}>${rows}</table:table>`;
const row = (...cells: readonly string[]) => `<table:table-row>${cells.join('')}</table:table-row>`;
const word = (said: string) =>
  `<table:table-cell office:value-type="string"><text:p>${said}</text:p></table:table-cell>`;

async function cellsOf(bytes: Uint8Array) {
  return (await readWorkbook(bytes)).map(({ name, hidden, records }) => ({
    name,
    hidden,
    cells: records.map(({ cells }) => cells),
  }));
}

test('cells of every kind are read by their stored value, days as ISO days, notes left out', async () => {
  const cells = [
    word('Example &amp; Sons Ltd'),
    '<table:table-cell office:value-type="float" office:value="1234.5"><text:p>1,234.50</text:p></table:table-cell>',
    '<table:table-cell office:value-type="currency" office:value="-12"><text:p>(£12.00)</text:p></table:table-cell>',
    '<table:table-cell office:value-type="date" office:date-value="2026-10-31T13:45:00"><text:p>31/10/26</text:p></table:table-cell>',
    '<table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>TRUE</text:p></table:table-cell>',
    '<table:table-cell office:value-type="string"><office:annotation><text:p>a note</text:p></office:annotation><text:p>two</text:p><text:p>lines<text:s text:c="2"/>wide</text:p></table:table-cell>',
  ];
  expect(await cellsOf(ods(table(row(...cells))))).toEqual([
    {
      name: 'A',
      hidden: false,
      cells: [['Example & Sons Ltd', '1234.5', '-12', '2026-10-31', 'true', 'two\nlines  wide']],
    },
  ]);
});

test('what is written once for many stands at its place, and the empty rest of a sheet holds nothing', async () => {
  const rows = [
    row(word('a'), '<table:table-cell table:number-columns-repeated="2"/>', word('b')),
    '<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="1024"/></table:table-row>',
    `<table:table-row table:number-rows-repeated="2">${word('c')}<table:table-cell table:number-columns-repeated="16380"/></table:table-row>`,
    '<table:table-row table:number-rows-repeated="1048571"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>',
  ];
  const [sheet] = await cellsOf(ods(table(rows.join(''))));
  expect(sheet?.cells).toEqual([['a', '', '', 'b'], [], [], ['c'], ['c']]);
});

test('a row that is repeated counts as often, in every sheet', async () => {
  const repeated = (times: number, cell: string) =>
    `<table:table-row table:number-rows-repeated="${times}">${cell}</table:table-row>`;
  const long = word('a'.repeat(32_000)).replace(
    '<table:table-cell',
    '<table:table-cell table:number-columns-repeated="100"',
  );
  await expect(readWorkbook(ods(table(repeated(1_000, long))))).rejects.toThrow(
    'cells hold more than 512 MB',
  );
  const short = table(repeated(600_000, word('a')));
  await expect(readWorkbook(ods(short.repeat(20)))).rejects.toThrow('cells hold more than 512 MB');
});

test('a hidden sheet is told as hidden, an empty one is none, and what a merged cell covers is empty', async () => {
  const styles =
    '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>';
  const tables = [
    table(
      row(
        word('shown'),
        '<table:covered-table-cell><text:p>old</text:p></table:covered-table-cell>',
        word('x'),
      ),
    ),
    table('', 'table:name="Empty"'),
    table(row(word('hidden')), 'table:name="B" table:style-name="ta2"'),
  ];
  expect(await cellsOf(ods(tables.join(''), styles))).toEqual([
    { name: 'A', hidden: false, cells: [['shown', '', 'x']] },
    { name: 'B', hidden: true, cells: [['hidden']] },
  ]);
});

test.each([
  [
    'rows',
    `<table:table-row table:number-rows-repeated="700000">${word('a')}</table:table-row>`,
    /700,000 rows/,
  ],
  [
    'columns',
    row(
      '<table:table-cell office:value-type="string" table:number-columns-repeated="300"><text:p>a</text:p></table:table-cell>',
    ),
    /columns or more/,
  ],
  ['a cell', row(word('x'.repeat(40_000))), /characters or more/],
])('what has more %s than is read is refused at once', async (_what, rows, says) => {
  const refusal = await readWorkbook(ods(table(rows))).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(UnreadableDocument);
  expect(String(refusal)).toMatch(says);
});

test('an archive that says it is a spreadsheet and brings entities of its own is refused', async () => {
  const bytes = zipSync({
    mimetype: text('application/vnd.oasis.opendocument.spreadsheet'),
    'content.xml': text(
      '<!DOCTYPE x [<!ENTITY e "e">]><office:document-content>&e;</office:document-content>',
    ),
  });
  await expect(readWorkbook(bytes)).rejects.toThrow('a broken workbook');
});

test('a word that is merged over rows of one column stands in each of them; a sum, and what is merged across, stands once', async () => {
  const merged = (cell: string, attributes: string) => cell.replace('<table:table-cell', `$& ${attributes}`);
  const [down, across] = ['table:number-rows-spanned="3"', 'table:number-columns-spanned="2"'];
  const sum =
    '<table:table-cell office:value-type="float" office:value="5"><text:p>5</text:p></table:table-cell>';
  const covered = '<table:covered-table-cell/>';
  const rows = [
    row(merged(word('Example Ltd'), down), merged(sum, down), word('a')),
    row(covered, covered, word('b')),
    row('<table:covered-table-cell table:number-columns-repeated="2"/>', word('c')),
    row(merged(word('wide'), `${across} table:number-rows-spanned="2"`), covered, word('d')),
    row(covered, covered, word('e')),
    row(merged(word('last'), down)),
    row(covered),
  ];
  const [sheet] = await cellsOf(ods(table(rows.join(''))));
  expect(sheet?.cells).toEqual([
    ['Example Ltd', '5', 'a'],
    ['Example Ltd', '', 'b'],
    ['Example Ltd', '', 'c'],
    ['wide', '', 'd'],
    ['', '', 'e'],
    ['last'],
  ]);
});

test('a second reader counts the same records and sums in it, of what is hidden, too', () => {
  const head = row(...['Supplier', 'Day', 'Ref', 'Net'].map(word));
  const line = (at: number) =>
    row(
      word('Example Ltd'),
      '<table:table-cell office:value-type="date" office:date-value="2026-10-31"/>',
      word(`r${at}`),
      '<table:table-cell office:value-type="float" office:value="12.5"><text:p>12.50</text:p></table:table-cell>',
    );
  const rest =
    '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>';
  const hidden = '<style:style style:name="h"><style:table-properties table:display="false"/></style:style>';
  const sheets = [
    table(head + line(1) + line(2) + rest),
    table(head + line(3), 'table:name="W" table:style-name="h"'),
  ];
  expect(recountSpend(ods(sheets.join(''), hidden))).toEqual({ records: 5, pence: 3_750n });
});
