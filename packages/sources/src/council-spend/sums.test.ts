import { expect, test } from 'vitest';
import { councilMaps } from '../council-maps.ts';
import { draftMap } from './draft.ts';
import { CouncilMap } from './map.ts';
import { openSpendFile } from './read.ts';
import { csv, HEADER, LINES, NET, paid, spendRowsOf, type Cells } from './testing.ts';

const EXAMPLE = { gss: 'E06000099', name: 'Example Borough Council' };

/** A file of another council, drafted, and read by its draft. */
async function drafted(heading: string, sums: readonly string[]) {
  const lines = sums.map(
    (sum, at) => `Example ${at} Ltd,${String(at + 1).padStart(2, '0')}/02/2026,"${sum}"`,
  );
  const body = new TextEncoder().encode([`Payee,Paid on,${heading}`, ...lines].join('\r\n'));
  const url = 'exampleborough/2026-02.csv';
  const { doubts, layout } = await draftMap(councilMaps(), { url, body, council: EXAMPLE }, {});
  const map = CouncilMap.parse({
    ...EXAMPLE,
    slug: 'exampleborough',
    page: { url: 'https://www.exampleborough.gov.uk/spending', links: 'a' },
    cadence: 'monthly',
    layouts: [layout],
  });
  const rows = [...(await openSpendFile([map], { url, body })).rows];
  return {
    doubts: doubts.filter(({ about }) => about === 'amount').length,
    pence: rows.flatMap((row) => ('payment' in row ? [row.payment.pence] : [])),
  };
}

const SUMS = ['12.5', '7', '1,200', '3.25', '0.5', '14', '15', '16'];
const PENCE = [1250, 700, 120_000, 325, 50, 1400, 1500, 1600];

test.each([
  ['Amount', 1, 0],
  ['Amount (£)', 1, 0],
  ['Amount £000', 1_000, 1],
  ['Amount (£000s)', 1_000, 1],
  ['Amount (£k)', 1_000, 1],
  ['Amount (£m)', 1_000_000, 1],
  ['Amount (in thousands)', 1_000, 1],
  ['Amount (pence)', 0.01, 1],
])('sums below “%s” are read times %s, and a draft says so', async (heading, times, doubts) => {
  const read = await drafted(heading, SUMS);
  expect(read.pence).toEqual(PENCE.map((pence) => Math.round(pence * times)));
  expect(read.doubts).toBe(doubts);
});

function withNet(sum: string): Cells {
  return [
    HEADER,
    ...LINES.map((cells, at) => cells.map((cell, place) => (place === NET && at === 3 ? sum : cell))),
  ];
}

test.each(['6E+05', '1.23457E+11', '6e5', '-1.2E+03'])(
  'a sum that lost digits (%s) is refused by line',
  async (sum) => {
    expect(await paid(csv(withNet(sum)))).toMatchObject({ payments: 29, refused: 1 });
    expect((await drafted('Amount', [...SUMS, sum])).doubts).toBe(1);
  },
);

test('a sum in the notation of a spreadsheet that holds all its digits is read', async () => {
  expect(await paid(csv(withNet('6.0000000E+02')))).toMatchObject({ payments: 30, refused: 0 });
});

test.each([
  ['6000.00', 1],
  ['60.00', 1],
  ['600.01', 0],
  ['601.00', 0],
])('a net sum of %s beside a gross one of 720 and VAT of 120 is doubted, or is not', async (sum, doubted) => {
  const rows = await spendRowsOf(csv(withNet(sum)));
  const doubts = rows.flatMap((row) => ('doubt' in row && row.doubt?.includes('gross') ? [row.doubt] : []));
  expect(doubts).toHaveLength(doubted);
});
