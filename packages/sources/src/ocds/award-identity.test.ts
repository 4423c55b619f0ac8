import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { contractsFinder } from '../contracts-finder.ts';
import { findATender } from '../find-a-tender.ts';
import { documentOf, itemsOf, observationsOf } from '../testing.ts';

const COUNCIL = { id: 'GB-PPON-1', name: 'Example County Council', roles: ['buyer'] };
const firm = (n: number, roles: unknown = ['supplier']) => ({
  id: `GB-COH-9900100${n}`,
  name: `Example ${n} Ltd`,
  roles,
});
const [ONE, TWO, THREE] = [firm(1), firm(2), firm(3)];
const pounds = (amount: unknown, currency: string | null = 'GBP') => ({ amount, currency });

function read(release: object, ...others: object[]) {
  const whole = (given: object) => ({
    ocid: 'ocds-h6vhtk-990101',
    id: '990101-2026',
    date: '2026-06-03T16:39:47+01:00',
    tag: ['award', 'contract'],
    parties: [COUNCIL, ONE, TWO, THREE],
    ...given,
  });
  const body = JSON.stringify({ releases: [release, ...others].map(whole) });
  const observations = observationsOf(itemsOf(findATender, documentOf(body, 'page')));
  return observations.flatMap(({ ref, content }) => (content.kind === 'award' ? [{ ref, ...content }] : []));
}
const names = (awards: ReturnType<typeof read>) =>
  awards.map(({ suppliers }) => suppliers.map(({ name }) => name));
const sums = (awards: ReturnType<typeof read>) => awards.map(({ value }) => value?.pence ?? null);

const award = (id: string, given: object) => ({ id, status: 'active', ...given });
const OCID = 'ocds-h6vhtk-990101';

test('an id that stands twice in a release is two awards, each with the contract of its own lot', () => {
  const awards = read({
    awards: [
      award('7', { suppliers: [ONE], relatedLots: ['1'] }),
      award('7', { suppliers: [TWO], relatedLots: [2] }),
    ],
    contracts: [
      { id: '7', awardID: '7', value: pounds(200), relatedLots: ['2'] },
      { id: '7', awardID: '7', value: pounds(100), relatedLots: [1] },
    ],
  });
  expect(awards.map(({ ref }) => ref)).toEqual([`${OCID}/7`, `${OCID}/7#2`]);
  expect(names(awards)).toEqual([[ONE.name], [TWO.name]]);
  expect(sums(awards)).toEqual([10_000, 20_000]);
});

test('the same release printed twice is one, with other words under its id and moment it is two records', () => {
  const first = { awards: [award('1', { suppliers: [ONE], value: pounds(100) })] };
  const second = { awards: [award('1', { suppliers: [TWO], value: pounds(250) })] };
  expect(read(first, first).map(({ ref }) => ref)).toEqual([`${OCID}/1`, `${OCID}/1`]);
  expect(read(first, second).map(({ ref }) => ref)).toEqual([`${OCID}/1`, `${OCID}/1#2`]);
  expect(read(first, second, first).map(({ ref }) => ref)).toEqual([`${OCID}/1`, `${OCID}/1#2`, `${OCID}/1`]);
});

test('a row of the search export that repeats a buyer’s reference with other words is another award', () => {
  const heading =
    'Notice Identifier,Organisation Name,Published Date,Status,Title,Awarded Value,Supplier [Name|Address|Ref type|Ref Number|Is SME|Is VCSE]';
  const row = (council: string, value: number) =>
    `T1,${council},2020-10-01T00:00:00Z,Awarded,Repairs,${value},[A Ltd||NONE||No|No]`;
  const text = [
    heading,
    row('One Council', 5_000),
    row('Two Council', 7_000),
    row('One Council', 5_000),
  ].join('\n');
  const refs = observationsOf(itemsOf(contractsFinder, documentOf(text, 'export.csv'))).map(({ ref }) => ref);
  expect(refs).toEqual(['ocds-b5fd17-export:T1/1', 'ocds-b5fd17-export:T1/1#2', 'ocds-b5fd17-export:T1/1']);
});

test('contracts under one award with suppliers of their own are as many awards, each with its own sum', () => {
  const awards = read({
    awards: [award('1', { suppliers: [ONE, TWO, THREE], value: pounds(350) })],
    contracts: [
      { id: 'a', awardID: '1', value: pounds(100), suppliers: [ONE] },
      { id: 'b', awardID: '1', value: pounds(250), suppliers: { id: TWO.id, name: TWO.name } },
    ],
  });
  expect(names(awards)).toEqual([[ONE.name], [TWO.name], [THREE.name]]);
  expect(sums(awards)).toEqual([10_000, 25_000, null]);
});

test('a supplier stands on the award, as an object or a list, on the contract, or among the parties alone', () => {
  expect(names(read({ awards: [award('1', { suppliers: { id: ONE.id } })] }))).toEqual([[ONE.name]]);
  expect(names(read({ contracts: { id: 'k', awardID: '1', status: 'active', suppliers: [TWO] } }))).toEqual([
    [TWO.name],
  ]);
  const parties = [COUNCIL, firm(3, 'supplier')];
  expect(names(read({ parties, awards: award('1', { value: pounds(5) }) }))).toEqual([[THREE.name]]);
  expect(names(read({ parties, awards: [award('1', {}), award('2', {})] }))).toEqual([
    [THREE.name],
    [THREE.name],
  ]);
  expect(names(read({ awards: [award('1', { suppliers: [ONE] }), award('2', {})] }))).toEqual([
    [ONE.name],
    [TWO.name, THREE.name],
  ]);
});

test('an identifier that stands on the reference alone is read there', () => {
  const reference = { name: 'Example Elsewhere Ltd', identifier: { scheme: 'GB-COH', id: '99001077.0' } };
  const [one] = read({ awards: [award('1', { suppliers: [reference] })] });
  expect(one?.suppliers).toMatchObject([{ name: 'Example Elsewhere Ltd', ref: { id: '99001077' } }]);
});

test('where it cannot be told whose an award is, nobody is guessed', () => {
  expect(names(read({ awards: [award('1', {}), award('2', {})] }))).toEqual([[], []]);
  const change = { tag: ['contractAmendment'], contracts: [{ id: '1', awardID: '1', value: pounds(5) }] };
  expect(read(change)).toMatchObject([{ isChange: true, suppliers: [] }]);
});

test('a party that stands twice under one id is taken in the role that it is named in', () => {
  const parties = [
    { ...COUNCIL, id: 'X', name: 'Example Trading Council' },
    {
      id: 'X',
      name: 'Example Trading Ltd',
      roles: ['Supplier'],
      identifier: { scheme: 'gb-coh', id: '9900 1009' },
    },
  ];
  const [one] = read({ parties, awards: [award('1', { suppliers: [{ id: 'X' }] })] });
  expect(one?.suppliers).toMatchObject([{ name: 'Example Trading Ltd', ref: { id: '99001009' } }]);
  expect(one?.buyers.map(({ name }) => name)).toEqual(['Example Trading Council']);
});

test.each(['99001003.0', 'GB-COH-99001003', 'Company No. 99001003', 99_001_003, '9900 1003'])(
  'a company number printed as %s is that number',
  (id) => {
    const parties = [COUNCIL, { ...ONE, id: 'p', identifier: { scheme: 'GB-COH', id } }];
    const [one] = read({ parties, awards: [award('1', { suppliers: [{ id: 'p' }] })] });
    expect(one?.suppliers[0]?.ref).toEqual({ scheme: 'GB-COH', id: '99001003' });
  },
);

const contract = (id: string, amount: unknown, given: object = {}) => ({
  id,
  awardID: '1',
  value: pounds(amount),
  ...given,
});

test('a total that is printed again for each lot is counted once, and so said', () => {
  const contracts = [1, 2, 3].map((lot) =>
    contract(String(lot), 1_178_791.2, { relatedLots: [String(lot)] }),
  );
  const [once] = read({ awards: [award('1', { suppliers: [ONE] })], contracts });
  expect(once?.value?.pence).toBe(117_879_120);
  expect(once?.valueDoubt).toContain('counted once');
  const product = award('1', { suppliers: [ONE], value: pounds(3 * 1_178_791.2) });
  const [added] = read({ awards: [product], contracts });
  expect([added?.value?.pence, added?.valueDoubt]).toEqual([353_637_360, undefined]);
});

test('a sum that some contracts, or several awards to one supplier, share is kept and doubted', () => {
  const contracts = [contract('1', 100), contract('2', 100), contract('3', 250)];
  const [kept] = read({ awards: [award('1', { suppliers: [ONE] })], contracts });
  expect([kept?.value?.pence, kept?.valueDoubt]).toEqual([45_000, expect.stringContaining('more than once')]);
  const each = read({
    awards: [1, 2].map((n) => award(String(n), { suppliers: [ONE], value: pounds(5_000) })),
  });
  expect(each.map(({ value, valueDoubt }) => [value?.pence, valueDoubt === undefined])).toEqual([
    [500_000, false],
    [500_000, false],
  ]);
  const apart = read({
    awards: [
      award('1', { suppliers: [ONE], value: pounds(5_000) }),
      award('2', { suppliers: [TWO], value: pounds(5_000) }),
    ],
  });
  expect(apart.every(({ valueDoubt }) => valueDoubt === undefined)).toBe(true);
});

test.each([
  [pounds(500_000, 'EUR'), { currency: 'EUR', amount: '500000.00' }],
  [pounds('500,000', 'eur '), { currency: 'EUR', amount: '500000.00' }],
  [pounds('€500,000', null), { currency: 'EUR', amount: '500000.00' }],
  [pounds(1_000, 'USD'), { currency: 'USD', amount: '1000.00' }],
])('a value in another currency is kept as that, and never as pounds: %#', (value, foreignValue) => {
  const [one] = read({ awards: [award('1', { suppliers: [ONE], value })] });
  expect(one).toMatchObject({ value: null, valueGross: null, foreignValue });
});

test('parts in several currencies, and a sum that cannot be read, are said', () => {
  const [mixed] = read({
    awards: [award('1', { suppliers: [ONE] })],
    contracts: [contract('1', 100), { ...contract('2', 50), value: pounds(50, 'EUR') }],
  });
  expect(mixed).toMatchObject({ value: null, foreignValue: { currency: 'EUR', amount: '50.00' } });
  expect(mixed?.valueDoubt).toContain('different currencies');
  const [words] = read({ awards: [award('1', { suppliers: [ONE], value: pounds('see notice') })] });
  expect([words?.value, words?.valueDoubt]).toEqual([
    null,
    'A sum is printed that cannot be read as one in pounds.',
  ]);
  const [gbp] = read({ awards: [award('1', { suppliers: [ONE], value: pounds('£1,000', '£') })] });
  expect([gbp?.value?.pence, gbp?.valueDoubt]).toEqual([100_000, undefined]);
});

test('however often ids repeat in a release, every supplier is there with every pound', () => {
  const printed = fc.array(
    fc.record({
      id: fc.constantFrom('1', '2', 'C1'),
      n: fc.integer({ min: 1, max: 3 }),
      amount: fc.integer({ min: 2, max: 9_999 }),
    }),
    { minLength: 1, maxLength: 8 },
  );
  fc.assert(
    fc.property(printed, (given) => {
      const awards = given.map(({ id, n, amount }) =>
        award(id, { suppliers: [firm(n)], value: pounds(amount) }),
      );
      const found = read({ awards });
      expect(names(found).map(([name]) => name)).toEqual(given.map(({ n }) => firm(n).name));
      expect(sums(found)).toEqual(given.map(({ amount }) => amount * 100));
      expect(new Set(found.map(({ ref }) => ref)).size).toBe(given.length);
    }),
    { numRuns: 60 },
  );
});
