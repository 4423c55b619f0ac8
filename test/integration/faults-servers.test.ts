import { expect, test } from 'vitest';
import { flushMidRun } from '../support/faults-flush.ts';

test('a Redis that is emptied in the middle of the work loses no message and doubles no effect', async () => {
  expect(await flushMidRun(200)).toMatchObject({ lost: 0, duplicates: 0 });
});
