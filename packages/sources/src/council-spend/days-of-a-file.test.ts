import { expect, test } from 'vitest';
import { csv, DATE, HEADER, LINES, read, spendRowsOf, type Cells } from './testing.ts';

const NO_MONTH = 'salford/payments.csv';
const two = (at: number) => String(at).padStart(2, '0');

/** The lines of June, each with its day printed in some way. */
function dated(print: (day: number) => string, lines: Cells = LINES): string {
  return csv([
    HEADER,
    ...lines.map((cells, at) => cells.map((cell, place) => (place === DATE ? print(at + 1) : cell))),
  ]);
}

async function daysOf(body: string, url?: string) {
  const rows = await spendRowsOf(body, url);
  return rows.flatMap((row) => ('payment' in row ? [row.payment.paidOn] : []));
}

const JUNE = Array.from({ length: 30 }, (_, at) => `2022-06-${two(at + 1)}`);

test.each([
  ['01062022', (day: number) => `${two(day)}062022`],
  ['1062022, a zero lost', (day: number) => `${day}062022`],
  ['01 06 2022', (day: number) => `${two(day)} 06 2022`],
  ['2022-Jun-01', (day: number) => `2022-Jun-${two(day)}`],
])('a day printed as %s is read, whatever the file is called', async (_, print) => {
  expect(await daysOf(dated(print))).toEqual(JUNE);
  expect(await daysOf(dated(print), NO_MONTH)).toEqual(JUNE);
});

test.each([
  ['220601', (day: number) => `2206${two(day)}`],
  ['010622', (day: number) => `${two(day)}0622`],
  ['1-Jun', (day: number) => `${day}-Jun`],
  ['1 June', (day: number) => `${day} June`],
])(
  'a day printed as %s is read by the month that the file is called after, else refused',
  async (_, print) => {
    expect(await daysOf(dated(print))).toEqual(JUNE);
    const rows = await spendRowsOf(dated(print), NO_MONTH);
    expect(rows.filter(({ outcome }) => outcome === 'refused')).toHaveLength(30);
    expect(await daysOf(dated(print), 'salford/2022-09.csv')).toEqual([]);
  },
);

test('days without a separator are month first where those above the twelfth are', async () => {
  const rows = await spendRowsOf(
    dated((day) => `06${two(day)}2022`),
    NO_MONTH,
  );
  expect(rows.at(-1)).toMatchObject({ outcome: 'held', reason: expect.stringContaining('month first') });
});

test.each(['Period 3 2022/23', 'P3 2022-23', '2022/23 P03', 'Month 3, 2022/2023'])(
  '“%s” is the June of a year that begins in April',
  async (period) => {
    const [first] = await spendRowsOf(
      dated(() => period),
      NO_MONTH,
    ).then((rows) => rows.slice(1));
    expect(first).toMatchObject({ payment: { paidOn: '2022-06-30', dated: 'month' } });
  },
);

test('a period of no year of accounts is not read', async () => {
  for (const odd of ['Period 13 2022/23', 'Period 3 2022/24', 'Period 3'])
    expect(
      (
        await spendRowsOf(
          dated(() => odd),
          NO_MONTH,
        )
      )[1],
      odd,
    ).toMatchObject({ outcome: 'refused' });
});

test('year, day, month with slashes is held: by the month of the name, by a day above the twelfth, by one month in all', async () => {
  const turned = (day: number) => `2022/${two(((day - 1) % 12) + 1)}/06`;
  for (const body of [dated(turned), dated((day) => `2022/${two(day)}/06`)])
    expect((await spendRowsOf(body)).at(-1)).toMatchObject({ outcome: 'held' });
  expect((await spendRowsOf(dated(turned), NO_MONTH)).at(-1)).toMatchObject({
    outcome: 'held',
    reason: expect.stringContaining('year, day, month'),
  });
  for (const url of [undefined, NO_MONTH])
    expect(
      await daysOf(
        dated((day) => `2022/06/${two(day)}`),
        url,
      ),
    ).toEqual(JUNE);
});

/** 1 June 2022, a Wednesday, as spreadsheets count it from 1900. */
const FIRST = 44_713;
const weekdays = (day: number) =>
  FIRST + 7 * Math.floor((day - 1) / 5) + ([0, 1, 2, 5, 6][(day - 1) % 5] ?? 0);

test('numbers counted from 1904 are held by the days of the week, else said', async () => {
  const of1904 = await spendRowsOf(
    dated((day) => String(weekdays(day) - 1_462)),
    NO_MONTH,
  );
  expect(of1904.at(-1)).toMatchObject({ outcome: 'held', reason: expect.stringContaining('from 1904') });
  const of1900 = await spendRowsOf(
    dated((day) => String(weekdays(day))),
    NO_MONTH,
  );
  expect(of1900.filter(({ outcome }) => outcome === 'held')).toEqual([]);
  expect(of1900.filter((row) => 'doubt' in row)).toMatchObject([
    {
      payment: { paidOn: '2022-06-01' },
      doubt: expect.stringContaining('counted from 1904 it would be 2026-06-02'),
    },
  ]);
  const named = await spendRowsOf(dated((day) => String(weekdays(day))));
  expect(named.filter((row) => 'doubt' in row || row.outcome === 'held')).toEqual([]);
});

test('a year in which no council publishes is said to be a misprint', async () => {
  const rows = await read(dated((day) => `${day === 3 ? '2062' : '2022'}-06-${two(day)}`));
  expect(rows[3]).toMatchObject({
    outcome: 'refused',
    reason: expect.stringContaining('of no year from 2005 to 2054'),
  });
});
