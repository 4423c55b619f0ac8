import { expect, test } from 'vitest';
import { openReadingPlaces, readingFor, whoReads } from './reading-turns.ts';

/** Turns at places called by letters, and who began to read at which, in order. */
function turnsAt(...places: readonly string[]) {
  const turns = openReadingPlaces(places);
  const begun: string[] = [];
  return {
    begun,
    ask: (who: string | null, file: string) =>
      void turns.take(who).then((place) => begun.push(`${file} at ${place}`)),
    end: async (place: string, who: string | null) => {
      turns.giveBack(place, who);
      await settled();
    },
  };
}

async function settled(): Promise<void> {
  await Promise.resolve();
  await Promise.resolve();
}

test('a council that hands in many files has one read at a time, and another’s begins at once', async () => {
  const { begun, ask, end } = turnsAt('one', 'two');
  for (const file of ['A1', 'A2', 'A3']) ask('A', file);
  ask('B', 'B1');
  await settled();
  expect(begun).toEqual(['A1 at two', 'B1 at one']);
  await end('one', 'B');
  expect(begun).toHaveLength(2);
  await end('two', 'A');
  expect(begun.at(-1)).toMatch(/^A2/);
  expect(begun).toHaveLength(3);
});

test('of those that wait whoever was served longest ago comes first, and of these who came first', async () => {
  const { begun, ask, end } = turnsAt('one', 'two');
  for (const file of ['A1', 'A2', 'A3']) ask('A', file);
  for (const file of ['B1', 'B2', 'B3']) ask('B', file);
  ask('D', 'D1');
  ask('C', 'C1');
  await settled();
  await end('two', 'A');
  await end('one', 'B');
  expect(begun.map((one) => one.slice(0, 2))).toEqual(['A1', 'B1', 'D1', 'C1']);
  await end('one', 'C');
  expect(begun.at(-1)).toMatch(/^A2/);
});

test('what nobody handed in may have every place, and one place goes round', async () => {
  const publishers = turnsAt('one', 'two');
  for (const file of ['P1', 'P2']) publishers.ask(null, file);
  await settled();
  expect(publishers.begun).toEqual(['P1 at two', 'P2 at one']);
  const { begun, ask, end } = turnsAt('only');
  for (const file of ['A1', 'A2']) ask('A', file);
  ask('B', 'B1');
  await settled();
  expect(begun).toEqual(['A1 at only']);
  await end('only', 'A');
  expect(begun.at(-1)).toBe('B1 at only');
});

test('what is done in the name of a council is known by it, however deep, and by nobody beside it', async () => {
  const deep = async () => {
    await settled();
    return whoReads();
  };
  expect(await Promise.all([readingFor('A', deep), deep(), readingFor('B', deep)])).toEqual(['A', null, 'B']);
});
