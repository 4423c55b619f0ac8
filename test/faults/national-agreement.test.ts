import { beforeAll, describe, expect, test } from 'vitest';
import { countryOf } from '../national/country.ts';
import { contradictionsIn } from '../support/claim.ts';
import { claimsOf } from '../support/claims.ts';
import { countryTold } from '../support/country-told.ts';
import { answersOf } from '../support/printed-exposure.ts';
import { plantedMistakes } from '../support/planted-mistakes.ts';
import type { Told } from '../support/told.ts';

// A small country, told to its councils in every way there is. `npm run test:faults -- agreement` takes 500 councils.
let told: readonly Told[];

beforeAll(async () => {
  const country = await countryTold(countryOf({ size: '4/60/1200', seed: 3 }));
  expect(country.errors).toEqual([]);
  told = country.told;
}, 600_000);

test('page, mail, export and API give every alerted supplier the same pence, in every VAT basis', () => {
  const answers = told.flatMap(answersOf);
  for (const { about, api, said } of answers)
    for (const [where, what] of Object.entries(said))
      expect({ about, where, what }).toEqual({ about, where, what: api[where] });
  const compared = {
    contracts: answers.filter(({ api }) => api['inbox.csv left'] !== '0 0 0').length,
    spend: answers.filter(({ api }) => api['inbox.csv spend'] !== '0 0 0').length,
    mails: answers.filter(({ said }) => 'mail left' in said).length,
  };
  expect(Object.entries(compared).filter(([, count]) => count === 0)).toEqual([]);
  // Value left is what such a test is about: most alerted suppliers have some.
  expect(compared.contracts).toBeGreaterThan(answers.length / 2);
});

test('no place that tells a council of an alert or its supplier contradicts another one', () => {
  expect(told.flatMap((one) => contradictionsIn(claimsOf(one)))).toEqual([]);
});

test('every fact is said in several places, in some of them as known and in others as not known', () => {
  const claims = told.flatMap(claimsOf);
  const places = new Map<string, Set<string>>();
  for (const { fact, where } of claims) places.set(fact, (places.get(fact) ?? new Set()).add(where));
  expect([...places].filter(([, where]) => where.size < 2)).toEqual([]);
  const levels = new Set(claims.filter(({ fact }) => fact === 'level').map(({ says }) => says));
  expect(levels.size).toBeGreaterThan(2);
});

describe('a mistake planted in one place', () => {
  test.each(plantedMistakes)('$what is found', ({ plant, fact, where }) => {
    const spoiled = told.flatMap((one) => plant(one) ?? []);
    // The mistake could be made at all.
    expect(spoiled.length).toBeGreaterThan(0);
    for (const one of spoiled) {
      const found = contradictionsIn(claimsOf(one)).filter(
        (sentence) => sentence.includes(`: ${fact}: `) && sentence.includes(`${where} says`),
      );
      expect(found.length).toBeGreaterThan(0);
    }
  });
});
