import { expect, test } from 'vitest';
import { CompanyNumber } from '@tocsin/domain';
import { isTitled, kindOfName, kindOfNumber } from './kind.ts';

test.each([
  ['Example Homes Ltd', 'company'],
  ['JOHN EXAMPLE LTD', 'company'],
  ['Example & Partners LLP', 'llp'],
  ['Example Foundation CIO', 'charity'],
  ['The Example Charitable Trust', 'charity'],
  ['Example Community Benefit Society', 'society'],
  ['Exampleshire County Council', 'public-body'],
  ['NHS Example Trust', 'public-body'],
  ['Mrs A Example', 'individual'],
  ['J. Example', 'individual'],
  ['John Example T/A Example Roofing', 'individual'],
  ['EXAMPLE, J', 'individual'],
  ['REDACTED PERSONAL DATA', 'redacted'],
  ['*** COMPANY NAME REDACTED ***', 'redacted'],
  ['DETAILS REDACTED', 'redacted'],
  ['REDACTIVE EXAMPLE LIMITED', 'company'],
  ['Confidential', 'redacted'],
  ['Confidential Example Waste Ltd', 'company'],
  ['Data Protection Example Limited', 'company'],
  ['PLACES FOR EXAMPLE INDIVIDUAL SUPPORT', 'unknown'],
  ['J Example Builders', 'unknown'],
  ['Example Roofing', 'unknown'],
])('%s reads as %s', (name, kind) => {
  expect(kindOfName(name)).toBe(kind);
});

test('a title marks a human being, but not where a legal form follows', () => {
  expect(isTitled('Dr A Example')).toBe(true);
  expect(isTitled('Dr Example Ltd')).toBe(false);
});

test.each([
  ['03782379', 'company'],
  ['SC123456', 'company'],
  ['OC301540', 'llp'],
  ['CE012345', 'charity'],
  ['IP21143R', 'society'],
  ['RS007814', 'society'],
])('%s is the number of a %s', (number, kind) => {
  expect(kindOfNumber(CompanyNumber.parse(number))).toBe(kind);
});
