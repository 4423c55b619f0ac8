import { isUtf8 } from 'node:buffer';
import exceljs from 'exceljs';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readRegister } from './read-register.ts';

const HEADER = ['supplier', 'company number', 'title', 'value', 'start', 'end', 'owner'];
/** What a spreadsheet would run, if it were ever opened as it came. */
const FORMULAS = [
  '=1+1',
  '+44 20 7946 0000',
  '-2+3',
  '@SUM(A1:A9)',
  '=HYPERLINK("http://x.example","pay here")',
  "=cmd|' /C calc'!A0",
  '=IMPORTXML("http://x.example","//a")',
];

type Row = readonly string[];

function quoted(cell: string, separator: string): string {
  return cell.includes(separator) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

function text(rows: readonly Row[], separator = ','): string {
  return rows.map((row) => row.map((cell) => quoted(cell, separator)).join(separator)).join('\r\n');
}

function utf8(printed: string): Uint8Array {
  return new TextEncoder().encode(printed);
}

function utf16(printed: string, mark: string): Uint8Array {
  return Uint8Array.from(Buffer.from(mark + printed, 'utf16le'));
}

function swapped(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from(Buffer.from(bytes).swap16());
}

function latin1(printed: string): Uint8Array {
  return Uint8Array.from(Buffer.from(printed, 'latin1'));
}

/** By its bytes nobody can tell `é££` in one byte each from the one character that they make up together. */
function isUtf8Too(bytes: Uint8Array): boolean {
  return bytes.some((byte) => byte > 0x7f) && isUtf8(bytes);
}

async function workbook(rows: readonly Row[]): Promise<Uint8Array> {
  const book = new exceljs.Workbook();
  const sheet = book.addWorksheet('Contracts');
  for (const row of rows) sheet.addRow([...row]);
  return new Uint8Array(await book.xlsx.writeBuffer());
}

const word = fc.stringMatching(/^[A-Za-z£é][A-Za-z£é,;"' ]{0,12}[A-Za-zé]$/);
const line = fc.record({
  supplier: word,
  number: fc.constantFrom('01234567', 'SC123456', ''),
  title: word,
  value: fc.constantFrom('1250000.00', '£1,250,000', '950.5', ''),
  start: fc.constantFrom('2025-04-01', '01/04/2025', '45748', ''),
});

test('TRUST 32: a register reads the same from every encoding, separator and kind of file', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 5 }), async (drawn) => {
      const rows = [HEADER, ...drawn.map((one) => [...Object.values(one), '2031-03-31', 'Adults'])];
      fc.pre(!isUtf8Too(latin1(text(rows))));
      const plain = await readRegister(utf8(text(rows)));
      // A number of days is read, and said to be one.
      const told = plain.errors.filter(({ loses }) => loses !== 'nothing');
      expect(plain.lines.length + told.length).toBe(drawn.length);
      for (const file of [
        utf8(`\uFEFF${text(rows)}`),
        utf8(text(rows, ';')),
        utf8(text(rows, '\t')),
        utf16(text(rows), '\uFEFF'),
        swapped(utf16(text(rows), '\uFEFF')),
        latin1(text(rows)),
        await workbook(rows),
      ])
        expect(await readRegister(file)).toMatchObject({ lines: plain.lines, errors: plain.errors });
    }),
    { numRuns: 25 },
  );
});

test('TRUST 32: what could be read wrongly is an error by row, and never read', async () => {
  const good = ['Example Ltd', '01234567', 'Care', '100', '2025-04-01', '2026-03-31', 'Adults'];
  const change = (at: number, cell: string) => good.map((one, place) => (place === at ? cell : one));
  const wrong: readonly (readonly [string, Row])[] = [
    ['a number that lost three zeros', change(1, '12345')],
    ['a number in a spreadsheet’s own notation', change(1, '1.23E+06')],
    ['pounds with a decimal comma', change(3, '1234,56')],
    ['pounds and pence as elsewhere', change(3, '1.234,56')],
    ['a sum below zero', change(3, '-100')],
    ['month before day', change(4, '04/31/2025')],
    ['a day that is none', change(4, '30/02/2025')],
    ['a year of two digits', change(5, '31/03/26')],
    ['a date that lost its cell', change(5, '12')],
    ['an end before the start', change(5, '2025-03-31')],
    ['no supplier', change(0, '')],
    ['a cell too many', [...good, 'shifted']],
  ];
  const rows = wrong.map(([, row]) => row);
  const file = utf8([text([HEADER, good]), text(rows), text([good])].join('\r\n'));
  const { lines, errors } = await readRegister(file);
  const [whole, ...others] = lines;
  expect(whole).toMatchObject({ row: 2, unread: {} });
  // A contract is kept, and what its cell may mean is not known; of two rows not even that much can be told.
  expect(others.map(({ row }) => row)).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
  for (const { row, unread } of others)
    expect(Object.values(unread), String(row)).toEqual(
      wrong[row - 3]?.[1].filter((cell, at) => cell !== good[at]),
    );
  const named = new Map(errors.map(({ row, cell, message }) => [row, `${cell} ${message}`]));
  expect(wrong.filter((_, at) => !named.has(at + 3)).map(([what]) => what)).toEqual([]);
  expect(named.get(14)).toMatch(/^H14 the row goes on beyond the 7 columns/);
  expect(named.get(15)).toBe('A15 the same line as row 2');
  console.log(
    `TRUST 32  ${wrong.length + 1} kinds of doubtful line: ${named.size} named by row, 0 read in silence`,
  );
});

test('TRUST 32: a number that lost one zero or two is given them back, and Excel’s count of days is a day', async () => {
  const line = ['Example Ltd', '1234567', 'Care', '', '45748', '46112', ''];
  const { lines } = await readRegister(utf8(text([HEADER, line, line.with(1, '123456')])));
  expect(lines).toMatchObject([
    { ref: { id: '01234567' }, startsOn: '2025-04-01', endsOn: '2026-03-31' },
    { ref: { id: '00123456' } },
  ]);
});

test('TRUST 32: a file of 200 MB, one that is cut and one that is no table are refused in a sentence', async () => {
  const large = new Uint8Array(200 * 1024 * 1024);
  await expect(readRegister(large)).rejects.toThrow('The file has 200 MB, and 25 MB are read at most');
  await expect(readRegister(utf8('supplier,title\nA Ltd,"Care'))).rejects.toThrow('open in row 2');
  for (const [bytes, what] of [
    [utf8('%PDF-1.7 ...'), 'a PDF instead of'],
    [Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]), 'a picture instead of'],
    [Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]), 'a picture instead of'],
    [Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]), 'save it as XLSX or CSV'],
    [utf8('<!doctype html><p>Sign in'), 'a page instead of'],
    [utf8('{\\rtf1 text'), 'a document of a word processor'],
  ] as const)
    await expect(readRegister(bytes), what).rejects.toThrow(what);
  await expect(readRegister(Uint8Array.from([0x50, 0x4b, 3, 4, 1, 2]))).rejects.toThrow(
    'not an XLSX workbook',
  );
});

test('TRUST 23: formulas in a register stay the text that was written; a workbook’s are never computed', async () => {
  const rows = FORMULAS.map((formula) => [formula, '', formula, '', '', '', formula]);
  for (const file of [utf8(text([HEADER, ...rows])), await workbook([HEADER, ...rows])]) {
    const { lines, errors } = await readRegister(file);
    expect(errors).toEqual([]);
    expect(lines.map(({ supplierName, title, owner }) => [supplierName, title, owner])).toEqual(
      FORMULAS.map((formula) => [formula, formula, formula]),
    );
  }
  const book = new exceljs.Workbook();
  const sheet = book.addWorksheet('Contracts');
  sheet.addRow(['supplier', 'title']);
  sheet.getCell('A2').value = { formula: 'WEBSERVICE("http://x.example")', result: 'Example Ltd' };
  sheet.getCell('B2').value = { formula: '1+1', result: 5 };
  const { lines } = await readRegister(new Uint8Array(await book.xlsx.writeBuffer()));
  expect(lines).toMatchObject([{ supplierName: 'Example Ltd', title: '5' }]);
  console.log(
    `TRUST 23  ${FORMULAS.length} formulas in CSV and XLSX: ${FORMULAS.length} kept as text, 0 run`,
  );
});
