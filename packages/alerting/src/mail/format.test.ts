import { expect, it } from 'vitest';
import { count } from './format.ts';

it('counts', () => {
  expect([count(1, 'contract'), count(2, 'contract'), count(1234, 'point')]).toEqual([
    '1 contract',
    '2 contracts',
    '1,234 points',
  ]);
});
