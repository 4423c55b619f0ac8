import { expect, test } from 'vitest';
import { killWorkers } from '../support/faults-kill.ts';
import { points } from '../support/faults-orders.ts';
import { handlePoison } from '../support/faults-poison.ts';

test('a worker killed before, within and after the transaction of its effect leaves each effect once', async () => {
  const deaths = points.map((at, index) => ({ at, nth: 2 * index + 1 }));
  const figures = await killWorkers(60, deaths);
  expect(figures).toMatchObject({ lost: 0, duplicates: 0, deaths: points.length });
});

test('a message that kills its process is put aside after two deaths, and every other one is done', async () => {
  const figures = await handlePoison(30, ['1', '3']);
  expect(figures).toEqual({ done: 28, duplicates: 0, quarantined: { 1: 2, 3: 2 }, deaths: expect.any(Number) });
  expect(figures.deaths).toBeLessThanOrEqual(4);
});
