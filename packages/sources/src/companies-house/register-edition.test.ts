import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { editionOf, newestEdition } from './register-edition.ts';

const part = (at: number, of = 7, date = '2026-11-01') =>
  `/bulk/BasicCompanyData-${date}-part${at}_${of}.zip`;
const whole = (date: string) => `BasicCompanyDataAsOneFile-${date}.zip`;
const parts = [1, 2, 3, 4, 5, 6, 7].map((at) => part(at));

test('a month is its one file or all its parts, in their order', () => {
  expect(editionOf([whole('2026-11-01')])).toEqual({ date: '2026-11-01', files: [whole('2026-11-01')] });
  fc.assert(
    fc.property(fc.shuffledSubarray(parts, { minLength: 7 }), (files) => {
      expect(editionOf(files)).toEqual({ date: '2026-11-01', files: parts });
    }),
  );
  expect(editionOf([...parts, whole('2026-11-01')]).files).toEqual([whole('2026-11-01')]);
  expect(editionOf(['/home/register.csv'])).toEqual({ date: null, files: ['/home/register.csv'] });
});

test('a part alone and every gap are refused with the parts that are missing', () => {
  expect(() => editionOf([part(3)])).toThrow(
    'BasicCompanyData-2026-11-01-part3_7.zip: 1 of 7 parts of the register of 2026-11-01; part 1, 2, 4, 5, 6, 7 is missing',
  );
  fc.assert(
    fc.property(fc.shuffledSubarray(parts, { minLength: 1, maxLength: 6 }), (files) => {
      expect(() => editionOf(files)).toThrow('is missing');
    }),
  );
});

test('mixed months, two divisions and other files beside them are refused', () => {
  expect(() => editionOf([...parts.slice(1), part(1, 7, '2026-10-01')])).toThrow(
    'files of several months together (2026-10-01, 2026-11-01)',
  );
  expect(() => editionOf([whole('2026-10-01'), whole('2026-11-01')])).toThrow('several months');
  expect(() => editionOf([part(1, 7), part(2, 5)])).toThrow('two divisions');
  expect(() => editionOf([...parts, 'notes.txt'])).toThrow('and others together');
  expect(() => editionOf([])).toThrow('no file of the register');
});

test('of what the publisher’s page lists, the newest month counts', () => {
  const page = `<a href="${whole('2026-10-01')}">October</a> <a href="${whole('2026-11-02')}">November (471Mb)</a>
    ${parts.map((name) => `<a href="${name.replace('/bulk/', '')}">part</a>`).join('\n')}`;
  expect(newestEdition(page)).toEqual({ date: '2026-11-02', files: [whole('2026-11-02')] });
  expect(newestEdition('<p>under maintenance</p>')).toBeNull();
});
