import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { hash, wideHash } from './hash.ts';

test('a hash is what it was when the register was filed: nothing stored under it would be found otherwise', () => {
  expect([hash(''), hash('ACORN'), hash('EXAMPLE CARE HOMES LTD')]).toEqual([
    2872998923, 3594496116, 2418269316,
  ]);
  expect([wideHash(''), wideHash('ACORN'), wideHash('EXAMPLE CARE HOMES LTD')]).toEqual([
    3338908027751811, 517202128342981, 4383622566511818,
  ]);
});

test('every letter and its place count, and the wide one is a safe integer', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 30 }), fc.nat(), (text, place) => {
      const at = place % text.length;
      const other = `${text.slice(0, at)}${text[at] === 'x' ? 'y' : 'x'}${text.slice(at + 1)}`;
      expect(wideHash(other)).not.toBe(wideHash(text));
      expect(hash(other)).not.toBe(hash(text));
      expect(Number.isSafeInteger(wideHash(text)) && wideHash(text) >= 0).toBe(true);
      expect(hash(text) >= 0 && hash(text) < 2 ** 32).toBe(true);
    }),
    { seed: 1 },
  );
});
