import { expect, test } from 'vitest';
import { overtake } from '../support/faults-overtake.ts';
import { repeatEvent } from '../support/faults-repeat.ts';

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
