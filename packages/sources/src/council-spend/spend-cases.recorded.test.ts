import { expect, test } from 'vitest';
import { councilMaps } from '../council-maps.ts';
import { fieldCase, hasCases } from '../testing.ts';
import { draftMap } from './draft.ts';
import { readSpendFile } from './read.ts';

async function read(file: string) {
  const path = `spend/salford/${file}-2022-06`;
  const document = fieldCase(`${path}.${file.startsWith('x') ? 'xlsx' : 'csv'}`);
  const opened = await readSpendFile(councilMaps(), {
    url: `salford/${file}-2022-06.csv`,
    body: document.body,
  });
  return opened instanceof Error ? opened.message : [...opened.rows];
}

/** Payments, their pounds, and what else became of lines. */
async function account(file: string) {
  const rows = await read(file);
  if (typeof rows === 'string') return rows;
  const paid = rows.flatMap((row) => ('payment' in row ? [row.payment] : []));
  const others = rows.flatMap((row) => ('reason' in row && row.reason !== 'header' ? [row.outcome] : []));
  return { payments: paid.length, pounds: paid.reduce((sum, { pence }) => sum + pence, 0) / 100, others };
}

const passed = (count: number) => Array.from({ length: count }, () => 'not-a-payment');

test.skipIf(!hasCases)('a sheet under a heading that no map knows is not passed over', async () => {
  expect(await account('x01-second-sheet-other-header')).toMatch(/on the sheet “May”.*“Supplier”/s);
});

test.skipIf(!hasCases)('a stray quotation mark swallows no payment', async () => {
  expect(await account('s09-stray-quotes')).toEqual({ payments: 20, pounds: 12_000, others: [] });
});

test.skipIf(!hasCases)('totals are none of the payments, whatever they are called', async () => {
  expect(await account('s15-totals')).toEqual({ payments: 20, pounds: 12_000, others: passed(6) });
});

test.skipIf(!hasCases)('a file that is day first and further down month first is held', async () => {
  const rows = await read('s05-mdy-after-70');
  if (typeof rows === 'string') throw new Error(rows);
  expect(rows.at(-1)).toMatchObject({
    outcome: 'held',
    reason: expect.stringMatching(/day first.*month first/),
  });
});

test.skipIf(!hasCases)('dates with a time of day are dates, in text and in workbooks', async () => {
  for (const file of ['s01-timestamps', 'x02-date1904', 'x04-date-times']) {
    expect(await account(file), file).toEqual({ payments: 20, pounds: 12_000, others: [] });
    const rows = await read(file);
    if (typeof rows === 'string') throw new Error(rows);
    const days = rows.flatMap((row) => ('payment' in row ? [row.payment.paidOn] : []));
    expect([days[0], days.at(-1)], file).toEqual(['2022-06-01', '2022-06-20']);
  }
});

test.skipIf(!hasCases)('blank payees, sections, credits and notes are read as they were', async () => {
  expect(await account('s07-blank-supplier')).toEqual({ payments: 21, pounds: 12_600, others: [] });
  expect(await account('s12-credit-section')).toEqual({ payments: 25, pounds: 15_000, others: passed(1) });
  expect(await account('s20-credits')).toEqual({ payments: 20, pounds: -12_000, others: [] });
  expect(await account('x06-notes-first')).toMatchObject({ payments: 20, pounds: 12_000 });
});

test.skipIf(!hasCases)('a supplier whose cell is merged over lines is that of each', async () => {
  const rows = await read('x03-merged-supplier');
  if (typeof rows === 'string') throw new Error(rows);
  const names = rows.flatMap((row) => ('payment' in row ? [row.payment.mention?.name] : []));
  expect(names).toHaveLength(20);
  expect(names.slice(0, 5)).toEqual([...Array.from({ length: 4 }, () => names[0]), names[4]]);
  expect(names.every((name) => name?.endsWith('Ltd'))).toBe(true);
});

test.skipIf(!hasCases)(
  'a draft calls a statement of purchasing cards none of the payments of invoices',
  async () => {
    const months = [
      'apr-jun-2017',
      'july-2017',
      'august-2017',
      'september-2017',
      'oct-nov-2017',
      'december-2017',
      'january-2018',
      'february-2018',
    ];
    for (const month of months) {
      const { body, url } = fieldCase(`real/procurement-card-spending-${month}.csv`);
      const { kind, layout } = await draftMap(councilMaps(), { url, body });
      expect([kind, layout], month).toMatchObject(['card', { kind: 'payments', series: 'card' }]);
    }
  },
);
