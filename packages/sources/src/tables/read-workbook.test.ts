import { crc32, deflateRawSync } from 'node:zlib';
import exceljs from 'exceljs';
import * as fc from 'fast-check';
import { unzipSync, zipSync } from 'fflate';
import readWithAnother from 'read-excel-file/node';
import { expect, test } from 'vitest';
import { readSheets } from '../sheets.ts';
import { caps } from './caps.ts';
import { showsDays } from './number-formats.ts';
import { createSheetReader } from './read-sheet.ts';
import { readWorkbook } from './read-workbook.ts';
import { openXml } from './xml-parts.ts';

async function workbook(fill: (book: exceljs.Workbook) => void): Promise<Uint8Array> {
  const book = new exceljs.Workbook();
  fill(book);
  return new Uint8Array(await book.xlsx.writeBuffer());
}

async function cellsOf(bytes: Uint8Array) {
  return (await readWorkbook(bytes)).map(({ records }) => records.map(({ cells }) => cells));
}

const text = (said: string) => new TextEncoder().encode(said);

/** A workbook by hand, for what no program would write. */
function handmade(sheet: Uint8Array): Uint8Array {
  return zipSync({
    'xl/workbook.xml': text(
      '<workbook xmlns:r="r"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>',
    ),
    'xl/_rels/workbook.xml.rels': text(
      '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml" Type=' +
        '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/></Relationships>',
    ),
    'xl/worksheets/sheet1.xml': sheet,
  });
}

/** Cells A1, B1, … ZZ1 that hold the same. */
function row(columns: number, holds: string): string {
  const letter = (at: number) => String.fromCodePoint(65 + at);
  const name = (at: number) => (at < 26 ? letter(at) : letter(Math.floor(at / 26) - 1) + letter(at % 26));
  return Array.from({ length: columns }, (_, at) => `<c r="${name(at)}1">${holds}</c>`).join('');
}

const sheetOf = (rows: string) => text(`<worksheet><sheetData>${rows}</sheetData></worksheet>`);

test.each([false, true])('cells of every kind are read as text, days since 1904: %s', async (date1904) => {
  const bytes = await workbook((book) => {
    book.properties.date1904 = date1904;
    const sheet = book.addWorksheet('A');
    sheet.addRow(['Name', 12.5, true, new Date('2026-10-31T00:00:00Z'), new Date('2026-10-31T13:45:00Z')]);
    sheet.addRow([
      { richText: [{ text: 'Bold ' }, { text: 'and plain' }] },
      { text: 'a link', hyperlink: 'https://example.org' },
      { formula: '1+1', result: 2 },
      { formula: 'TODAY()', result: new Date('2026-11-01T00:00:00Z') },
      { error: '#N/A' },
    ]);
    sheet.addRow([]);
    sheet.addRow([' spaces stay ', '', null, '=1+1']);
  });
  expect(await cellsOf(bytes)).toEqual([
    [
      ['Name', '12.5', 'true', '2026-10-31', '2026-10-31'],
      ['Bold and plain', 'a link', '2', '2026-11-01', '#N/A'],
      [],
      [' spaces stay ', '', '', '=1+1'],
    ],
  ]);
});

/** Sums and days as people format them; whether a cell is a day is told by its format alone. */
const formats = [
  'General',
  '0',
  '0.00',
  '#,##0.00',
  '#,##0;[Red]-#,##0',
  '"£"#,##0.00',
  '[$£-809]#,##0.00',
  '0.0%',
  '0.00E+00',
  '# ?/?',
  '@',
  '_-* #,##0.00_-',
  '0.00\\m',
  '"day "0',
  '[Blue]0',
  '#,##0 "days"',
  '0"d"',
  'dd/mm/yyyy',
  'd-mmm-yy',
  'yyyy-mm-dd;@',
  '[$-809]dd mmmm yyyy;@',
  'mmm-yy',
  'dd\\/mm\\/yyyy',
  'h:mm AM/PM',
  'dd/mm/yyyy hh:mm:ss',
  '[h]:mm:ss',
  'mm:ss.0',
  '"on "dd/mm/yy',
  'dddd, d mmmm yyyy',
  '[Red]dd.mm.yyyy',
  'D/M/YY',
];

test.each([false, true])(
  'days, sums and texts are what another reader finds, days since 1904: %s',
  async (date1904) => {
    const bytes = await workbook((book) => {
      book.properties.date1904 = date1904;
      const sheet = book.addWorksheet('A');
      for (const numFmt of formats) {
        const row = sheet.addRow([
          numFmt,
          46_023,
          46_023.75,
          0.5,
          1_234.5,
          'as it is',
          '_x0041_ and _x005F_x0041_',
        ]);
        for (const column of [2, 3, 4, 5, 6]) row.getCell(column).numFmt = numFmt;
      }
    });
    expect(await cellsOf(bytes)).toEqual([await cellsOfAnother(bytes)]);
  },
);

async function cellsOfAnother(bytes: Uint8Array): Promise<string[][]> {
  const [sheet] = await readWithAnother(Buffer.from(bytes), { trim: false });
  return ((sheet?.data ?? []) as Found[][]).map((row) => row.map(printed));
}

type Found = string | number | boolean | Date | null;

function printed(cell: Found): string {
  return cell instanceof Date ? cell.toISOString().replace(/T.*/, '') : String(cell ?? '');
}

test('merged cells say what they say once, hidden sheets are told apart, empty ones and charts are none', async () => {
  const bytes = await workbook((book) => {
    book.addWorksheet('Empty');
    const shown = book.addWorksheet('Shown');
    shown.addRow(['a', 'b', 'c']);
    shown.addRow(['d', 'e', 'f']);
    shown.mergeCells('A1:B2');
    book.addWorksheet('Hidden', { state: 'veryHidden' }).addRow(['working']);
  });
  expect((await readWorkbook(bytes)).map(({ hidden, records }) => [hidden, records.length])).toEqual([
    [false, 2],
    [true, 1],
  ]);
  expect((await cellsOf(bytes))[0]).toEqual([
    ['a', '', 'c'],
    ['', '', 'f'],
  ]);
});

test('the thread reads what this one reads, in pieces', async () => {
  const rows = Array.from({ length: 1_500 }, (_, at) => [`firm ${at}`, at, 'x', 'y']);
  const bytes = await workbook((book) => {
    book.addWorksheet('A').addRows(rows);
    book.addWorksheet('B').addRows(rows.slice(0, 5));
  });
  expect(await readSheets(bytes)).toEqual(await readWorkbook(bytes));
});

test('whatever texts and numbers a workbook holds are read as they were written, row by row', async () => {
  const anyCell = fc.oneof(
    fc.stringMatching(/^[ -~é£]{1,12}$/),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(anyCell, { minLength: 1, maxLength: 6 }), { minLength: 1 }),
      async (rows) => {
        const bytes = await workbook((book) => void book.addWorksheet('A').addRows(rows));
        const [read] = await cellsOf(bytes);
        expect(read).toEqual(rows.map((row) => row.map((cell) => String(cell === 0 ? 0 : cell))));
      },
    ),
    { numRuns: 15 },
  );
});

test.each([
  [
    'the workbook has 201 columns or more that hold something, and 200 are read at most',
    sheetOf(`<row r="1">${row(201, '<v>1</v>')}</row>`),
  ],
  [
    'has 1,048,576 rows or more, and 600,000 are read at most',
    sheetOf('<row><c r="A1048576"><v>1</v></c></row>'),
  ],
  [
    'has a cell of 32,769 characters or more, and 32,768 are read at most',
    sheetOf(`<row><c r="A1" t="inlineStr"><is><t>${'a'.repeat(32_769)}</t></is></c></row>`),
  ],
  ['undefined entity', sheetOf('<row><c r="A1"><v>&boom;</v></c></row>')],
  ['a workbook whose cells do not say where they stand', sheetOf('<row><c><v>1</v></c></row>')],
  ['a broken workbook', text('<worksheet><sheetData>')],
])('a workbook is refused in a sentence: %s', async (reason, sheet) => {
  await expect(readWorkbook(handmade(sheet))).rejects.toThrow(reason);
});

test('columns without anything in them do not count, however many there are', async () => {
  const bytes = handmade(
    sheetOf(`<row r="1"><c r="A1"><v>7</v></c>${row(702, '').slice('<c r="A1"></c>'.length)}</row>`),
  );
  expect(await cellsOf(bytes)).toEqual([[['7']]]);
});

/** An archive of one part, packed by a packer that is quick with a great deal of nothing. */
function packed(name: string, holds: Uint8Array): Uint8Array {
  const [title, part] = [Buffer.from(name), deflateRawSync(holds)];
  const about = Buffer.alloc(26);
  about.writeUInt16LE(20, 0);
  about.writeUInt16LE(8, 4);
  about.writeUInt32LE(crc32(holds), 10);
  about.writeUInt32LE(part.length, 14);
  about.writeUInt32LE(holds.length, 18);
  about.writeUInt16LE(title.length, 22);
  const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), about, title, part]);
  const directory = Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\0'), about, Buffer.alloc(14), title]);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(1, 4);
  end.writeUInt16LE(1, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(local.length, 12);
  return new Uint8Array(Buffer.concat([local, directory, Buffer.from('PK\u0005\u0006'), end]));
}

test('a bomb is refused by what it says of itself, with nothing of it unpacked', async () => {
  // What it holds is broken, which nobody notices who does not unpack it.
  const bomb = packed('xl/media/picture.png', text('not packed'));
  sayItUnpacksTo(bomb, caps.unpacked + 1);
  await expect(readWorkbook(bomb)).rejects.toThrow('unpacks to more than 256 MB');
});

test('an archive that lies about its sizes is refused as soon as it is more', async () => {
  const lying = handmade(sheetOf('<row><c r="A1"><v>1</v></c></row>'));
  sayItUnpacksTo(lying, 5);
  await expect(readWorkbook(lying)).rejects.toThrow('a broken workbook');
});

/** The directory at the end says how much each part unpacks to, 24 bytes after its mark. */
function sayItUnpacksTo(archive: Uint8Array, bytes: number): void {
  const view = new DataView(archive.buffer, archive.byteOffset);
  for (let at = 0; at + 28 < archive.length; at += 1)
    if (view.getUint32(at, true) === 0x02_01_4b_50) view.setUint32(at + 24, bytes, true);
}

test('a text counts wherever it is named, and a row wherever it stands: little XML is no little table', async () => {
  const book = (sheet: string, texts = '') =>
    zipSync({
      ...unzipSync(handmade(sheetOf(sheet))),
      'xl/sharedStrings.xml': text(`<sst>${texts}</sst>`),
    });
  const many = Array.from({ length: 16_384 }, (_, at) => `<c r="A${at + 1}" t="s"><v>0</v></c>`).join('');
  const longest = `<si><t>${'a'.repeat(caps.cell)}</t></si>`;
  await expect(readWorkbook(book(many, longest))).rejects.toThrow('whose cells hold more than 512 MB');
  await expect(readWorkbook(book('<c r="A1"><v>1</v></c>', longest))).resolves.toHaveLength(1);
});

test('a cell far right takes all that is empty before it, and one far down all rows above', () => {
  const held: (readonly [what: string, count: number])[] = [];
  const sheet = createSheetReader({
    texts: [],
    dayOf: () => null,
    held: {
      text: (text) => held.push(['text', text.length]),
      rows: (rows) => held.push(['rows', rows]),
      cells: (cells) => held.push(['cells', cells]),
    },
  });
  for (const [r, t] of Object.entries({ B3: 'str', D3: 'str', A5: 'n' })) {
    sheet.open('c', { r, t });
    sheet.open('v', {});
    sheet.text?.('12');
    sheet.close?.('v');
    sheet.close?.('c');
  }
  const [ofB, ofD, ofA] = [held.slice(0, 3), held.slice(3, 5), held.slice(5)];
  expect(Object.fromEntries(ofB)).toEqual({ rows: 3, cells: 2, text: 2 });
  expect(Object.fromEntries(ofD)).toEqual({ cells: 2, text: 2 });
  expect(Object.fromEntries(ofA)).toEqual({ rows: 2, cells: 1 });
});

test('a sheet that is listed a thousand times is one, and merges that lie over one another are no table', async () => {
  const listed = zipSync({
    ...unzipSync(handmade(sheetOf('<c r="A1"><v>1</v></c><c r="B2"><v>2</v></c>'))),
    'xl/workbook.xml': text(
      `<workbook xmlns:r="r"><sheets>${'<sheet name="A" r:id="rId1"/>'.repeat(1_000)}</sheets></workbook>`,
    ),
  });
  expect(await readWorkbook(listed)).toHaveLength(1);
  const cells = '<c r="A1"><v>1</v></c><c r="B2"><v>2</v></c>';
  const merged = (...refs: readonly string[]) =>
    handmade(
      text(`<worksheet>${cells}${refs.map((ref) => `<mergeCell ref="${ref}"/>`).join('')}</worksheet>`),
    );
  expect(await cellsOf(merged('A1:B1', 'A2:XFD2'))).toEqual([[['1'], ['', '']]]);
  await expect(readWorkbook(merged('A1:B2', 'A1:A1'))).rejects.toThrow('whose merged cells lie over');
  await expect(readWorkbook(merged('A2:XFD2', 'A1:B1048576'))).rejects.toThrow('whose merged cells lie over');
});

test('of a format as long as none may be nothing is looked for', () => {
  expect(showsDays(`dd"${'x'.repeat(250)}"`)).toBe(true);
  expect(showsDays(`dd"${'x'.repeat(252)}"`)).toBe(false);
});

test('what is in one piece, or nested, is refused where it passes what a cell or a sheet can be, not at its end', () => {
  const piecesUntil = (piece: string, reason: string) => {
    const part = openXml({ open: () => {} });
    part.write(Buffer.from('<a>'));
    for (let pieces = 1; pieces < 200; pieces += 1) {
      try {
        part.write(Buffer.from(piece));
      } catch (error) {
        expect(String(error)).toContain(reason);
        return pieces;
      }
    }
    return null;
  };
  expect(piecesUntil('a'.repeat(1 << 16), 'has a cell of')).toBe(16);
  expect(piecesUntil(`<b c="${'a'.repeat(1 << 16)}"/>`, 'has a cell of')).toBeNull();
  expect(piecesUntil('<b>', 'more than 100 elements inside one another')).toBe(100);
  expect(piecesUntil('<b></b>', '')).toBeNull();
});
