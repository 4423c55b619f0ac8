import { ContractNotices, Pence } from '@tocsin/domain';
import { expect, test } from 'vitest';
import { publishedLines } from './published-notices.ts';

const INDICATORS = { titles: ['Visits on time', 'Staff trained', 'Complaints'], publishedOn: '2025-06-03' };
const url = 'https://www.find-tender.service.gov.uk/Notice/990010-2026';

function lines(notices: object, asOf: string, given: object = {}) {
  const contract = {
    notices: ContractNotices.parse(notices),
    value: { pence: Pence.parse(500_000_001), vat: 'net' as const },
    agreement: 'contract' as const,
    startsOn: '2025-07-01',
    ...given,
  };
  return publishedLines(contract, asOf).map(({ text }) => text);
}

test('a rating is said in the publisher’s words, from the day on which it was published', () => {
  const rating = {
    indicator: 'Visits on time',
    rating: 'Good',
    upTo: '2026-03-31',
    publishedOn: '2026-06-25',
    url,
  };
  expect(lines({ ratings: [rating] }, '2026-06-24')).toEqual([]);
  expect(lines({ ratings: [rating] }, '2026-06-25')).toEqual([
    '“Visits on time” rated “Good” for the period to 31 March 2026 by the contract performance notice of 25 June 2026.',
  ]);
});

test('an end is said with its reason', () => {
  const ended = { reason: 'Duration completed.', on: '2026-09-30', publishedOn: '2026-10-01', url };
  expect(lines({ ended }, '2026-10-02')).toEqual([
    'Ended on 30 September 2026, by the contract termination notice of 1 October 2026: Duration completed.',
  ]);
});

test('a notice that was expected is missed only after twelve months, over £5m, and where indicators were published', () => {
  const missing = [
    'The council’s contract details notice of 3 June 2025 published 3 key performance indicators; a contract performance notice was expected by 1 July 2026 and none has been read. This is about the council’s notice, not about the supplier.',
  ];
  expect(lines({ indicators: INDICATORS }, '2026-07-02')).toEqual(missing);
  expect(lines({ indicators: INDICATORS }, '2026-07-01')).toEqual([]);
  expect(lines({}, '2026-07-02')).toEqual([]);
  for (const given of [
    { value: { pence: Pence.parse(500_000_000), vat: 'net' } },
    { value: null },
    { agreement: 'framework' },
  ])
    expect(lines({ indicators: INDICATORS }, '2026-07-02', given)).toEqual([]);
});

test('a notice that was published sets the next one a year on', () => {
  const notices = { indicators: INDICATORS, performanceOn: '2026-06-25' };
  expect(lines(notices, '2027-06-25')).toEqual([]);
  expect(lines(notices, '2027-06-26')[0]).toContain(
    'by 25 June 2027 and none has been read since that of 25 June 2026',
  );
});

test('what a notice leaves open is not said', () => {
  const rating = { indicator: null, rating: 'Good', upTo: null, publishedOn: '2026-06-25', url };
  expect(lines({ ratings: [rating] }, '2026-06-25')).toEqual([
    'An indicator that is not named rated “Good” by the contract performance notice of 25 June 2026.',
  ]);
  const ended = { reason: 'Duration completed.', on: null, publishedOn: '2026-10-01', url };
  expect(lines({ ended }, '2026-10-01')).toEqual([
    'Ended, by the contract termination notice of 1 October 2026: Duration completed.',
  ]);
  expect(lines({ ended }, '2026-09-30')).toEqual([]);
  expect(lines({}, '2030-01-01')).toEqual([]);
});

test('each sentence comes with its notice, but for one that was never published', () => {
  const ended = { reason: 'Duration completed.', on: null, publishedOn: '2026-10-01', url };
  const contract = {
    notices: ContractNotices.parse({ ended }),
    value: null,
    agreement: 'contract' as const,
    startsOn: null,
  };
  expect(publishedLines(contract, '2026-10-01')).toMatchObject([{ url }]);
  const missed = {
    ...contract,
    notices: ContractNotices.parse({ indicators: INDICATORS }),
    value: { pence: Pence.parse(500_000_001), vat: 'net' as const },
  };
  expect(publishedLines(missed, '2026-06-05').map((one) => one.url)).toEqual([null]);
});

test('no notice is missed of a contract that has ended, of a framework, of no known value, or before its details were out', () => {
  const ended = { reason: 'Ended.', on: null, publishedOn: '2030-01-01', url };
  expect(lines({ indicators: INDICATORS, ended }, '2026-07-02')).toEqual([]);
  expect(lines({ indicators: INDICATORS }, '2026-07-02', { agreement: 'framework' })).toEqual([]);
  expect(lines({ indicators: INDICATORS }, '2026-07-02', { value: null })).toEqual([]);
  expect(lines({ indicators: { ...INDICATORS, publishedOn: '2026-07-03' } }, '2026-07-02')).toEqual([]);
  expect(lines({ indicators: INDICATORS }, '2025-12-31', { startsOn: '2024-12-30' })).toEqual([]);
  const [one] = lines({ indicators: { ...INDICATORS, titles: ['Visits'] } }, '2026-06-04', {
    startsOn: null,
  });
  expect(one).toContain(
    'published 1 key performance indicator; a contract performance notice was expected by 3 June 2026',
  );
});
