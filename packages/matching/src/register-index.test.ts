import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { CompanyNumber } from '@tocsin/domain';
import type { RegisterEntry } from './compare.ts';
import { createPostings } from './postings.ts';
import { createRegisterIndex } from './register-index.ts';
import { createTextColumn } from './text-column.ts';

test('postings give back every row filed under a key, in the order filed', () => {
  const filed = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'dd', 'é'), fc.nat()));
  fc.assert(
    fc.property(filed, (pairs) => {
      const builder = createPostings();
      for (const [key, row] of pairs) builder.add(key, row);
      const postings = builder.finish();
      for (const wanted of ['a', 'dd', 'é', 'absent']) {
        const [from, to] = postings.range(wanted);
        const rows = Array.from({ length: to - from }, (_, at) => postings.rowAt(from + at));
        expect(rows).toEqual(pairs.filter(([key]) => key === wanted).map(([, row]) => row));
      }
    }),
  );
});

test('texts come back as they were packed, but for line breaks', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' })), (texts) => {
      const column = createTextColumn();
      for (const text of texts) column.push(text);
      expect(texts.map((_, at) => column.at(at))).toEqual(texts.map((text) => text.replace(/[\r\n]/g, ' ')));
    }),
  );
});

function entry(number: string, name: string): RegisterEntry {
  return { number: CompanyNumber.parse(number), name, formerNames: [], postcode: null, status: null };
}

test('several rows of one number are one company, not a tie', () => {
  const builder = createRegisterIndex();
  builder.add(entry('01000001', 'EXAMPLE CARE LIMITED'));
  builder.add(entry('01000001', 'EXAMPLE CARE LTD'));
  expect(builder.finish().find({ name: 'Example Care Ltd' })).toMatchObject({
    outcome: 'matched',
    number: '01000001',
  });
});

test('a word that thousands of companies share hides nothing that is equal', () => {
  const builder = createRegisterIndex();
  for (let at = 0; at < 3000; at += 1) builder.add(entry(`0${2_000_000 + at}`, `EXAMPLE ${at} LIMITED`));
  builder.add(entry('01000001', 'EXAMPLE LIMITED'));
  const index = builder.finish();
  expect(index.find({ name: 'Example Ltd' }).number).toBe('01000001');
  expect(index.find({ name: 'Example Yorkshire Ltd', number: '09999999' }).reason).toContain(
    'number and name disagree',
  );
});
