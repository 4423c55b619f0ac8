import exceljs from 'exceljs';
import { expect, test } from 'vitest';
import { accountFor } from '../accounting/account-for.ts';
import { draftMap } from './draft.ts';
import { DATE, HEADER, LINES, NET, paid, read, spendRowsOf, WHOLE, type Cells } from './testing.ts';

const OLE = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
const bytes = (...parts: (readonly number[] | Buffer)[]) =>
  new Uint8Array(Buffer.concat(parts.map((part) => Buffer.from(part))));

const PNG = [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 4, 1, 8, 2, 9, 7];

test.each([
  ['nothing', '', /^an empty file/],
  ['empty lines', '\r\n\r\n', /^an empty file/],
  ['a page', '<!DOCTYPE html><title>Not found</title>', /^a page/],
  ['a page that a program signed', '<!-- made by a program --><html>', /^a page/],
  ['a table of a page, called .xls', '<table><tr><td>Net</td></tr></table>', /^a page/],
  ['a PDF', '%PDF-1.7', /^a PDF/],
  ['JSON', '{"error":"gone"}', /^JSON/],
  ['XLS', bytes(OLE, Buffer.alloc(600)), /^a workbook in the old XLS format/],
  ['older XLS', bytes([9, 8, 16, 0, 0, 6, 5, 0], Buffer.alloc(600)), /^a workbook in the old XLS format/],
  [
    'a locked XLSX',
    bytes(OLE, Buffer.from('EncryptedPackage', 'utf16le')),
    /^a workbook that a password protects/,
  ],
  ['a picture', bytes(PNG, PNG), /^a picture/],
  ['a packed file', bytes([0x1f, 0x8b, 8, 0], Buffer.alloc(60, 7)), /^a packed archive/],
])('%s is refused by what it is', async (_, body, what) => {
  expect(await read(body)).toMatch(what);
});

/** A zip archive of one stored, empty file, to the letter of the format. */
function archiveOf(name: string): Uint8Array {
  const local = Buffer.alloc(30);
  local.write('PK\u0003\u0004', 'latin1');
  local.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.write('PK\u0001\u0002', 'latin1');
  central.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length + name.length, 12);
  end.writeUInt32LE(local.length + name.length, 16);
  return bytes(local, Buffer.from(name), central, Buffer.from(name), end);
}

test('an archive that is no workbook is refused with what is in it', async () => {
  expect(await read(archiveOf('2022-06.csv'))).toMatch(/an archive of 1 file \(2022-06\.csv\)\. .*Unpack it/);
});

async function workbook(fill: (book: exceljs.Workbook) => void): Promise<Uint8Array> {
  const book = new exceljs.Workbook();
  fill(book);
  return new Uint8Array(await book.xlsx.writeBuffer());
}

/** The lines as a spreadsheet holds them: days as days, sums as numbers, and one as a formula. */
function fill(sheet: exceljs.Worksheet, header = HEADER, lines: Cells = LINES): void {
  sheet.addRow(header);
  for (const [at, cells] of lines.entries())
    sheet.addRow(
      cells.map((cell, place) => {
        if (place === DATE) return new Date(cell);
        if (place === NET) return at === 0 ? { formula: 'D2-E2', result: 600 } : Number(cell);
        return cell;
      }),
    );
}

/** The same payments of another month, under other numbers. */
function inMay(): Cells {
  return LINES.map((cells) =>
    cells.map((cell) => cell.replace('2022-06', '2022-05').replace(/^6014/, '5014')),
  );
}

const TWICE = (row: { readonly reason?: string }) => row.reason?.includes('twice') === true;

test.each([
  ['a few of the first', LINES, LINES.slice(0, 4), 30],
  ['some of the first, and others', LINES.slice(0, 25), LINES.slice(15), 30],
  ['all of the first, and more', LINES.slice(0, 10), LINES, 30],
])('a second sheet that holds %s says no payment again', async (_, first, second, payments) => {
  const body = await workbook((book) => {
    fill(book.addWorksheet('One'), HEADER, first);
    fill(book.addWorksheet('Two'), HEADER, second);
  });
  const rows = await spendRowsOf(body);
  expect(rows.filter((row) => 'payment' in row)).toHaveLength(payments);
  expect(rows.filter((row) => 'reason' in row && TWICE(row))).toHaveLength(
    first.length + second.length - payments,
  );
});

test('payments without numbers that are alike on two sheets both count, unless a sheet holds all of the other', async () => {
  const bare = LINES.map((cells) => cells.map((cell, at) => (at === 2 ? '' : cell)));
  const paidOn = async (first: Cells, second: Cells) => {
    const body = await workbook((book) => {
      fill(book.addWorksheet('One'), HEADER, first);
      fill(book.addWorksheet('Two'), HEADER, second);
    });
    return (await paid(body)).payments;
  };
  expect(await paidOn(bare.slice(0, 16), bare.slice(15))).toBe(31);
  expect(await paidOn(bare, bare.slice(0, 4))).toBe(30);
  expect(await paidOn(bare.slice(0, 10), bare)).toBe(30);
});

const [NET_FIRST, GROUPS, NAMES] = [
  HEADER.map((name) => ({ VAT: 'Net', Net: 'VAT' })[name] ?? name),
  HEADER.map((name) => ({ Gross: 'Amount', VAT: '', Net: '' })[name] ?? name),
  HEADER.map((name) => (['Gross', 'VAT', 'Net'].includes(name) ? name : '')),
];
const netFirst = (lines: Cells) =>
  lines.map((cells) =>
    cells.map((cell, at) => (at === 4 ? (cells[NET] ?? '') : at === NET ? (cells[4] ?? '') : cell)),
  );

test('a second sheet or a further header with its columns in another order is read by its own header', async () => {
  const table = [HEADER, ...LINES.slice(0, 15), NET_FIRST, ...netFirst(LINES.slice(15))];
  expect(await paid(table.map((cells) => cells.join(',')).join('\r\n'))).toEqual(WHOLE);
  const body = await workbook((book) => {
    for (const [name, rows] of [
      ['One', [HEADER, ...LINES.slice(0, 15)]],
      ['Two', [NET_FIRST, ...netFirst(LINES.slice(15))]],
    ] as const)
      book.addWorksheet(name).addRows(rows.map((cells) => [...cells]));
  });
  expect(await paid(body)).toEqual(WHOLE);
});

test('a header in two lines, groups of columns above their names, is one header wherever it comes again', async () => {
  const merged = GROUPS.map((name, at) => (at === 4 || at === NET ? 'Amount' : name));
  for (const above of [GROUPS, merged]) {
    const table = [above, NAMES, ...LINES.slice(0, 10), above, NAMES, ...LINES.slice(10)];
    expect(await paid(table.map((cells) => cells.join(',')).join('\r\n'))).toEqual(WHOLE);
  }
});

test('a line that says the same as another in every column that is read counts, and is said', async () => {
  const [first = []] = LINES;
  const other = (at: number, cell: string) => first.map((was, place) => (place === at ? cell : was));
  const rows = await spendRowsOf(
    [HEADER, ...LINES, first, other(4, '119.00'), other(2, '99')]
      .map((cells) => cells.join(','))
      .join('\r\n'),
  );
  const doubts = rows.flatMap((row) => ('doubt' in row ? [[row.row, row.doubt]] : []));
  expect(doubts).toEqual([
    [32, expect.stringContaining('the same as line 2')],
    [33, expect.stringContaining('the same as line 2')],
  ]);
  expect(rows.filter((row) => 'payment' in row)).toHaveLength(33);
});

test('a sheet that stands in a workbook twice is counted once', async () => {
  const body = await workbook((book) => {
    fill(book.addWorksheet('June'));
    fill(book.addWorksheet('June (2)'));
    fill(book.addWorksheet('May'), HEADER, inMay());
  });
  const rows = await spendRowsOf(body);
  expect(rows.filter((row) => 'payment' in row)).toHaveLength(60);
  expect(rows.filter((row) => 'reason' in row && row.reason.includes('twice'))).toHaveLength(30);
});

test('a sheet of payments under a heading that is not known is not passed over; a summary is', async () => {
  const reworded = HEADER.map((cell) => (cell === 'Vendor Name' ? 'Paid to' : cell));
  const body = await workbook((book) => {
    fill(book.addWorksheet('May'), HEADER, inMay());
    fill(book.addWorksheet('June'), reworded);
  });
  expect(await read(body)).toMatch(/on the sheet “June”.*“Paid to”/s);
  const withSummary = await workbook((book) => {
    fill(book.addWorksheet('June'));
    const summary = book.addWorksheet('By directorate');
    summary.addRow(['Directorate', 'Payments', 'Total']);
    for (const area of ['Place', 'People', 'Chief Executive', 'Public Health', 'Finance', 'Law'])
      summary.addRow([area, 5, 3000]);
  });
  expect((await spendRowsOf(withSummary)).filter((row) => 'payment' in row)).toHaveLength(30);
});

test('a sheet of two credits under a heading of its own is not passed over, and one of two notes is', async () => {
  const beside = (rows: Cells) =>
    workbook((book) => {
      fill(book.addWorksheet('June'));
      const sheet = book.addWorksheet('Beside');
      for (const row of rows) sheet.addRow([...row]);
    });
  const credits = [
    ['Supplier', 'Date', 'Credit amount', 'Reason'],
    ['Example 1 Ltd', '28/06/2022', '-500.00', 'Paid twice'],
    ['Example 2 Ltd', '29/06/2022', '-70.00', 'Returned'],
  ];
  expect(await read(await beside(credits))).toMatch(/on the sheet “Beside”.*“Credit amount”/s);
  const notes = [
    ['Version', 'Date', 'Author', 'Change'],
    ['1.0', '01/06/2022', 'Finance Services', 'First issue'],
    ['1.1', '02/06/2022', 'Finance Services', 'Two lines redacted'],
  ];
  expect(await paid(await beside(notes))).toEqual(WHOLE);
});

test('where a spreadsheet has turned half of the days round, none is read as it now stands', async () => {
  const body = await workbook((book) => {
    const sheet = book.addWorksheet('June');
    sheet.addRow(HEADER);
    for (const [at, cells] of LINES.entries()) {
      const day = at + 1;
      // As it comes out of a program that puts the month first: it knows no thirteenth month.
      const date = day <= 12 ? new Date(Date.UTC(2022, day - 1, 6)) : `${day}/06/2022`;
      sheet.addRow(cells.map((cell, place) => (place === DATE ? date : cell)));
    }
  });
  expect((await spendRowsOf(body)).find(({ outcome }) => outcome === 'held')).toMatchObject({
    reason: expect.stringMatching(/“13\/06\/2022” and all others above the 12th stand as text.*“2022-01-06”/),
  });
});

test('a supplier or a day that is merged over several lines is that of each', async () => {
  const body = await workbook((book) => {
    const sheet = book.addWorksheet('June');
    fill(sheet);
    sheet.mergeCells('G3:G5');
    sheet.mergeCells('B7:B8');
  });
  const paid = (await spendRowsOf(body)).flatMap((row) => ('payment' in row ? [row.payment] : []));
  expect(paid).toHaveLength(30);
  expect(paid.slice(1, 4).map(({ mention }) => mention?.name)).toEqual(Array(3).fill('Example 1 Ltd'));
  expect(paid.slice(5, 7).map(({ paidOn }) => paidOn)).toEqual(['2022-06-06', '2022-06-06']);
});

test('a workbook of two months is read once, and what is hidden in it is counted but not read', async () => {
  const body = await workbook((book) => {
    fill(book.addWorksheet('May'), HEADER, inMay());
    fill(book.addWorksheet('June'));
    fill(book.addWorksheet('Working', { state: 'hidden' }));
    fill(book.addWorksheet('Older working', { state: 'veryHidden' }));
  });
  const rows = await spendRowsOf(body);
  expect(rows).toHaveLength(4 * 31);
  expect(rows.filter((row) => 'payment' in row)).toHaveLength(60);
  expect(rows.filter((row) => 'reason' in row && row.reason === 'on a hidden sheet')).toHaveLength(62);
});

test.each(['hidden', 'without a header', 'hidden and without a header'])(
  'payments on a sheet that is %s are said with their sum, and counted by the other reader',
  async (how) => {
    const lines = LINES.slice(0, 20).map((cells) => cells.with(2, `7${cells[2]}`).with(NET, '90.50'));
    const body = await workbook((book) => {
      fill(book.addWorksheet('June'));
      const sheet = book.addWorksheet('Cards', { state: how.startsWith('hidden') ? 'hidden' : 'visible' });
      if (how === 'hidden') fill(sheet, HEADER, lines);
      else fill(sheet, lines[0] ?? [], lines.slice(1));
    });
    const account = await accountFor(
      { url: '', body, contentType: null, retrievedAt: '2022-07-01T00:00:00.000Z' },
      'salford/2022-06.xlsx',
    );
    const unread = [...account.outcomes].filter(([outcome]) => outcome.startsWith('refused'));
    expect(unread).toEqual([[expect.stringContaining('not read'), 20]]);
    expect(account).toMatchObject({ pence: 30n * 600_00n, otherPence: 600_00n + 19n * 90_50n });
    expect(account.recount?.pence).toBe(account.pence + account.otherPence);
    const draft = await draftMap([], { url: '2022-06.xlsx', body });
    expect(draft.doubts.map(({ says }) => says).join()).toContain(
      '20 of 50 lines cannot be read and would be left out (£2,319.50 in all)',
    );
  },
);

test('cells merged over several lines pay once', async () => {
  const body = await workbook((book) => {
    const sheet = book.addWorksheet('June');
    fill(sheet);
    sheet.mergeCells('F3:F5');
  });
  expect(await paid(body)).toEqual({ payments: 28, pence: 28 * 600_00, refused: 2 });
});
