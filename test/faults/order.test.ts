import { openDatabase, privateTables } from '@tocsin/db';
import { expect, test } from 'vitest';
import { say, seconds } from '../support/faults-figures.ts';
import { readAcrossPool } from '../support/faults-pool.ts';
import { redriveKept } from '../support/faults-redrive.ts';
import { repeatEvent } from '../support/faults-repeat.ts';
import { shuffleStories } from '../support/faults-shuffle.ts';
import { timed } from '../support/faults.ts';
import { freshDatabase } from '../support/stack.ts';
import { findHoles } from '../support/system-catalogue.ts';

test('the council unset, rolled back or failed on a pooled connection, 100 rounds: no row of anybody', async () => {
  const { reads, leaked, own } = await readAcrossPool(100);
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

test('200 dead letters that are sent again run, although Redis keeps their failed jobs', async () => {
  const figures = await redriveKept(200);
  say(41, '200 messages sent again while their jobs are kept', { ...figures });
  expect(figures).toEqual({ lost: 0, duplicates: 0, kept: 200 });
});

test('the same event 100 times over 8 workers is one effect', async () => {
  const { seconds: took, ...figures } = await timed(() => repeatEvent(100));
  say(8, 'the same event 100 times over 8 workers', { ...figures, 'done in': seconds(took) });
  expect(figures).toEqual({ observations: 1, alerts: 1, deliveries: 1, mails: 1, deadLetters: 0 });
});

test('1,000 orders of one story lead to one final state', async () => {
  const { states, shuffles, seconds: took } = await timed(() => shuffleStories(1_000, 4));
  say(9, 'documents out of order', { shuffles, 'final states': states.length, 'done in': seconds(took) });
  expect(states).toHaveLength(1);
}, 1_200_000);
