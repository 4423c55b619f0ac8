import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { UnreadableDocument } from './define-source.ts';
import { findATender } from './find-a-tender.ts';
import { moneyOf } from './ocds/value.ts';
import { documentOf, fixture, itemsOf, observationsOf, tally } from './testing.ts';

const items = itemsOf(findATender, fixture('find-a-tender.json'));
const awards = observationsOf(items).flatMap(({ content }) => (content.kind === 'award' ? [content] : []));

test('every release has one outcome, by name', () => {
  expect(tally(items)).toEqual({
    observed: 5,
    'ignored: UK12: a procurement ended without a contract, which says nothing about a supplier': 1,
    'ignored: planning stage: no supplier yet': 1,
    'refused: parties: none, so nobody is named': 1,
    'refused: not a release: ocid: Invalid input: expected string, received undefined': 1,
  });
});

test('an award names every buyer, every supplier by its best identifier, and its sum net and gross', () => {
  expect(awards[0]).toMatchObject({
    ocid: 'ocds-h6vhtk-990001',
    awardId: '1',
    noticeType: 'UK6',
    title: 'Residential care',
    buyers: [{ name: 'Example County Council' }, { name: 'Example District Council' }],
    suppliers: [{ ref: { scheme: 'GB-COH', id: '99000001' }, printedRef: 'GB-COH-99000001' }],
    value: { pence: 271_000_000, vat: 'net' },
    valueGross: { pence: 271_000_000, vat: 'gross' },
    awardedOn: '2026-06-03',
    startsOn: '2026-07-01',
    endsOn: '2029-06-30',
    cpv: '85311000',
    regime: 'procurement-act-2023',
  });
});

test('seven digits are padded, nine are kept as printed, and 1e9999 is no sum', () => {
  expect(awards[1]?.suppliers).toEqual([
    {
      name: 'Example Catering Ltd',
      ref: { scheme: 'GB-COH', id: '09900002' },
      printedRef: 'GB-COH-9900002',
      postcode: null,
    },
    { name: 'Example Transport Ltd', ref: null, printedRef: 'GB-COH-990000003', postcode: null },
  ]);
  expect(awards[1]?.value).toBeNull();
});

test('a change states only what changed, and takes its number from its notice', () => {
  expect(awards[2]).toMatchObject({
    awardId: '1',
    noticeId: '990002-2026',
    noticeType: 'UK10',
    suppliers: [],
    value: null,
    startsOn: null,
    endsOn: '2030-06-30',
    status: null,
  });
  expect(awards[3]).toMatchObject({ noticeType: 'UK11', status: 'terminated', endsOn: '2026-09-30' });
});

test('a performance notice is a signal only where a breach is stated', () => {
  const signals = observationsOf(items).filter(({ content }) => content.kind === 'contract-performance');
  expect(signals).toMatchObject([
    {
      about: { ref: { id: '99000001' } },
      occurredOn: '2026-08-14',
      content: { statement: 'Breach of contract: Staffing fell below the agreed level and did not improve' },
    },
  ]);
});

test('a page of HTML, nothing at all and half a package are refused as documents, an empty page has no items', () => {
  const read = (text: string) => itemsOf(findATender, documentOf(text, 'page'));
  expect(() => read('<html><title>Down for maintenance</title></html>')).toThrow(
    'a page instead of JSON (“Down for maintenance”): the publisher may be down',
  );
  expect(() => read('')).toThrow(UnreadableDocument);
  expect(() => read('{"releases":[{"ocid":"ocds-h6')).toThrow('broken JSON');
  expect(read('{"releases":[]}')).toEqual([]);
});

test('a broken line of a file of lines is refused alone', () => {
  const line = JSON.stringify({ ocid: 'ocds-h6vhtk-990001', date: '2026-10-04T09:00:00Z', tag: ['tender'] });
  const found = itemsOf(findATender, documentOf(`${line}\n{"ocid":\n${line}\n`, 'releases.jsonl'));
  expect(tally(found)).toEqual({
    'ignored: tender stage: no supplier yet': 2,
    'refused: broken JSON on this line': 1,
  });
});

test('a sum is whole pence or not stated', () => {
  fc.assert(
    fc.property(fc.oneof(fc.double(), fc.string(), fc.constant('000'), fc.integer()), (amount) => {
      const sum = moneyOf(amount, 'GBP', 'net');
      expect(sum === null || (Number.isSafeInteger(sum.pence) && sum.pence >= 0)).toBe(true);
    }),
  );
  expect(moneyOf('000', 'GBP', 'net')?.pence).toBe(0);
  expect(moneyOf('1,234.56', 'GBP', 'net')?.pence).toBe(123_456);
  expect(moneyOf(5, 'EUR', 'net')).toBeNull();
});

test('a notice’s sum is read by the rules of every other printed sum, and nothing is guessed', () => {
  const pence = (printed: string) => moneyOf(printed, 'GBP', 'net')?.pence ?? null;
  expect(['1.234,56', '1,23', '0x10', '12 34'].map(pence)).toEqual([null, null, null, null]);
  expect(['1.005', '£1,234.56', '1234 GBP', '2.5e6'].map(pence)).toEqual([
    101, 123_456, 123_400, 250_000_000,
  ]);
  expect(moneyOf('(1,234.56)', 'GBP', 'net')).toBeNull();
});
