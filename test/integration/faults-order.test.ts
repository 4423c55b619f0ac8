import { expect, test } from 'vitest';
import { overtake } from '../support/faults-overtake.ts';
import { repeatEvent } from '../support/faults-repeat.ts';
import { shuffleStories } from '../support/faults-shuffle.ts';

test('the same event forty times over eight workers is one observation, one alert and one mail', async () => {
  expect(await repeatEvent(40)).toEqual({
    observations: 1,
    alerts: 1,
    deliveries: 1,
    mails: 1,
    deadLetters: 0,
  });
});

test('news of an older assessment that arrives late neither withdraws what stands nor raises what is over', async () => {
  expect(await overtake()).toEqual({
    'the older after the petition': [['formal', 'raised']],
    'the petition after its dismissal': [],
  });
});

test('the documents of one story lead to one final state, in whatever order they arrive', async () => {
  const { states } = await shuffleStories(12);
  expect(states).toEqual([
    expect.objectContaining({
      band: 'insolvent',
      events: [['creditors-voluntary-liquidation', '2026-11-01']],
      awards: [{ value_pence: 90_000_000, ends_on: '2027-03-31', status: 'active' }],
      standing: [{ kind: 'formal', title: 'Creditors\u0027 voluntary liquidation begun' }],
    }),
  ]);
});
