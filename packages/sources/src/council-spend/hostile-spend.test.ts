import { expect, test } from 'vitest';
import { councilMaps } from '../council-maps.ts';
import { readSpendFile } from './read.ts';
import {
  AREA,
  csv,
  DATE,
  HEADER,
  LINES,
  NET,
  paid,
  read,
  spendRowsOf,
  VENDOR,
  WHOLE,
  type Cells,
} from './testing.ts';

/** The lines with one cell put differently. */
function changed(column: number, put: (cell: string, at: number) => string): Cells {
  return [
    HEADER,
    ...LINES.map((cells, at) => cells.map((cell, place) => (place === column ? put(cell, at) : cell))),
  ];
}

/** The lines with one more among them that has only these cells. */
function amongLines(cells: Readonly<Record<number, string>>): Cells {
  const line = HEADER.map((_, place) => cells[place] ?? '');
  return [HEADER, ...LINES.slice(0, 10), line, ...LINES.slice(10)];
}

test.each([
  ['semicolons', csv([HEADER, ...LINES], ';')],
  ['tabs', csv([HEADER, ...LINES], '\t')],
  ['a line that names its separator', `sep=;\r\n${csv([HEADER, ...LINES], ';')}`],
  ['a title and an empty line above', csv([['Payments over £500, June 2022'], [''], HEADER, ...LINES])],
  ['pound signs', csv(changed(NET, (cell) => `£${cell}`))],
  [
    'dates in two formats',
    csv(changed(DATE, (cell, at) => (at % 2 ? cell.split('-').toReversed().join('/') : cell))),
  ],
])('%s change nothing of what is read', async (_, body) => {
  expect(await paid(body)).toEqual(WHOLE);
});

test('UTF-16 in either order of bytes changes nothing of what is read', async () => {
  const little = Buffer.from(`\uFEFF${csv([HEADER, ...LINES], '\t')}`, 'utf16le');
  expect(await paid(new Uint8Array(little))).toEqual(WHOLE);
  expect(await paid(new Uint8Array(Buffer.from(little).swap16()))).toEqual(WHOLE);
});

test('a credit by its suffix is taken off, and pence by their letter are refused by line', async () => {
  expect(await paid(csv(changed(NET, (cell, at) => (at === 0 ? `${cell} CR` : cell))))).toEqual({
    ...WHOLE,
    pence: 28 * 600_00,
  });
  expect(await paid(csv(changed(NET, (cell, at) => (at === 0 ? '45p' : cell))))).toMatchObject({
    payments: 29,
    refused: 1,
  });
});

test.each([
  ['at the foot, with the word', { 0: 'Total', [NET]: '18000.00' }],
  ['in the middle, without a word', { [NET]: '6000.00' }],
  [
    'in the middle, as a spreadsheet heads the sum of a payee',
    { [NET]: '6000.00', [VENDOR]: 'Example 1 Ltd Total' },
  ],
  ['in the middle, as a spreadsheet heads the sum of a service', { [NET]: '6000.00', [AREA]: 'Place Total' }],
  ['at the foot, with the word in place of a day', { [NET]: '18000.01', [DATE]: 'TOTAL' }],
  ['with a date beside it', { [NET]: '6000.00', [VENDOR]: 'Sub Total', [DATE]: '2022-06-30' }],
])('a total %s is not paid to anybody', async (_, cells) => {
  expect(await paid(csv(amongLines(cells)))).toEqual(WHOLE);
});

test('a firm whose name ends in Total and that was paid on a day is paid', async () => {
  const line = { [NET]: '1.00', [VENDOR]: 'Example Total', [DATE]: '2022-06-30' };
  expect(await paid(csv(amongLines(line)))).toMatchObject({ payments: 31 });
});

test('a line torn by a comma without quotation marks is refused alone, wherever the comma is', async () => {
  for (let place = 0; place < HEADER.length; place += 1) {
    const torn = LINES.map((cells, at) =>
      cells.map((cell, each) => (each === place && at === 12 ? `1,234.56` : cell)).join(','),
    );
    expect(await paid([HEADER.join(','), ...torn].join('\n')), HEADER[place]).toEqual({
      payments: 29,
      pence: 29 * 600_00,
      refused: 1,
    });
  }
});

test('where every line is torn before its amount, none is read as another sum', async () => {
  const torn = LINES.map((cells) => cells.map((cell, place) => (place === 3 ? '1,720.00' : cell)).join(','));
  expect(await paid([HEADER.join(','), ...torn].join('\n'))).toEqual({ payments: 0, pence: 0, refused: 30 });
});

const american = (day: string) => `${day.slice(5, 7)}/${day.slice(8)}/${day.slice(0, 4)}`;

test('dates printed month first are refused as a file, by the day above twelve or by the name of the file', async () => {
  const month = csv(changed(DATE, american));
  const early = csv(changed(DATE, (_, at) => american(`2022-06-${String((at % 12) + 1).padStart(2, '0')}`)));
  for (const body of [month, early])
    expect(await read(body)).toMatch(
      /month first \(“06\/\d\d\/2022”\)\. Nothing was read\..*"dates": "month-first"/,
    );
  const british = csv(changed(DATE, (cell) => cell.split('-').toReversed().join('/')));
  expect(await paid(british)).toEqual(WHOLE);
});

test('dates printed month first are read where the map says so', async () => {
  const maps = councilMaps().map((map) => ({
    ...map,
    layouts: map.layouts.map((layout) =>
      layout.kind === 'payments' ? { ...layout, dates: 'month-first' as const } : layout,
    ),
  }));
  const body = new TextEncoder().encode(csv(changed(DATE, american)));
  const file = await readSpendFile(maps, { url: 'salford/2022-06.csv', body });
  const days =
    file instanceof Error
      ? []
      : [...file.rows].flatMap((row) => ('payment' in row ? [row.payment.paidOn] : []));
  expect(days).toEqual(LINES.map((cells) => cells[DATE]));
});

test('the lines of another council are refused, though the layout is the same', async () => {
  const rows = await spendRowsOf(csv(changed(0, (cell, at) => (at === 3 ? 'Trafford Council' : cell))));
  expect(rows[4]).toMatchObject({
    outcome: 'refused',
    reason: 'a line of another council (Trafford Council)',
  });
});

test.each([
  ['nothing names its council', 'trafford/2022-06.csv', undefined],
  [
    'its site is nobody’s, though a folder there is called after a council',
    'https://www.trafford.gov.uk/salford/2022-06.csv',
    undefined,
  ],
  ['a council without a map is named', 'salford/2022-06.csv', 'E08000009'],
])('a file in a known layout is nobody’s where %s', async (_, url, council) => {
  const refusal = await read(csv([HEADER, ...LINES]), url, council);
  expect(refusal).toContain('the council is not known');
  expect(refusal).toContain('councils copy each other’s layouts');
  expect(refusal).toContain('Nothing was read');
});

test.each([
  [
    'a further column of credits',
    [[...HEADER, 'Credit'], ...LINES.map((cells) => [...cells, '1'])],
    /not in the map: “Credit”/,
  ],
  [
    'net and gross that have changed places',
    [HEADER.map((cell) => ({ Net: 'Gross', Gross: 'Net' })[cell] ?? cell), ...LINES],
    /the same columns in another order/,
  ],
  [
    'columns from last to first',
    [HEADER.toReversed(), ...LINES.map((cells) => cells.toReversed())],
    /the same columns in another order/,
  ],
  ['no header', LINES, /no line looks like a header/],
])('%s are refused as a layout that nobody has described', async (_, table, why) => {
  const refusal = await read(csv(table));
  expect(refusal).toMatch(why);
  expect(refusal).toContain('map-spend <file>');
});
