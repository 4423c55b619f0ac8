import { Pence } from '@tocsin/domain';
import { expect, test } from 'vitest';
import { paidInBrief, paidSentences } from './paid-words.ts';

const sums = (net: number) => ({ net: Pence.parse(net), gross: Pence.parse(0), unknown: Pence.parse(0) });
const some = (net: number, payments: number, lastOn: string) => ({
  sum: sums(net),
  payments,
  firstOn: '2017-12-14',
  lastOn,
});
const year = (net: number) => ({ from: '', to: '', last12Months: sums(net), payments: 1 });
const event = '2019-12-02';

test('payments since the event are said to be in no sum, beside the last one before it', () => {
  const paid = { event, before: some(20_656_96, 21, '2018-12-27'), since: some(1_567_23, 3, '2019-12-12') };
  expect(paidInBrief({ paid, year: year(20_656_96) })).toEqual([
    'The last payment before that day in the files held was on 27 December 2018.',
    'Paid on or after 2 December 2019, the first day of what stands on the public record: 3 payments, £1,567 without VAT, the last on 12 December 2019. That is in no sum above.',
  ]);
});

test('what is older than the twelve months is history, and said not to be seen in the files held', () => {
  const paid = { event, before: some(19_736_73, 1, '2017-12-19'), since: null };
  expect(paidInBrief({ paid, year: year(0) })).toEqual([
    'History, no current exposure: 1 payment, £19,737 without VAT, the last on 19 December 2017; the files held show none in the twelve months before 2 December 2019.',
  ]);
  expect(paidInBrief({ paid: { ...paid, event: null }, year: year(0) })[0]).toContain(
    'in the twelve months before this day',
  );
});

test('who was paid since the event alone was paid nothing before it by the files held', () => {
  const paid = { event, before: null, since: some(0, 2, '2019-12-12') };
  expect(paidSentences({ paid, spend: null })).toEqual([
    'Paid on or after 2 December 2019, the first day of what stands on the public record: 2 payments, as much credited as paid, the last on 12 December 2019. That is in no sum above. The files held show none before that day.',
  ]);
});

test('of a supplier against which nothing stands the last payment is told, and where none was kept nothing', () => {
  const paid = { event: null, before: some(100, 1, '2019-11-01'), since: null };
  expect(paidInBrief({ paid, year: year(100) })).toEqual([
    'The last payment in the files held was on 1 November 2019.',
  ]);
  expect(paidSentences({ paid: null, spend: null })).toEqual([]);
});
