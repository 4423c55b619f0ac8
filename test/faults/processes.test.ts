import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { percent, say, seconds } from '../support/faults-figures.ts';
import { killWorkers } from '../support/faults-kill.ts';
import { killBetweenAcceptedAndMarked } from '../support/faults-mails.ts';
import { points } from '../support/faults-orders.ts';
import { handlePoison } from '../support/faults-poison.ts';
import { stallWorker } from '../support/faults-stall.ts';
import { stopUnderLoad } from '../support/faults-stop.ts';
import { timed } from '../support/faults.ts';

test('20 kills of a worker at random points: every effect once, recovered within 20 s', async () => {
  const anywhere = fc.record({ at: fc.constantFrom(...points), nth: fc.integer({ min: 1, max: 12 }) });
  const deaths = fc.sample(anywhere, { numRuns: 20, seed: 20_261_123 });
  const { recoveredInSeconds, ...figures } = await killWorkers(400, deaths);
  say(2, 'worker kill −9 at 20 random points, 400 messages', {
    effects: percent(400 - figures.lost, 400),
    duplicates: figures.duplicates,
    'recovered within': seconds(recoveredInSeconds),
  });
  expect(figures).toEqual({ lost: 0, duplicates: 0, deaths: 20 });
  expect(recoveredInSeconds).toBeLessThanOrEqual(20);
});

test('200 kills between the mail server’s yes and our note: one mail where a reference is honoured, else counted', async () => {
  const { seconds: took, ...figures } = await timed(() => killBetweenAcceptedAndMarked(200, 4));
  say(3, 'kill −9 between “mail accepted” and “marked sent”', { ...figures, 'done in': seconds(took) });
  expect(figures).toMatchObject({ kills: 200, delivered: 200, differentMailsOfADelivery: 1 });
  expect(figures.counted).toBe(figures.doubled);
}, 1_200_000);

test('five messages that kill their process are put aside after two deaths each, the rest is done', async () => {
  const poison = ['1', '3', '40', '41', '90'];
  const { seconds: took, ...figures } = await timed(() => handlePoison(120, poison));
  const { done, duplicates, deaths, quarantined } = figures;
  say(18, '5 poison messages of 120', {
    done,
    duplicates,
    quarantined: Object.keys(quarantined).length,
    deaths,
    'done in': seconds(took),
  });
  expect(figures).toMatchObject({ done: 115, duplicates: 0 });
  expect(quarantined).toEqual(Object.fromEntries(poison.map((message) => [message, 2])));
});

test('50 stops under load lose, double and abandon nothing', async () => {
  const { seconds: took, ...figures } = await timed(() => stopUnderLoad(50));
  say(38, 'SIGTERM under load', { ...figures, 'done in': seconds(took) });
  expect(figures).toEqual({ lost: 0, duplicates: 0, stops: 50, unclean: 0, abandoned: 0 });
});

test('a worker whose loop stands still for 60 s leaves each effect once', async () => {
  const figures = await stallWorker(400, 'begun', 60);
  const { lost, duplicates, deadLetters } = figures;
  say(42, 'a worker stands still for 60 s, 400 messages', { lost, duplicates, 'dead letters': deadLetters });
  expect(figures).toEqual({ lost: 0, duplicates: 0, takenOver: true, deadLetters: 0 });
});
