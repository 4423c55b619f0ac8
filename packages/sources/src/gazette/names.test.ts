import { expect, test } from 'vitest';
import { FIRST_NAME, isCompanyName, isOrganisation, sameName, withoutNotes } from './names.ts';

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

test('a company is known by every legal form that matching knows, and the whole of it is part of its name', () => {
  for (const form of [
    'Limited',
    'LLC',
    'GmbH',
    'Limited Partnership',
    'Community Interest Company',
    'Unlimited',
  ])
    expect([form, isCompanyName(`Example ${form}`)]).toEqual([form, true]);
  expect(FIRST_NAME.exec('EXAMPLE LIMITED PARTNERSHIP was wound up')?.[1]).toBe(
    'EXAMPLE LIMITED PARTNERSHIP',
  );
});

test.each([
  ['Example Holdings S.A.', true],
  ['Example B.V.', true],
  ['Example Limited (in administration)', true],
  ['Commissioners for HM Revenue and Customs', true],
  ['London Borough of Example', true],
  ['Example Bank', true],
  ['SA Khan', false],
  ['LP Patel', false],
  ['Margaret Court', false],
  ['Paul County', false],
])('a body is kept, and a person is not because of initials or a surname: %s', (name, isKept) => {
  expect(isOrganisation(name)).toBe(isKept);
});
