import { expect, test } from 'vitest';
import { given } from '../support/faults-size.ts';
import { faultsIn, tableOf } from '../support/week/verdict.ts';
import { simulate } from '../support/week/week.ts';

test('a week of 20,000 suppliers ends complete: nothing stuck, every oddity accounted for, each council told once', async () => {
  const options = {
    suppliers: given('SUPPLIERS', 20_000),
    days: given('DAYS', 7),
    seed: given('SEED', 2026),
  };
  const account = await simulate({ ...options, say: (line) => process.stdout.write(`${line}\n`) });
  process.stdout.write(tableOf(account));
  expect(faultsIn(account)).toEqual({});
}, 3_600_000);
