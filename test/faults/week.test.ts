import { expect, test } from 'vitest';
import { faultsIn, tableOf } from '../support/week/verdict.ts';
import { simulate } from '../support/week/week.ts';

/** As given to `npm run test:faults -- week`. */
function given(option: 'SUPPLIERS' | 'DAYS' | 'SEED', otherwise: number): number {
  return Number(process.env[`TOCSIN_WEEK_${option}`] ?? otherwise);
}

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
