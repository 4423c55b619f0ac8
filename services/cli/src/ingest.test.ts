import { emptyReport } from '@tocsin/db';
import { expect, test } from 'vitest';
import { wasRefused } from './ingest.ts';

test('a document that was handed in and refused is a failure, unless something beside it was read', () => {
  const nothing = emptyReport('council-spend');
  const refused = { ...nothing, refused: [{ document: 'a.csv', item: 'document', reason: 'no map' }] };
  expect(wasRefused(nothing)).toBe(false);
  expect(wasRefused(refused)).toBe(true);
  for (const read of [{ recorded: 1 }, { duplicates: 1 }, { ignored: { 'not an award': 1 } }])
    expect(wasRefused({ ...refused, ...read })).toBe(false);
});
