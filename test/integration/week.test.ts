import { expect, test } from 'vitest';
import { faultsIn } from '../support/week/verdict.ts';
import { simulate } from '../support/week/week.ts';

test('a day of 200 suppliers, odd answers and all, ends complete, and who depends on a failed one is told once', async () => {
  const account = await simulate({ suppliers: 200, days: 1, seed: 1, isBySocket: true });
  expect(faultsIn(account)).toEqual({});
  const recorded = Object.values(account.oddities).reduce((sum, one) => sum + one.recorded, 0);
  expect({ isOdd: recorded > 10, isTold: account.told > 10 }).toEqual({ isOdd: true, isTold: true });
  // On their first day councils are told of everything in one report each.
  expect(account.openings).toBe(4);
}, 600_000);
