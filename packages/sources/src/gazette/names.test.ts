import { expect, test } from 'vitest';
import { sameName, withoutNotes } from './names.ts';

test('what is noted in brackets behind a name is no part of it, and brackets of the name are', () => {
  expect(withoutNotes('EXAMPLE LIMITED  (in administration)')).toBe('EXAMPLE LIMITED');
  expect(withoutNotes('EXAMPLE (EDINBURGH) LIMITED (formerly Other Ltd)')).toBe(
    'EXAMPLE (EDINBURGH) LIMITED',
  );
  expect(sameName('Example Ltd. (in liquidation)', 'EXAMPLE LIMITED')).toBe(true);
  expect(sameName('Example (One) Ltd', 'Example (Two) Ltd')).toBe(false);
  const [longest, longer] = ['e'.repeat(500), 'e'.repeat(501)];
  expect([longest, longer].map((name) => sameName(name, name.toUpperCase()))).toEqual([true, false]);
  expect(sameName(longer, longer)).toBe(true);
});

test('a name is looked through once, whatever is repeated in it: what grows with its square does not end', () => {
  for (const again of [' ', '\n', '(in ', '( ']) {
    const name = `x${again.repeat(200_000)}x`;
    expect(withoutNotes(name)).toBe(name);
  }
});
