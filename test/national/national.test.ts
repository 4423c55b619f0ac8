import { createHash } from 'node:crypto';
import { Signal } from '@tocsin/domain';
import { beforeAll, describe, expect, test } from 'vitest';
import { indexOf } from './companies.ts';
import { countryOf, hasNamesake, type Country } from './country.ts';
import { generate } from './generate.ts';
import { documentsOf, truthOf, type Made } from './made.ts';
import { observedIn, parse } from './read.ts';

const country = countryOf({ size: 'small', seed: 1 });
let made: readonly Made[];
beforeAll(() => {
  made = [...generate(country)];
}, 120_000);

function hashOf(one: Country): string {
  const hash = createHash('sha256');
  for (const part of generate(one)) {
    if ('truth' in part) hash.update(JSON.stringify(part.truth));
    else hash.update(part.document.file).update(part.document.body);
  }
  return hash.digest('hex');
}

describe('a country', () => {
  test('is the same, byte for byte, for the same seed, and another for another', () => {
    const size = { councils: 3, suppliers: 60, payments: 900 };
    const first = hashOf(countryOf({ size, seed: 7 }));
    expect(hashOf(countryOf({ size, seed: 7 }))).toBe(first);
    expect(hashOf(countryOf({ size, seed: 8 }))).not.toBe(first);
  });

  test('holds a company of every fate, none of which can be real', () => {
    const kinds = new Set(truthOf(made, 'fates').map(({ kind }) => kind));
    expect(kinds.size).toBe(19);
    for (const { number } of truthOf(made, 'suppliers'))
      expect(number).toMatch(/^(?:99[1-5]\d{5}|OC9\d{5})$/);
    const names = truthOf(made, 'suppliers').map(({ name }) => name);
    expect(new Set(names).size).toBe(country.size.suppliers);
  });

  test('holds what is hard: namesakes, partnerships, insolvent parents, quarters, files without a header, own registers', () => {
    const files = truthOf(made, 'files');
    const counts = {
      namesakes: truthOf(made, 'suppliers').filter(({ number }) => hasNamesake(country, indexOf(number)))
        .length,
      paidNamesakes: truthOf(made, 'spend').filter(({ isTold }) => !isTold).length,
      partnerships: truthOf(made, 'suppliers').filter(({ number }) => number.startsWith('OC9')).length,
      holdings: truthOf(made, 'holdings').length,
      quarters: files.filter(({ file }) => /-[a-z]{3}-20\d\d\./.test(file)).length,
      bare: country.councils.filter(({ bare }) => bare !== null).length,
      refused: files.filter(({ refused }) => Object.keys(refused).length > 0).length,
      ownRegisters: truthOf(made, 'registers').length,
      ownToldOf: truthOf(made, 'told').filter(({ contracts }) =>
        contracts.some((one) => one.startsWith('own-')),
      ).length,
      toldThroughGroup: truthOf(made, 'told').filter(({ throughGroup }) => throughGroup.length > 0).length,
      toldByContract: truthOf(made, 'told').filter(({ contracts }) => contracts.length > 0).length,
    };
    expect(Object.entries(counts).filter(([, count]) => count === 0)).toEqual([]);
  });

  test('has every payment of its size, in files of its councils', () => {
    expect(truthOf(made, 'files').reduce((sum, { payments }) => sum + payments, 0)).toBe(
      country.size.payments,
    );
    expect(truthOf(made, 'councils')).toHaveLength(country.size.councils);
  });
});

const NOT_FACTS = ['council-spend', 'own-registers', 'register-of-companies'];
/** Kinds of fact that no document of the country tells, with the reason. */
const UNTOLD: Readonly<Record<string, string>> = {
  'payment-practices': 'a list of another kind, read whole: its own test reads one',
  'short-interest': 'no source yet',
  'care-location': 'a list of another kind, read whole: its own test reads one',
  'public-report': 'for hindsight only',
  'charity-entry': 'a list of another kind, read whole: its own test reads one',
  'society-entry': 'as before',
  'housing-entry': 'as before',
  'housing-judgement': 'as before',
  'childrens-provision': 'as before',
};

test('every kind of fact is told by a source of ours, but for those that are named', () => {
  // Every notice of contracts, since few tell how a contract went; of the others enough.
  const some = documentsOf(made)
    .filter(({ source }) => !NOT_FACTS.includes(source))
    .filter(({ source }, at) => source === 'find-a-tender' || at % 5 === 0);
  const told = new Set(observedIn(some.flatMap(parse)).map(({ content }) => content.kind));
  const kinds = Signal.options.map((option) => option.shape.kind.value);
  expect(kinds.filter((kind) => !told.has(kind))).toEqual(Object.keys(UNTOLD));
});
