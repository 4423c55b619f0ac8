import { expect, test } from 'vitest';
import { killWorkers } from '../support/faults-kill.ts';
import { killBetweenAcceptedAndMarked } from '../support/faults-mails.ts';
import { points } from '../support/faults-orders.ts';
import { stallWorker } from '../support/faults-stall.ts';

test.concurrent('a worker killed before, within and after the transaction of its effect leaves each effect once', async () => {
  const deaths = points.map((at, index) => ({ at, nth: 2 * index + 1 }));
  const figures = await killWorkers(60, deaths);
  expect(figures).toMatchObject({ lost: 0, duplicates: 0, deaths: points.length });
});

test.concurrent('a process killed between the mail server’s yes and our note sends the same mail again, and it is counted', async () => {
  expect(await killBetweenAcceptedAndMarked(4, 2)).toEqual({
    kills: 4,
    deliveries: 4,
    delivered: 4,
    differentMailsOfADelivery: 1,
    doubled: 4,
    counted: 4,
  });
});

test.concurrent('a process killed while it sends several mails loses none, and counts each that it may send again', async () => {
  const { doubled, counted, ...figures } = await killBetweenAcceptedAndMarked(6, 1, 3);
  expect(figures).toEqual({ kills: 6, deliveries: 6, delivered: 6, differentMailsOfADelivery: 1 });
  expect(doubled).toBeGreaterThanOrEqual(6);
  expect(doubled).toBeLessThanOrEqual(counted);
});

test.concurrent.each(['begun', 'written'] as const)(
  'a worker that stands still once it has %s leaves each effect once, though another did its work meanwhile',
  async (at) => {
    expect(await stallWorker(20, at)).toEqual({ lost: 0, duplicates: 0, takenOver: true, deadLetters: 0 });
  },
);
