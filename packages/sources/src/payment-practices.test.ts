import { expect, test } from 'vitest';
import { UnreadableDocument } from './define-source.ts';
import { paymentPractices } from './payment-practices.ts';
import { documentOf, fixture, tableRowsOf } from './testing.ts';

const EDITION = {
  version: '2026-11-23T04:30:00.000Z',
  url: 'https://check-payment-practices.service.gov.uk/export/csv/',
  retrievedAt: '2026-11-23T04:30:00.000Z',
  publishedAt: '2026-11-23T04:30:00.000Z',
};
const records = tableRowsOf(paymentPractices, fixture('payment-practices.csv'));
const reports = records.flatMap((record) => (record.outcome === 'row' ? [record.row] : []));
const [first, , newest, slashed] = reports;

/** One row under the column names of the export, with some cells of its own. */
function exportOf(cells: Readonly<Record<string, string>>) {
  const row = {
    'Report Id': '990009',
    'End date': '2026-06-30',
    'Filing date': '2026-07-30',
    Company: 'EXAMPLE LIMITED',
    'Company number': '99000009',
    'Average time to pay': '30',
    '% Invoices not paid within agreed terms': '10',
    ...cells,
  };
  const text = [Object.keys(row), Object.values(row)].map((line) => line.join(',')).join('\n');
  return tableRowsOf(paymentPractices, documentOf(text, 'export'))[0];
}

test('every report of the export has one outcome', () => {
  expect(records.map(({ item, outcome }) => `${item} ${outcome}`)).toEqual([
    '990001 row',
    '990002 row',
    '990003 row',
    '990004 row',
    '990005 ignored',
    '990006 refused',
    '990007 refused',
  ]);
  expect(records[5]).toMatchObject({
    id: '990006',
    reason: 'Average time to pay: “4323394” is not up to 365 days',
  });
  expect(records[6]).toMatchObject({ reason: 'Company number: “B 123” is not one' });
});

test('a new report counts from the day on which it was filed, and stands on its own page', () => {
  expect(paymentPractices.toObservations(null, newest ?? null, EDITION)).toEqual({
    withdrawn: [],
    observations: [
      {
        ref: '990003',
        occurredOn: '2026-06-30',
        publishedAt: '2026-07-28T23:00:00.000Z',
        url: 'https://check-payment-practices.service.gov.uk/report/990003/',
        quote: null,
        about: {
          name: 'EXAMPLE CARE HOLDINGS LIMITED',
          ref: { scheme: 'GB-COH', id: '99000001' },
          printedRef: '99000001',
          postcode: null,
        },
        content: {
          kind: 'payment-practices',
          periodEnd: '2026-06-30',
          averageDaysToPay: 52,
          percentNotPaidInTerms: 41.5,
        },
      },
    ],
  });
});

test('a report that is corrected counts from the day on which we saw it, and one that is gone is taken back', () => {
  if (!first) throw new Error('no report');
  const corrected = { ...first, averageDaysToPay: 61 };
  const says = paymentPractices.toObservations(first, corrected, EDITION);
  expect(says.withdrawn).toEqual([]);
  expect(says.observations[0]).toMatchObject({ ref: first.id, publishedAt: EDITION.publishedAt });
  expect(paymentPractices.toObservations(first, null, EDITION)).toEqual({
    observations: [],
    withdrawn: [first.id],
  });
});

test('a report that was filed for another company by mistake is taken back of that one', () => {
  if (!first) throw new Error('no report');
  const says = paymentPractices.toObservations(first, { ...first, number: '99000008' }, EDITION);
  expect(says.withdrawn).toEqual([first.id]);
  expect(says.observations[0]?.about?.printedRef).toBe('99000008');
});

test('dates with slashes are read by the order that one of them proves, and never by a guess', () => {
  expect(slashed).toMatchObject({ periodEnd: '2026-06-30', filedOn: '2026-07-03' });
  expect(exportOf({ 'End date': '30/06/2026', 'Filing date': '3/7/2026' })).toMatchObject({
    row: { periodEnd: '2026-06-30', filedOn: '2026-07-03' },
  });
  expect(exportOf({ 'End date': '3/4/2026', 'Filing date': '4/5/2026' })).toMatchObject({
    outcome: 'refused',
    reason: 'End date: “3/4/2026” is not a day, or could be two',
  });
  expect(exportOf({ 'Filing date': '2026-06-29' })).toMatchObject({
    reason: 'filed on 2026-06-29, before its period ended on 2026-06-30',
  });
});

test('a figure is a number of days or a share, and anything else is refused with its column', () => {
  for (const printed of ['-1', '366', '30 days', '1e3'])
    expect(exportOf({ 'Average time to pay': printed })).toMatchObject({ outcome: 'refused', id: '990009' });
  expect(exportOf({ '% Invoices not paid within agreed terms': '101' })).toMatchObject({
    outcome: 'refused',
  });
  expect(exportOf({ 'Average time to pay': 'None' })).toMatchObject({
    row: { averageDaysToPay: null, percentNotPaidInTerms: 10 },
  });
});

test('a page, a layout without report ids and an export that was cut off are refused as a whole', () => {
  const read = (text: string) => () => tableRowsOf(paymentPractices, documentOf(text, 'export'));
  expect(read('<!DOCTYPE html>\n<p>Sorry</p>')).toThrow(UnreadableDocument);
  expect(read('Start date,End date,Filing date,Company,Company number')).toThrow(
    /a table without “Report Id”, “Average time to pay”/,
  );
  const cut = new TextDecoder().decode(fixture('payment-practices.csv').body).split('Care agencies')[0] ?? '';
  expect(read(cut)).toThrow(/ends inside quotation marks, in row 4/);
});
