import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatLevel, neverScored } from './never-scored.ts';

const six = fc.integer({ min: 1, max: 999_999 }).map((digits) => String(digits).padStart(6, '0'));
const numbered = (...series: readonly string[]) =>
  fc.tuple(fc.constantFrom(...series), six).map(([prefix, digits]) => `${prefix}${digits}`);
const anyName = fc.oneof(
  fc.string(),
  fc.constantFrom('Mrs A Example', 'Example LP', 'Example Ltd', 'Example LLP', 'Example & Sons', ''),
);

test('a limited or Scottish partnership is never scored, whatever it is called', () => {
  fc.assert(
    fc.property(numbered('LP', 'SL', 'NL', 'SG'), anyName, (number, name) => {
      expect(neverScored({ number, name })).toMatch(/partnership$/);
    }),
  );
});

test('a company, an LLP, a society and a charitable incorporated organisation are scored, whatever they are called', () => {
  fc.assert(
    fc.property(
      numbered('00', '12', 'SC', 'NI', 'OC', 'SO', 'NC', 'CE', 'CS', 'IP', 'RS', 'FC', 'RC'),
      anyName,
      (number, name) => {
        expect(neverScored({ number, name })).toBeNull();
      },
    ),
  );
});

test('without a number nobody is scored but whose name says that it is incorporated', () => {
  const given = fc.constantFrom('Mr', 'Mrs', 'Ms', 'Dr', 'Miss');
  fc.assert(
    fc.property(given, fc.constantFrom('A', 'J P', 'Anne'), (title, first) => {
      const name = `${title} ${first} Example`;
      expect(neverScored({ number: null, name })).toBe('a person or a sole trader');
      expect(neverScored({ number: null, name: `${name} Limited` })).toBeNull();
      expect(neverScored({ number: null, name: `${name} LLP` })).toBeNull();
      expect(neverScored({ number: null, name: `${name} LP` })).toBe('a limited partnership');
    }),
  );
});

test.each([
  ['Example Foundation CIO', null],
  ['The Example Charitable Trust', 'not known to be incorporated'],
  ['Example Registered Charity', 'not known to be incorporated'],
  ['Example Brothers & Partners', 'not known to be incorporated'],
  ['Example Roofing', 'not known to be incorporated'],
  ['Example Community Benefit Society', null],
  ['Example Limited Partnership', 'a limited partnership'],
  ['J. Example', 'a person or a sole trader'],
])('of %s without a company number is said: %s', (name, said) => {
  expect(neverScored({ number: null, name })).toBe(said);
});

test('what is no company number decides nothing', () => {
  expect(neverScored({ number: 'LP12', name: 'Example Ltd' })).toBeNull();
  expect(neverScored({ number: '12', name: 'J. Example' })).toBe('a person or a sole trader');
});

test('a level is said in its words; none is one that was not worked out, or why it never is', () => {
  const company = { number: '01234567', name: 'Example Ltd' };
  const partnership = { number: 'LP123456', name: 'Example LP' };
  const person = { number: null, name: 'J. Example' };
  expect(formatLevel('severe', [partnership])).toBe('Severe');
  expect(formatLevel(null, [])).toBe('Not assessed yet');
  expect(formatLevel(null, [company])).toBe('Not assessed yet');
  expect(formatLevel(null, [partnership])).toBe('Not scored: a limited partnership');
  expect(formatLevel(null, [partnership, partnership])).toBe('Not scored: a limited partnership');
  expect(formatLevel(null, [partnership, company])).toBe('Not assessed yet');
  expect(formatLevel(null, [company, partnership])).toBe('Not assessed yet');
  expect(formatLevel(null, [partnership, person])).toBe('Not assessed yet');
});
