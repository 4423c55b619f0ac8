import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { openTolerance, triedAgainAfter } from './tolerance.ts';

/** The first item at which a run stops, by the rule said otherwise; null where it goes through. */
function stopsAt(answers: readonly boolean[]): number | null {
  for (let at = 1; at <= answers.length; at += 1) {
    const soFar = answers.slice(0, at);
    const inARow = soFar.length >= 20 && soFar.slice(-20).every((went) => !went);
    const share = soFar.filter((went) => !went).length / at;
    if (inARow || (at >= 100 && share > 0.2 && !soFar[at - 1])) return at;
  }
  return null;
}

function run(answers: readonly boolean[]): number | null {
  const tolerance = openTolerance();
  const at = answers.findIndex((went) => tolerance.note(went) !== null);
  return at === -1 ? null : at + 1;
}

test('a run stops after twenty failures in a row, or when over a fifth of at least a hundred fail', () => {
  const mostlyGood = fc.integer({ min: 0, max: 99 }).map((share) => share >= 15);
  const answers = fc.oneof(
    fc.array(fc.boolean(), { maxLength: 400 }),
    fc.array(mostlyGood, { maxLength: 400 }),
    fc
      .array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 25 })), { maxLength: 30 })
      .map((stretches) => stretches.flatMap(([went, times]) => Array<boolean>(times).fill(went))),
  );
  fc.assert(
    fc.property(answers, (given) => {
      expect(run(given)).toBe(stopsAt(given));
    }),
  );
});

test('exactly a fifth of a hundred may fail, and one more may not', () => {
  const spread = (failures: number) => {
    const answers = Array<boolean>(100).fill(true);
    for (let at = 0; at < failures; at += 1) answers[99 - at * 4] = false;
    return answers;
  };
  expect(run(spread(20))).toBeNull();
  expect(run(spread(21))).toBe(100);
});

test('one odd answer never stops a run, wherever it stands', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 300 }), (before, after) => {
      const answers = [...Array<boolean>(before).fill(true), false, ...Array<boolean>(after).fill(true)];
      expect(run(answers)).toBeNull();
    }),
  );
  expect(run(Array<boolean>(19).fill(false))).toBeNull();
  expect(run(Array<boolean>(20).fill(false))).toBe(20);
});

test('an item is tried again ever later, at least weekly, and then left to a person', () => {
  const waits = Array.from({ length: 14 }, (_, tries) => triedAgainAfter(tries + 1));
  const hours = waits.map((wait) => (wait === null ? null : wait / 3_600_000));
  expect(hours).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 168, 168, 168, null, null, null]);
  expect(triedAgainAfter(40, true)).toBe(168 * 3_600_000);
});
