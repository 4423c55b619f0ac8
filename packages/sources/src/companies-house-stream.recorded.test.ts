import { expect, test } from 'vitest';
import { companiesHouseStream } from './companies-house-stream.ts';
import { hasRecorded, itemsOf, observationsOf, recorded } from './testing.ts';

test.skipIf(!hasRecorded)('two real events are read: a charge satisfied, accounts filed', () => {
  const items = itemsOf(companiesHouseStream, recorded('companies-house/streaming/real_events.ndjson'));
  expect(observationsOf(items)).toMatchObject([
    {
      ref: '03743582/charges/lU2iXRw6YRxJKZilva3Y-id6NfY',
      publishedAt: '2022-11-15T00:00:00.000Z',
      content: { status: 'fully-satisfied', satisfiedOn: '2022-11-15', personsEntitled: ['Lloyds Bank PLC'] },
    },
    {
      ref: '10676322/filing/MzI4OTQzODc5MGFkaXF6a2N4',
      content: {
        kind: 'accounts-filed',
        madeUpTo: '2020-03-31',
        filedOn: '2021-01-22',
        type: 'micro-entity',
      },
    },
  ]);
});
