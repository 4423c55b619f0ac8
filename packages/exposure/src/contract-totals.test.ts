import { expect, test } from 'vitest';
import { valuesNotKnown } from './contract-totals.ts';

test('a sum of value left says of how many contracts it holds nothing', () => {
  const said = [0, 1, 2].map((withoutValueLeft) => valuesNotKnown({ contracts: 2, withoutValueLeft }));
  expect(said).toEqual([null, 'one value not known', '2 values not known']);
  expect(valuesNotKnown({ contracts: 1, withoutValueLeft: 1 })).toBe('value not known');
});
