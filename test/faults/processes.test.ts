import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { percent, say, seconds } from '../support/faults-figures.ts';
import { killWorkers } from '../support/faults-kill.ts';
import { killBetweenAcceptedAndMarked, type MailFigures } from '../support/faults-mails.ts';
import { points } from '../support/faults-orders.ts';
import { handlePoison } from '../support/faults-poison.ts';
import { sized } from '../support/faults-size.ts';
import { stallWorker } from '../support/faults-stall.ts';
import { stopUnderLoad } from '../support/faults-stop.ts';
import { timed } from '../support/faults.ts';

test('workers killed before, within and after the transactions of their effects leave each effect once', async () => {
  const anywhere = fc.record({ at: fc.constantFrom(...points), nth: fc.integer({ min: 1, max: 12 }) });
  const atEach = points.map((at, index) => ({ at, nth: 2 * index + 1 }));
  const deaths = [...atEach, ...fc.sample(anywhere, { numRuns: sized(16, 0), seed: 20_261_123 })];
  const messages = sized(400, 60);
  const { recoveredInSeconds, ...figures } = await killWorkers(messages, deaths);
  say(2, `worker kill −9 at ${deaths.length} points, ${messages} messages`, {
    effects: percent(messages - figures.lost, messages),
    duplicates: figures.duplicates,
    'recovered within': seconds(recoveredInSeconds),
  });
  expect(figures).toEqual({ lost: 0, duplicates: 0, deaths: deaths.length });
  expect(recoveredInSeconds).toBeLessThanOrEqual(sized(20, Number.POSITIVE_INFINITY));
});

/**
 * What must come of it on a machine of any speed: where a lease of ten seconds is too short for it, a mail that is sent
 * again is taken for a second death, and put aside for a person.
 */
function expectNothingLost(figures: MailFigures, deliveries: number): void {
  const { delivered, putAside, doubled, counted } = figures;
  expect(figures).toMatchObject({ kills: deliveries, differentMailsOfADelivery: 1 });
  expect({ kept: delivered + putAside, some: delivered > 0 }).toEqual({ kept: deliveries, some: true });
  expect(doubled).toBeGreaterThanOrEqual(deliveries - putAside);
  expect(doubled).toBeLessThanOrEqual(counted);
}

test('a process killed between the mail server’s yes and our note: one mail where a reference is honoured, else counted', async () => {
  const deliveries = sized(200, 4);
  const { seconds: took, ...figures } = await timed(() =>
    killBetweenAcceptedAndMarked(deliveries, sized(4, 2)),
  );
  say(3, 'kill −9 between “mail accepted” and “marked sent”', { ...figures, 'done in': seconds(took) });
  expectNothingLost(figures, deliveries);
  expect(figures.counted).toBeLessThanOrEqual(figures.doubled + 2 * figures.putAside);
}, 1_200_000);

test('a process killed while it sends several mails loses none, and counts each that it may send again', async () => {
  const deliveries = sized(60, 6);
  expectNothingLost(await killBetweenAcceptedAndMarked(deliveries, sized(2, 1), 3), deliveries);
}, 1_200_000);

test('messages that kill their process are put aside after two deaths each, and every other one is done', async () => {
  const poison = sized(['1', '3', '40', '41', '90'], ['1', '3']);
  const messages = sized(120, 30);
  const { seconds: took, ...figures } = await timed(() => handlePoison(messages, poison));
  const { done, duplicates, deaths, quarantined } = figures;
  say(18, `${poison.length} poison messages of ${messages}`, {
    done,
    duplicates,
    quarantined: Object.keys(quarantined).length,
    deaths,
    'done in': seconds(took),
  });
  expect(figures).toMatchObject({ done: messages - poison.length, duplicates: 0 });
  expect(quarantined).toEqual(Object.fromEntries(poison.map((message) => [message, 2])));
  expect(deaths).toBeLessThanOrEqual(2 * poison.length);
});

test('a worker that is asked to stop finishes what it holds and leaves the rest to others', async () => {
  const stops = sized(50, 3);
  const { seconds: took, ...figures } = await timed(() => stopUnderLoad(stops));
  say(38, 'SIGTERM under load', { ...figures, 'done in': seconds(took) });
  expect(figures).toEqual({ lost: 0, duplicates: 0, stops, unclean: 0, abandoned: 0 });
});

test.each(['begun', 'written'] as const)(
  'a worker that stands still once it has %s leaves each effect once, though another did its work meanwhile',
  async (at) => {
    const [messages, still] = sized([400, 60], [20, 0]);
    const figures = await stallWorker(messages, at, still);
    const { lost, duplicates, deadLetters } = figures;
    say(42, `a worker stands still for ${still} s, ${messages} messages`, {
      lost,
      duplicates,
      'dead letters': deadLetters,
    });
    expect(figures).toEqual({ lost: 0, duplicates: 0, takenOver: true, deadLetters: 0 });
  },
);
