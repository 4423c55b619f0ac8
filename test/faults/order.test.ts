import { openDatabase, privateTables } from '@tocsin/db';
import { expect, test } from 'vitest';
import { say, seconds } from '../support/faults-figures.ts';
import { overtake } from '../support/faults-overtake.ts';
import { readAcrossPool } from '../support/faults-pool.ts';
import { redriveKept } from '../support/faults-redrive.ts';
import { repeatEvent } from '../support/faults-repeat.ts';
import { shuffleStories } from '../support/faults-shuffle.ts';
import { sized } from '../support/faults-size.ts';
import { timed } from '../support/faults.ts';
import { freshDatabase } from '../support/stack.ts';
import { findHoles } from '../support/system-catalogue.ts';

test('the council unset, rolled back or failed on a pooled connection, round after round: no row of anybody', async () => {
  const { reads, leaked, own } = await readAcrossPool(sized(100, 10));
  say(6, 'row security on a pooled connection', { reads, 'rows leaked': leaked });
  expect({ leaked, own: own > 0 }).toEqual({ leaked: 0, own: true });
});

test('a database of every migration shows no way round row security', async () => {
  const database = await freshDatabase();
  const owner = openDatabase(database.adminUrl, { max: 1 });
  const holes = await findHoles(owner);
  await owner.destroy();
  await database.drop();
  say(7, 'row security in the catalogue', { 'private tables': privateTables.length, holes: holes.length });
  expect(holes).toEqual([]);
});

test('dead letters that are sent again run, although Redis keeps their failed jobs', async () => {
  const messages = sized(200, 50);
  const figures = await redriveKept(messages);
  say(41, `${messages} messages sent again while their jobs are kept`, { ...figures });
  expect(figures).toEqual({ lost: 0, duplicates: 0, kept: messages });
});

test('the same event many times over eight workers is one observation, one alert and one mail', async () => {
  const times = sized(100, 40);
  const { seconds: took, ...figures } = await timed(() => repeatEvent(times));
  say(8, `the same event ${times} times over 8 workers`, { ...figures, 'done in': seconds(took) });
  expect(figures).toEqual({ observations: 1, alerts: 1, deliveries: 1, mails: 1, deadLetters: 0 });
});

test('news of an older assessment that arrives late neither withdraws what stands nor raises what is over', async () => {
  expect(await overtake()).toEqual({
    'the older after the petition': [['formal', 'raised']],
    'the petition after its dismissal': [],
  });
});

test('the documents of one story lead to one final state, in whatever order they arrive', async () => {
  const {
    states,
    shuffles,
    seconds: took,
  } = await timed(() => shuffleStories(sized(1_000, 12), sized(4, 1)));
  say(9, 'documents out of order', { shuffles, 'final states': states.length, 'done in': seconds(took) });
  expect(states).toEqual([
    expect.objectContaining({
      band: 'insolvent',
      events: [['creditors-voluntary-liquidation', '2026-11-01']],
      awards: [{ value_pence: 90_000_000, ends_on: '2027-03-31', status: 'active' }],
      standing: [{ kind: 'formal', title: 'Creditors\u0027 voluntary liquidation begun' }],
    }),
  ]);
}, 1_200_000);
