import { expect, test } from 'vitest';
import { restsOnWords } from './sector-words.ts';

test('says of how many councils contracts are known, and how many months of spend were read', () => {
  expect(restsOnWords({ councils: 10, withContracts: 7, spendRead: 3, monthsRead: 41 })).toBe(
    'Rests on live published contracts of 7 of 10 councils, and on spend of which 41 of 120 months were read (at least nine of twelve of 3 of 10 councils).',
  );
  expect(restsOnWords({ councils: 0, withContracts: 0, spendRead: 0, monthsRead: 0 })).toBe(
    'No council is in this part of the country.',
  );
});
