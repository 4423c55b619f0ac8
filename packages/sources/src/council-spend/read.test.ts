import exceljs from 'exceljs';
import { expect, test } from 'vitest';
import { councilMaps } from '../council-maps.ts';
import { openSpendFile } from './read.ts';
import { encodingOf } from '../tables/text.ts';

const HEADER = 'Service Cost Centre,Account Detail,Description,HBC ref no,Name,Payment date,Net Amount(£)';
const LINE = 'PARKS,REPAIRS,Café chairs,B1/2,EXAMPLE & SONS LTD,27-Mar-23,"1,221.45"';

async function rowsOf(body: Uint8Array | string, url = 'hyndburn/March-23.csv', council?: string) {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  const named = council === undefined ? {} : { council };
  return [...(await openSpendFile(councilMaps(), { url, body: bytes, ...named })).rows];
}

const withMark = (text: string) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);

test.each([
  ['UTF-8', Buffer.from(`${HEADER}\n${LINE}`)],
  ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${HEADER}\n${LINE}`)],
  ['a byte order mark that was encoded twice', Buffer.from(`ï»¿${HEADER}\n${LINE}`)],
  ['Windows-1252', Buffer.from(`${HEADER}\n${LINE}`, 'latin1')],
  ['UTF-16 with a byte order mark', withMark(`${HEADER}\n${LINE}`)],
  ['UTF-16 without one', Buffer.from(`${HEADER}\n${LINE}`, 'utf16le')],
  ['bare CR line ends', Buffer.from(`${HEADER}\r${LINE}\r`)],
  ['padding columns', Buffer.from(`,,,,,,,,\n${HEADER},,\n${LINE},,\n,,,,,,,,`)],
])('a file in %s is read alike', async (_, body) => {
  const payment = (await rowsOf(body)).find((row) => 'payment' in row);
  expect(payment).toMatchObject({
    outcome: 'payment',
    payment: { paidOn: '2023-03-27', pence: 122_145, vat: 'net', purpose: 'Café chairs' },
  });
});

test('encodings are told by their bytes', () => {
  expect(encodingOf(Buffer.from('plain'))).toBe('utf-8');
  expect(encodingOf(Buffer.from([0x31, 0xa3, 0x32]))).toBe('windows-1252');
});

test('a file without a header is known by its shape', async () => {
  const line = 'ENVS,,CAA,,Programme,,,1,,CRINV1,,Example Levett Ltd,,,03/04/2025,,"4,072.51"';
  expect(await rowsOf(`${line}\n${line}`, 'hyndburn/April-25.csv')).toMatchObject([
    { row: 1, payment: { paidOn: '2025-04-03', pence: 407_251, vat: 'unknown' } },
    { row: 2 },
  ]);
});

test('a query printed above the header is passed over, and the day comes from the name of the file', async () => {
  const query = '"select t.amount, t.date"\n"from agltransact t"\n,,Dec-13,,,,';
  const body = `${query}\n,,Directotate,Service,Supplier,Invoice Line Value (net of VAT),Account\nX,,R,R,EXAMPLE LTD,4.00,Ads`;
  expect(await rowsOf(body, 'darlington/2013-12.csv')).toMatchObject([
    { reason: 'above the header' },
    { reason: 'above the header' },
    { reason: 'above the header' },
    { reason: 'header' },
    { payment: { paidOn: '2013-12-31', dated: 'file', pence: 400 } },
  ]);
  const nameless = await rowsOf(body, 'darlington/latest.csv');
  expect(nameless.at(-1)).toMatchObject({ outcome: 'refused', reason: /name the file after its month/ });
});

test('a header repeated, a total and a note are no payments', async () => {
  const body = [HEADER, LINE, HEADER, ',,,,,,"1,221.45"', 'Grand Total,,,,,,1221.45', 'source: ledger,,,,,,'];
  const outcomes = (await rowsOf(body.join('\n'))).map((row) => ('reason' in row ? row.reason : row.outcome));
  expect(outcomes).toEqual([
    'header',
    'payment',
    'header repeated',
    'total',
    'total',
    'a note without payee, date or amount',
  ]);
});

test('a firm called Total that was paid on a day is a payment', async () => {
  const rows = await rowsOf(`${HEADER}\nFUEL,CARS,Diesel,B1,TOTAL,27-Mar-23,60.00`);
  expect(rows[1]).toMatchObject({ outcome: 'payment', payment: { mention: { name: 'TOTAL' } } });
});

test('a contract register among the spending files is no payment at all', async () => {
  const header =
    'Directorate Name,Process Used,Purchasing Body,Contract Reference,Contract Title,Contract Description,' +
    'Supplier Company Name,Supplier Postcode,Annual Value,Total Contract Value (including extensions),OJEU/FTS?,' +
    'Start Date,End Date,Contract Duration (months),Option to extend (months),How many extensions,Extension 1 Taken?,' +
    'Extension 2 Taken?,Current Expiry Date,SME Supplier?,ProClass Classification,ProClass Description,Company Number,Visibility';
  const rows = await rowsOf(
    `${header}\nPlace,RFQ,Salford City Council,S1,T,D,Example Ltd,M1 1AA,5,5`,
    'salford/2022-07.csv',
  );
  expect(rows[1]).toMatchObject({ outcome: 'not-a-payment', reason: 'a line of a contract register' });
});

test('an unknown layout is refused with the nearest map and the differing columns', async () => {
  const odd = HEADER.replace('Payment date', 'Invoice day');
  await expect(rowsOf(`${odd}\n${LINE}`)).rejects.toThrow(
    /no layout of Hyndburn Borough Council .*Nearest map: Hyndburn .*missing here: “Payment date”; columns not in the map: “Invoice day”/,
  );
  await expect(rowsOf(`${HEADER}\n${LINE}`, 'x.csv', 'E06000001')).rejects.toThrow(
    /the council is not known/,
  );
});

test('a workbook is read like a file of text: dates, formulas by their result, one sheet among others', async () => {
  const book = new exceljs.Workbook();
  book.addWorksheet('Notes').addRow(['About this file']);
  const sheet = book.addWorksheet('Spend');
  sheet.addRow(HEADER.split(','));
  const result = { formula: '1+1', result: 250.5 };
  sheet.addRow(['PARKS', 'REPAIRS', '=cmd()', 'B1', 'EXAMPLE LTD', new Date('2023-03-27'), result]);
  const rows = await rowsOf(new Uint8Array(await book.xlsx.writeBuffer()), 'hyndburn/March-23.xlsx');
  expect(rows).toMatchObject([
    { row: 1, reason: 'on a sheet without payments' },
    { row: 2, reason: 'header' },
    { row: 3, payment: { paidOn: '2023-03-27', pence: 25_050, purpose: '=cmd()' } },
  ]);
});

test.each([
  ['%PDF-1.7', /a PDF/],
  ['', /an empty file/],
  ['{"error": "gone"}', /JSON/],
  ['PK\u0003\u0004 broken', /not an XLSX workbook/],
])('what is no table is refused by what it is: %s', async (body, reason) => {
  await expect(rowsOf(body)).rejects.toThrow(reason);
});
