import type { AlertRecord } from '@tocsin/alerting';
import type { AlertGrounds, Trx } from '@tocsin/db';
import { expect, test } from 'vitest';
import { shareGrounds } from './raised-together.ts';

const trx = {} as Trx;
const alert = (given: object) =>
  ({ supplierId: '1', assessmentId: '2', asOf: '2026-11-23', raisedAt: '09:00', ...given }) as AlertRecord;

/** Gathers something else each time; fails as often as it is told to. */
function gathering(failures = 0) {
  let times = 0;
  const groundsOf = shareGrounds(async () => {
    times += 1;
    if (times <= failures) throw new Error('the connection was lost');
    return { noticed: [], gathered: times } as unknown as AlertGrounds;
  });
  return { groundsOf, times: () => times };
}

test('alerts of one supplier that were raised together are gathered for once, even side by side', async () => {
  const { groundsOf, times } = gathering();
  const together = [1, 2, 3, 4].map((id) => groundsOf(trx, alert({ id: String(id) })));
  expect(new Set(await Promise.all(together)).size).toBe(1);
  expect(times()).toBe(1);
});

test('an alert that is raised later, or of another assessment, is gathered for anew', async () => {
  const { groundsOf, times } = gathering();
  for (const given of [
    {},
    { raisedAt: '09:01' },
    { assessmentId: '3' },
    { supplierId: '4' },
    { asOf: '2026-11-24' },
  ])
    await groundsOf(trx, alert(given));
  expect(times()).toBe(5);
});

test('one that fails to gather fails alone: whoever waited for it and whoever comes later gather again', async () => {
  const { groundsOf } = gathering(1);
  const [first, beside] = await Promise.allSettled([groundsOf(trx, alert({})), groundsOf(trx, alert({}))]);
  expect([first.status, beside.status]).toEqual(['rejected', 'fulfilled']);
  expect(await groundsOf(trx, alert({}))).toBeDefined();
});

test('what was gathered longest ago is given up first, so that no number of suppliers fills the memory', async () => {
  const { groundsOf, times } = gathering();
  for (let supplier = 0; supplier <= 64; supplier += 1)
    await groundsOf(trx, alert({ supplierId: String(supplier) }));
  await groundsOf(trx, alert({ supplierId: '64' }));
  expect(times()).toBe(65);
  await groundsOf(trx, alert({ supplierId: '0' }));
  expect(times()).toBe(66);
});
