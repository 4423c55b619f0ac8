import { expect, test } from 'vitest';
import { findATender } from './find-a-tender.ts';
import { hasRecorded, itemsOf, observationsOf, recorded, tally } from './testing.ts';

const FILES = [
  'record_ocds-h6vhtk-0525b3_UK7',
  'release_083253-2026_UK5',
  'release_083256-2026_UK12',
  'release_083650-2026_UK6',
  'release_083655-2026_UK2',
  'release_noid_083674-2026_UK10',
];
const read = (file: string) => itemsOf(findATender, recorded(`ocds/find_a_tender/${file}.json`));

test.skipIf(!hasRecorded)('every real notice of Find a Tender has one outcome', () => {
  expect(tally(FILES.flatMap(read))).toEqual({
    observed: 4,
    'ignored: planning stage: no supplier yet': 1,
    'ignored: UK12: a procurement ended without a contract, which says nothing about a supplier': 1,
  });
});

test.skipIf(!hasRecorded)('a compiled record, a direct award and a change are read as what they are', () => {
  expect(observationsOf(read('record_ocds-h6vhtk-0525b3_UK7'))).toMatchObject([
    {
      ref: 'ocds-h6vhtk-0525b3/1',
      content: {
        noticeId: '092299-2026',
        noticeType: 'UK7',
        suppliers: [{ ref: { id: '09442333' } }],
        value: { pence: 39_549_300, vat: 'net' },
        endsOn: '2027-03-31',
      },
    },
  ]);
  expect(observationsOf(read('release_083253-2026_UK5'))).toMatchObject([
    { content: { noticeType: 'UK5', status: 'pending', suppliers: [{ ref: { id: '02025063' } }] } },
  ]);
  expect(observationsOf(read('release_noid_083674-2026_UK10'))).toMatchObject([
    {
      ref: 'ocds-h6vhtk-065444/1',
      content: { noticeId: '083674-2026', value: { pence: 3_500_000 }, suppliers: [], endsOn: '2026-08-21' },
    },
  ]);
});
