import { describe, expect, test } from 'vitest';
import { isRareBeside, looksLike, wordsToCount } from './spelling.ts';

describe('one word may be a misprint of another', () => {
  test.each([
    ['a letter dropped', 'MANAGMENT', 'MANAGEMENT'],
    ['a letter added', 'MANAGEEMENT', 'MANAGEMENT'],
    ['the last letter dropped', 'SERVICE', 'SERVICES'],
    ['two neighbours exchanged', 'SERIVCES', 'SERVICES'],
    ['one vowel for another', 'MAINTENENCE', 'MAINTENANCE'],
    ['one vowel for another at the end', 'EXAMPLA', 'EXAMPLE'],
    ['Y for another vowel', 'SYSTYMS', 'SYSTEMS'],
    ['cut short in a narrow column', 'PUBLISH', 'PUBLISHING'],
    ['cut to five letters', 'PUBLI', 'PUBLISHING'],
  ])('%s: %s for %s', (_, printed, registered) => {
    expect(looksLike(printed, registered)).toBe(true);
  });

  test.each([
    ['another consonant', 'SERVINES', 'SERVICES'],
    ['a vowel for a consonant', 'SERVIAES', 'SERVICES'],
    ['a consonant for a vowel', 'MANTGEMENT', 'MANAGEMENT'],
    ['another first letter', 'DERVICES', 'SERVICES'],
    ['a short word', 'HARPAR', 'HARPER'],
    ['cut to four letters', 'PUBL', 'PUBLISHING'],
    ['the register’s word cut short', 'PUBLISHING', 'PUBLI'],
    ['two letters dropped', 'MANAGENT', 'MANAGEMENT'],
    ['two vowels changed', 'MANEGAMENT', 'MANAGEMENT'],
    ['an exchange and another letter', 'SERIVCEX', 'SERVICES'],
    ['a letter dropped and another changed', 'MANAGMENX', 'MANAGEMENT'],
    ['a digit', 'SERVICES1', 'SERVICES'],
    ['a digit on the register', 'SERVICE', 'SERVICE2'],
  ])('not by %s: %s for %s', (_, printed, registered) => {
    expect(looksLike(printed, registered)).toBe(false);
  });
});

test.each([
  [3, 0, true],
  [2, 0, false],
  [50, 1, true],
  [49, 1, false],
  [100, 2, true],
  [99, 2, false],
])(
  'where %i names hold the registered word and %i the printed one, it is a misprint: %s',
  (registered, printed, is) => {
    const count = (word: string) => (word === 'PRINTED' ? printed : registered);
    expect(isRareBeside('PRINTED', 'REGISTERED', count)).toBe(is);
  },
);

test('only the words that may be a misprint of a registered one are to be counted', () => {
  const registered = ['Example Management Ltd', 'Example Maintenance Ltd'];
  expect(wordsToCount('Example Managment Ltd', registered)).toEqual(['MANAGMENT', 'MANAGEMENT']);
  expect(wordsToCount('Example Management Ltd', registered)).toEqual([]);
  expect(wordsToCount('Example Builders Ltd', registered)).toEqual([]);
  expect(wordsToCount('Example Managment Ltd', [])).toEqual([]);
  expect(wordsToCount('The Limes', [])).toEqual(['LIMES']);
  expect(wordsToCount('Limes Ltd', [])).toEqual([]);
});
