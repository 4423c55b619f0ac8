import { assert, integer, property, tuple } from 'fast-check';
import { expect, test } from 'vitest';
import { recountSpend } from '../accounting/recount-spend.ts';
import { csvRecords } from '../tables/csv.ts';
import { csv, DATE, HEADER, LINES, NET, paid, read, spendRowsOf, VENDOR, WHOLE } from './testing.ts';

const lines = LINES.map((cells) => cells.join(','));
const file = (body: readonly string[]) => [HEADER.join(','), ...body].join('\r\n');
const recounted = (text: string) => recountSpend(new TextEncoder().encode(text));

test('a stray mark swallows no line, wherever it opens and wherever it closes', () => {
  const places = tuple(
    integer({ min: 0, max: 28 }),
    integer({ min: 1, max: 12 }),
    integer({ min: 0, max: 8 }),
  );
  assert(
    property(places, ([first, further, column]) => {
      const opens = LINES[first]?.map((cell, at) => (at === column ? `"${cell}` : cell)).join(',') ?? '';
      const closes = first + further < 30 ? first + further : null;
      const body = lines.map((line, at) => {
        if (at === first) return opens;
        return at === closes ? `${line}"` : line;
      });
      const text = file(body);
      const records = [...csvRecords([text], { mend: true })];
      expect(records.map(({ cells, cut }) => [cells.length, cut])).toEqual(records.map(() => [9, false]));
      expect(records).toHaveLength(31);
      expect(recounted(text)?.records).toBe(31);
    }),
  );
});

test('a mark that nothing closes in 32 KB costs no other line', async () => {
  const many = Array.from({ length: 2_000 }, (_, at) => lines[at % 30] ?? '');
  const text = file(many.with(40, (many[40] ?? '').replace('Example', '"Example')));
  expect(text.length).toBeGreaterThan(100_000);
  expect(await paid(text)).toEqual({ payments: 2_000, pence: 2_000 * 600_00, refused: 0 });
  const rows = await spendRowsOf(text);
  expect(rows.flatMap((row) => ('payment' in row ? [row.payment.mention?.name] : []))[40]).toMatch(
    /^Example/,
  );
  expect(recounted(text)).toEqual({ records: 2_001, pence: BigInt(2_000 * 600_00) });
});

test('an address of several lines in quotation marks is one cell', async () => {
  const body = LINES.map((cells) =>
    cells.with(7, '"1 High Street, Salford\nGreater Manchester, M1 1AA"').join(','),
  );
  expect(await paid(file(body))).toEqual(WHOLE);
});

test('lines that marks hold, and that are not all records, are named as doubtful', async () => {
  const opens = (lines[5] ?? '').replace('Example', '"Example');
  const body = [
    ...lines.slice(0, 5),
    opens,
    'not,a,record',
    ...lines.slice(6, 9),
    `${lines[9]}"`,
    ...lines.slice(10),
  ];
  const rows = await spendRowsOf(file(body));
  const refused = rows.filter((row) => row.outcome === 'refused');
  expect(refused).toMatchObject([{ reason: expect.stringContaining('quotation marks') }]);
});

test.each([';', '\t', '|'])(
  'lines told apart by “%s” below others by commas are refused with their sum',
  async (mark) => {
    const text = [csv([HEADER, ...LINES.slice(0, 10)]), csv(LINES.slice(10, 20), mark)].join('\r\n');
    const rows = await spendRowsOf(text);
    const refused = rows.filter((row) => row.outcome === 'refused');
    expect(refused).toHaveLength(10);
    expect(refused[0]).toMatchObject({ pence: 600_00, reason: expect.stringContaining('told apart by') });
    expect(recounted(text)).toEqual({ records: 21, pence: BigInt(20 * 600_00) });
  },
);

test('a line whose day and sum stand in other columns is refused with its sum; a note stays a note', async () => {
  const moved = ['Salford City Council', '', '', '', '', '', '', '2022-06-30', '£45.00'];
  const rows = await spendRowsOf(
    csv([HEADER, ...LINES, moved, ['Printed on 2022-07-01', '', '', '', '', '', '', '']]),
  );
  expect(rows.slice(-2)).toMatchObject([
    { outcome: 'refused', pence: 45_00, reason: expect.stringContaining('other columns') },
    { outcome: 'not-a-payment' },
  ]);
});

test('a further header, net and gross changed over, is obeyed, and the other reader agrees', async () => {
  const swap = (cells: readonly string[]) => [
    ...cells.slice(0, 3),
    cells[5] ?? '',
    cells[4] ?? '',
    cells[3] ?? '',
    ...cells.slice(6),
  ];
  const below = LINES.map((cells) => swap(cells.with(2, `7${cells[2]}`)));
  const text = csv([HEADER, ...LINES, swap(HEADER), ...below]);
  expect(await paid(text)).toEqual({ payments: 60, pence: 60 * 600_00, refused: 0 });
  expect(recounted(text)).toEqual({ records: 62, pence: BigInt(60 * 600_00) });
});

test('a further header of the same words at other places is obeyed: shifted, or with a blank column more or less', async () => {
  const below = LINES.map((cells) => cells.with(2, `7${cells[2]}`));
  for (const from of [0, 3, 6]) {
    const widened = (cells: readonly string[]) => cells.toSpliced(from, 0, '');
    const [narrow, wide] = [[HEADER, ...LINES], [HEADER, ...below].map(widened)];
    for (const table of [
      [...narrow, ...wide],
      [...wide, ...narrow],
    ]) {
      expect(await paid(csv(table)), String(from)).toEqual({ payments: 60, pence: 60 * 600_00, refused: 0 });
      expect(recounted(csv(table))?.pence).toBe(BigInt(60 * 600_00));
    }
  }
});

test('below a further header that the map does not know nothing is read as if it were known', async () => {
  const other = HEADER.map((cell) => (cell === 'Net' ? 'Sum' : cell));
  const below = LINES.map((cells) => cells.with(2, `7${cells[2]}`));
  const rows = await spendRowsOf(csv([HEADER, ...LINES, other, ...below]));
  expect(rows.filter((row) => 'payment' in row)).toHaveLength(30);
  expect(rows.filter((row) => row.outcome === 'refused')).toHaveLength(30);
});

test('a table that stands in a file twice is counted once; pages that repeat their header are not', async () => {
  expect(await paid(csv([HEADER, ...LINES, HEADER, ...LINES]))).toEqual(WHOLE);
  const pages = LINES.flatMap((cells, at) => (at % 10 === 9 ? [cells, HEADER] : [cells]));
  expect(await paid(csv([HEADER, ...pages]))).toEqual(WHOLE);
});

test('a line is a total by arithmetic, whatever it is called, and a payment of the same sum is none', async () => {
  const total = (name: string, cells: Readonly<Record<number, string>> = {}) =>
    HEADER.map((_, at) => cells[at] ?? (at === NET ? '18000.00' : at === VENDOR ? name : ''));
  for (const name of ['All suppliers', 'June spend', 'Total payments over £500', 'Sum', '']) {
    const rows = await spendRowsOf(csv([HEADER, ...LINES, total(name)]));
    expect([name, rows.at(-1)?.outcome]).toEqual([name, 'not-a-payment']);
  }
  const firm = total('Total Example Energy Ltd', { [DATE]: '2022-06-30', 2: '99' });
  expect((await spendRowsOf(csv([HEADER, ...LINES, firm]))).at(-1)?.outcome).toBe('payment');
  const halves = [
    HEADER,
    ...LINES.slice(0, 10),
    total('Place', { [NET]: '6000.00' }),
    ...LINES.slice(10),
    total('People', { [NET]: '12000.00' }),
  ];
  expect(await paid(csv(halves))).toEqual(WHOLE);
});

test('names that are hidden by shape are kept in the sums alone, doubtful ones are listed, and firms are left alone', async () => {
  const hidden = [
    '*****',
    'XXXXXXX',
    'Private Individual',
    'Foster Carer',
    'Not disclosed',
    'Vulnerable person',
    'J*** S****',
    '[ ]',
    'Direct Payments',
    'Name withheld',
  ];
  const doubtful = ['Foster carers in Place', 'Service User 4411', 'Undisclosed landlord A'];
  const firms = [
    'Foster Care Associates Ltd',
    'PLACES FOR PEOPLE INDIVIDUAL SUPPORT',
    'Carers Trust',
    'XX Recruitment Ltd',
    'The Children’s Society',
    'Client Earth Solutions Ltd',
  ];
  const given = [...hidden, ...doubtful, ...firms];
  const rows = await spendRowsOf(
    csv([
      HEADER,
      ...LINES,
      ...given.map((name, at) => (LINES[at] ?? []).with(VENDOR, name).with(2, `9${at}`)),
    ]),
  );
  const judged = rows.slice(31).map((row) => {
    if (!('payment' in row)) return row.outcome;
    return row.payment.mention ? 'shown' : row.doubt === undefined ? row.outcome : 'doubtful';
  });
  expect(given.map((name, at) => `${name}: ${judged[at]}`)).toEqual([
    ...hidden.map((name) => `${name}: redacted`),
    ...doubtful.map((name) => `${name}: doubtful`),
    ...firms.map((name) => `${name}: shown`),
  ]);
});

test('a total whose sum stands in no column of amounts is still one total, and nothing else', async () => {
  const blank = HEADER.map(() => '');
  for (const row of [blank.with(6, 'TOTAL'), blank.with(6, 'Grand Total')]) {
    const read = await spendRowsOf(csv([HEADER, ...LINES, row]));
    expect(read.at(-1)).toMatchObject({ outcome: 'not-a-payment', reason: 'total' });
  }
});

/** A month in which every date may be read either way, but for the lines that are given. */
function dated(...dates: readonly string[]): string {
  const early = Array.from({ length: 200 }, (_, at) => `0${(at % 9) + 1}/06/2022`);
  return csv([
    HEADER,
    ...[...early, ...dates].map((date, at) => (LINES[at % 30] ?? []).with(DATE, date).with(2, String(at))),
  ]);
}

test('the last line of a file may decide how all its dates are read', async () => {
  const verdictOf = async (text: string, url?: string) =>
    (await spendRowsOf(text, url)).find(({ outcome }) => outcome === 'held');
  expect(await verdictOf(dated('13/06/2022'))).toBeUndefined();
  expect(await verdictOf(dated('06/13/2022'), 'salford/payments.csv')).toMatchObject({
    reason: expect.stringContaining('month first (“06/13/2022”)'),
  });
  expect(await verdictOf(dated('14/06/2022', '06/14/2022'))).toMatchObject({
    reason: expect.stringMatching(/day first \(“14.*month first \(“06\/14/),
  });
});

test.each([
  ['year, day, month', (day: number) => `2022-${String(day).padStart(2, '0')}-06`],
  ['month first, the sixth of June among them', (day: number) => `06/${String(day).padStart(2, '0')}/2022`],
])(
  'days printed %s, of which none is above the 12th, are known by the name of the file',
  async (_, print) => {
    const early = Array.from({ length: 96 }, (_, at) =>
      (LINES[at % 12] ?? []).with(DATE, print((at % 12) + 1)),
    );
    const usual = Array.from({ length: 70 }, () => (LINES[0] ?? []).with(DATE, ''));
    const rows = await spendRowsOf(csv([HEADER, ...usual, ...early]));
    expect(rows.find(({ outcome }) => outcome === 'held')).toBeDefined();
  },
);

test('one impossible date among those that prove day first is refused by itself, wherever it stands', async () => {
  for (const dates of [
    ['13/06/2022', '14/06/2022', '06/15/2022'],
    ['06/15/2022', '13/06/2022', '14/06/2022'],
  ]) {
    const read = await spendRowsOf(dated(...dates));
    expect(read.filter(({ outcome }) => outcome === 'held')).toEqual([]);
    expect(read.flatMap((row) => (row.outcome === 'refused' ? [row.reason] : []))).toEqual([
      expect.stringContaining('06/15/2022'),
    ]);
    expect(read.filter((row) => 'payment' in row)).toHaveLength(202);
  }
  const first = csv([
    HEADER,
    ...LINES.map((cells, at) => cells.with(DATE, at === 0 ? '06/15/2022' : `${at + 1}/06/2022`)),
  ]);
  expect(await paid(first)).toMatchObject({ payments: 29, refused: 1 });
});

test('dates are dates whatever time of day follows', async () => {
  for (const time of [' 09:30', ' 23:59:59', ' 11:05 PM', 'T00:00:00.000'])
    expect(
      await paid(csv([HEADER, ...LINES.map((cells, at) => cells.with(DATE, `${at + 1}/06/2022${time}`))])),
      time,
    ).toEqual(WHOLE);
  expect(await read('%PDF-1.4')).toContain('copy its table into one');
});
