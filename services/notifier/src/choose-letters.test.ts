import { expect, test } from 'vitest';
import { stoodBefore } from './choose-letters.ts';

type Given = Parameters<typeof stoodBefore>;

const NOW = '2026-11-23T12:00:00.000Z';
const petition = { cause: 'formal:winding-up-petition:1', kind: 'formal' } as Given[0];
const band = { cause: 'band:severe:1', kind: 'band' } as Given[0];
const before = (alert: Given[0], previous: object | undefined, retrievedAt = NOW) =>
  stoodBefore(alert, { row: { band: 'severe' }, previous } as Given[1], { retrievedAt }, NOW);
const previously = (own: string, ...refs: readonly string[]) => ({
  band: own,
  formal_events: refs.map((ref) => ({ ref })),
  endings: [],
});

test('of a supplier that nobody had assessed a fact stood before where it was fetched more than a day ago', () => {
  expect(before(petition, undefined, '2026-11-22T12:00:00.000Z')).toBe(false);
  expect(before(petition, undefined, '2026-11-22T11:59:59.999Z')).toBe(true);
  expect(before(band, undefined, '2026-11-22T12:00:00.001Z')).toBe(false);
});

test('else it stood before where the assessment before has the very proceeding, or a level as pressing', () => {
  const old = '2026-01-01T00:00:00.000Z';
  expect(before(petition, previously('severe', 'winding-up-petition:1'))).toBe(true);
  expect(before(petition, previously('severe', 'winding-up-petition:2'), old)).toBe(false);
  expect(before(band, previously('severe'))).toBe(true);
  expect(before(band, previously('elevated'), old)).toBe(false);
});
