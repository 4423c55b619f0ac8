import { GssCode, Pence, type VatBasis } from '@tocsin/domain';
import { describe, expect, test } from 'vitest';
import type { ContractFacts } from './contract-facts.ts';
import { inPublishedRegister, sameContract } from './same-contract.ts';

const money = (pounds: number, vat: VatBasis = 'net') => ({ pence: Pence.parse(pounds * 100), vat });
const notice: ContractFacts = {
  ref: 'award:ocds-b5fd17-1/1',
  origin: 'notice',
  title: 'School catering north',
  startsOn: '2023-04-01',
  endsOn: '2026-03-31',
  value: money(500_000),
  agreement: 'contract',
  criticality: 'unknown',
  owner: null,
  service: null,
  regime: 'unknown',
  url: null,
  suppliers: 1,
};
const other: ContractFacts = { ...notice, ref: 'award:ocds-h6vhtk-1/1' };
const line: ContractFacts = { ...notice, ref: 'register:1', origin: 'register' };
const ALL = 'Same council and supplier, same title, same start date, same end date, same value';

/** Why the notice and another record with changes are one. */
const why = (change: Partial<ContractFacts>, than: ContractFacts = other) =>
  sameContract(notice, { ...than, ...change });

describe('two notices', () => {
  test('that agree in all are one, and say in what they agree', () => {
    expect(why({})).toBe(ALL);
    expect(why({ startsOn: null, endsOn: null })).toBe('Same council and supplier, same title, same value');
    expect(why({ value: null, endsOn: null })).toBe('Same council and supplier, same title, same start date');
    expect(why({ value: null, startsOn: null })).toBe('Same council and supplier, same title, same end date');
  });

  test.each([
    ['nothing but their titles agrees', { startsOn: null, endsOn: null, value: null }],
    ['their starts differ', { startsOn: '2023-04-03' }],
    ['their ends differ', { endsOn: '2026-04-02' }],
    ['their values differ', { value: money(500_001.01) }],
    ['their titles differ and a date is not stated', { title: 'Grass cutting', endsOn: null }],
    ['their titles differ and so do their values', { title: 'Grass cutting', value: money(1) }],
    ['one has no words in its title', { title: '–', endsOn: null }],
  ])('are two where %s', (_, change) => {
    expect(why(change)).toBeNull();
  });

  test('may differ by a day and by a pound', () => {
    expect(why({ startsOn: '2023-04-02', endsOn: '2026-03-30', value: money(500_001) })).toBe(ALL);
  });

  test('with other titles are one where both dates and the value agree', () => {
    expect(why({ title: 'Grass cutting' })).toBe(
      'Same council and supplier, same start date, same end date, same value',
    );
  });

  test('of values in two known VAT bases are not compared by them, of an unknown one they are', () => {
    expect(why({ value: money(1, 'gross') })).toBe(
      'Same council and supplier, same title, same start date, same end date',
    );
    expect(why({ value: money(500_000, 'unknown') })).toBe(ALL);
    expect(why({ value: money(1, 'unknown') })).toBeNull();
  });

  test('that two councils placed before one took their place are two, however alike', () => {
    const placedBy = (code: string) => ({ council: GssCode.parse(code), name: code });
    expect(why({ placedBy: placedBy('E07000001') })).toBeNull();
    const [a, b] = ['E07000001', 'E07000001'].map((code) => ({ ...notice, placedBy: placedBy(code) }));
    expect(sameContract(a!, b!)).toBe(ALL);
  });
});

describe('a line of the council’s own', () => {
  const published = { ...notice, ref: 'award:ocds-tocsin-E08000006:S1/1' };

  test('may rest on its title alone, where nothing contradicts it', () => {
    const bare = { startsOn: null, endsOn: null, value: null };
    for (const own of [line, published]) {
      expect(why(bare, own)).toBe('Same council and supplier, same title');
      expect(why({ ...bare, title: 'School catering north region area' }, own)).toBeNull();
    }
    expect(why({ ...bare, title: 'School catering north area' }, line)).toBeNull();
  });

  test('may end later than the notice said, where title and start are the same', () => {
    expect(why({ endsOn: '2027-03-31' }, line)).toBe(
      'Same council and supplier, same title, same start date, same value',
    );
    expect(why({ endsOn: '2027-03-31', startsOn: null }, line)).toBeNull();
    expect(why({ endsOn: '2027-03-31', title: 'School catering north area' }, line)).toBeNull();
  });

  test('of a published register is known by its reference', () => {
    expect(inPublishedRegister(published)).toBe(true);
    for (const one of [notice, line, { ref: `x${published.ref}` }])
      expect(inPublishedRegister(one)).toBe(false);
  });
});

describe('titles', () => {
  const titled = (title: string, than = 'School catering north') =>
    sameContract({ ...notice, title: than, endsOn: null }, { ...other, title });

  test.each([
    ['in another order', 'North: school CATERING', 'same'],
    ['with empty words', 'Provision of the School Catering Service for North', 'same'],
    ['with accents', 'Schoöl catéring north', 'same'],
    ['with one word more of four', 'School catering north area', 'similar'],
  ])('%s are %s: %s', (_, title, how) => {
    expect(titled(title)).toBe(`Same council and supplier, ${how} title, same start date, same value`);
  });

  test.each([
    [
      'with three of six words in common',
      'School catering north',
      'School catering north east coast schools',
    ],
    ['of other lots', 'School catering north area lot 1', 'School catering north area lot 2'],
    ['of other phases', 'Roads phase 2 works here', 'Roads phase 3 works here'],
  ])('%s are different', (_, one, two) => {
    expect(titled(one, two)).toBeNull();
  });

  test('of the same lots in another order are similar', () => {
    expect(titled('Lots 2 and 1 of roads and bridges', 'Lots 1 and 2 of bridges and roads north')).toContain(
      'similar title',
    );
  });
});
