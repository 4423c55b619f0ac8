import { expect, test } from 'vitest';
import { readAnswers } from './diagnostic.ts';

const councils = new Map([
  ['E06000001', 'E06000001'],
  ['E07000001', 'E06000001'],
]);
const row = (of: Readonly<Record<string, string>>) => ({
  gss: 'E06000001',
  year: '2025',
  code: 'Managing strategic risk',
  level: 'Developing',
  ...of,
});

test('a level is read however it is written, and a council by the code that it had before', () => {
  expect(readAnswers([row({ gss: ' e07000001 ', level: 'developing ' })], councils)).toEqual([
    { council: 'E06000001', year: 2025, code: 'Managing strategic risk', level: 'Developing' },
  ]);
});

test('of an area that is given twice the last counts', () => {
  expect(readAnswers([row({}), row({ level: 'Mature' })], councils).map(({ level }) => level)).toEqual([
    'Mature',
  ]);
});

test.each([
  [{ gss: 'W06000001' }, 'Line 2: W06000001 is no GSS code of an English council'],
  [{ level: 'Expert' }, 'Line 2: Expert is none of the levels Minimum, Developing'],
  [{ year: 'last' }, 'Line 2: the year cannot be read'],
  [{ code: '' }, 'Line 2: the code cannot be read'],
])('a line that cannot be read stops all of it, and is named (%o)', (of, said) => {
  expect(() => readAnswers([row(of)], councils)).toThrow(said);
});
