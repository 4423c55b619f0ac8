import { expect, test } from 'vitest';
import { openTable } from './open-table.ts';
import { paymentPractices } from './payment-practices.ts';
import { documentOf } from './testing.ts';

/** An export with one report, filed on a day. */
function filedOn(day: string) {
  const row = {
    'Report Id': '990009',
    'End date': '2026-06-30',
    'Filing date': day,
    Company: 'EXAMPLE LIMITED',
    'Company number': '99000009',
    'Average time to pay': '30',
    '% Invoices not paid within agreed terms': '10',
  };
  return documentOf(
    [Object.keys(row), Object.values(row)].map((line) => line.join(',')).join('\n'),
    'export',
  );
}

async function recordsOf(day: string) {
  const records = [];
  for await (const record of openTable(paymentPractices, filedOn(day)).records()) records.push(record);
  return records;
}

test('a row of a list that is dated for a day to come is refused, and known to be there', async () => {
  expect(await recordsOf('2062-07-30')).toEqual([
    {
      item: '990009',
      outcome: 'refused',
      id: '990009',
      reason: 'published on 2062-07-30, a day that has not come',
    },
  ]);
  expect(await recordsOf('2026-11-23')).toMatchObject([{ outcome: 'row' }]);
});

test('so is a whole edition', () => {
  const tomorrow = { ...paymentPractices, edition: () => '2062-11-01' };
  expect(() => openTable(tomorrow, filedOn('2026-07-30'))).toThrow(
    'an edition published on 2062-11-01, a day that has not come',
  );
});
