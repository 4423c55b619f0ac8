import { expect, test } from 'vitest';
import { strikeOffKind } from './strike-off.ts';

test.each([
  ['DS01', 'Application to strike off the register', 'voluntary'],
  ['LLDS01', 'Application to strike off the register', 'voluntary'],
  ['GAZ1(A)', 'First Gazette notice for voluntary strike-off', 'voluntary'],
  ['DS02', 'Strike-off application withdrawn', 'voluntary'],
  ['SOAS(A)', 'Strike-off action has been suspended', 'voluntary'],
  ['GAZ1', 'First Gazette notice for compulsory strike-off', 'compulsory'],
  ['DISS40', 'Strike-off action has been discontinued', 'compulsory'],
  ['DISS16(SOAS)', 'Strike-off action has been suspended', 'compulsory'],
])('%s, “%s”, is of a %s strike-off', (type, description, kind) => {
  expect(strikeOffKind({ type, description })).toBe(kind);
});

test.each([
  ['a filing that says neither', 'X', 'Strike-off action has been suspended'],
  ['one whose name and form contradict each other', 'GAZ1', 'First Gazette notice for voluntary strike-off'],
])('%s is called neither', (_, type, description) => {
  expect(strikeOffKind({ type, description })).toBeNull();
});
