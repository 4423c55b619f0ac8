import { expect, test } from 'vitest';
import { causesOfSpell } from './threads.ts';

test('the bands of one spell are one story, and those of another spell are not', () => {
  expect(causesOfSpell('band:severe:3')).toEqual(['band:elevated:3', 'band:severe:3', 'band:insolvent:3']);
});

test('what is no band is a story of its own until something follows it', () => {
  expect(causesOfSpell('formal:winding-up-petition:CR-2026-000001')).toEqual([]);
  expect(causesOfSpell('paid-while-at-risk:3')).toEqual([]);
});
