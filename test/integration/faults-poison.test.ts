import { expect, test } from 'vitest';
import { handlePoison } from '../support/faults-poison.ts';
import { stopUnderLoad } from '../support/faults-stop.ts';

test.concurrent('a message that kills its process is put aside after two deaths, and every other one is done', async () => {
  const figures = await handlePoison(30, ['1', '3']);
  expect(figures).toEqual({
    done: 28,
    duplicates: 0,
    quarantined: { 1: 2, 3: 2 },
    deaths: expect.any(Number),
  });
  expect(figures.deaths).toBeLessThanOrEqual(4);
});

test.concurrent('a worker that is asked to stop finishes what it holds and leaves the rest to others', async () => {
  expect(await stopUnderLoad(3)).toEqual({ lost: 0, duplicates: 0, stops: 3, unclean: 0, abandoned: 0 });
});
