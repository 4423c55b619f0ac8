import { expect, test } from 'vitest';
import { recountNotices } from '../accounting/recount-notices.ts';
import { findATender } from '../find-a-tender.ts';
import { documentOf, itemsOf, observationsOf } from '../testing.ts';
import { ukInstant } from '../uk-time.ts';

const COUNCIL = { id: 'GB-PPON-1', name: 'Example County Council', roles: ['buyer'] };
const firm = (n: number) => ({ id: `GB-COH-9900100${n}`, name: `Example ${n} Ltd`, roles: ['supplier'] });
const [ONE, TWO, THREE] = [firm(1), firm(2), firm(3)];
const pounds = (amount: unknown) => ({ amount, currency: 'GBP' });
const award = (id: string, given: object) => ({ id, status: 'active', ...given });

const WHOLE = {
  ocid: 'ocds-h6vhtk-990101',
  id: '990101-2026',
  date: '2026-06-03T16:39:47+01:00',
  tag: ['award', 'contract'],
  parties: [COUNCIL, ONE, TWO, THREE],
};

function items(release: object) {
  const whole = { ...WHOLE, ...release };
  return itemsOf(findATender, documentOf(JSON.stringify({ releases: [whole] }), 'page'));
}
const read = (release: object) =>
  observationsOf(items(release)).flatMap(({ content }) => (content.kind === 'award' ? [content] : []));
const refused = (release: object) =>
  items(release).flatMap((item) => (item.outcome === 'refused' ? [[item.item, item.reason]] : []));

test.each([
  ['with VAT alone', [1, 2, 3].map(() => ({ amountGross: 120, currency: 'GBP' }))],
  ['once as text and once as a number', [pounds('1,000.00'), pounds(1000)]],
])('a total that is printed on each contract %s is counted once, and so said', (_, values) => {
  const contracts = values.map((value, at) => ({ id: String(at), awardID: '1', value }));
  const [one] = read({ awards: [award('1', { suppliers: [ONE] })], contracts });
  expect([one?.value?.pence ?? null, one?.valueGross?.pence ?? null]).toContainEqual(
    values.length === 3 ? 12_000 : 100_000,
  );
  expect(one?.valueDoubt).toContain('counted once');
});

test.each([
  ['off by a penny', [1_178_791.2, 1_178_791.21, 1_178_791.2], 1_178_791.2, 'counted once'],
  ['rounded to pounds', [1_178_791.2, 1_178_791, 1_178_791.2], 1_178_791.2, 'counted once'],
  ['rounded to thousands', [1_179_000, 1_178_791.2, 1_179_000], 1_179_000, 'counted once'],
  ['beside lots for nothing', [900_000, 0, 900_000], 900_000, 'counted once'],
  [
    'beside one of another sum',
    [900_000, 900_000.01, 500_000],
    2_300_000.01,
    'may be counted more than once',
  ],
  ['beside its parts', [300_000, 200_000, 100_000], 600_000, 'counted twice'],
  ['never', [100_000, 101_500, 103_000], 304_500, undefined],
])('a total printed again on contracts %s is never tripled in silence', (_, amounts, sum, doubt) => {
  const contracts = amounts.map((amount, at) => ({ id: String(at), awardID: '1', value: pounds(amount) }));
  const [one] = read({ awards: [award('1', { suppliers: [ONE] })], contracts });
  expect(one?.value?.pence).toBe(Math.round(sum * 100));
  expect(one?.valueDoubt).toEqual(doubt === undefined ? undefined : expect.stringContaining(doubt));
});

test.each([
  ['comes to them all, but for a penny', 200_000.01, [100_000, 100_000], 200_000, undefined],
  ['is the one that the others come to', 300_000, [300_000, 200_000, 100_000], 300_000, 'counted once'],
  ['is less than they come to', 300_000, [250_000, 150_000], 400_000, 'more than the award states'],
])('an award whose own sum %s decides how its contracts are counted', (_, own, amounts, sum, doubt) => {
  const contracts = amounts.map((amount, at) => ({ id: String(at), awardID: '1', value: pounds(amount) }));
  const [one] = read({ awards: [award('1', { suppliers: [ONE], value: pounds(own) })], contracts });
  expect(one?.value?.pence).toBe(sum * 100);
  expect(one?.valueDoubt).toEqual(doubt === undefined ? undefined : expect.stringContaining(doubt));
});

test('a contract that prints the award’s sum with VAT as its own adds nothing to it', () => {
  const value = { amount: 900, amountGross: 1080, currency: 'GBP' };
  const [one] = read({
    awards: [award('1', { suppliers: [ONE], value })],
    contracts: [{ id: 'a', awardID: '1', value: pounds(1080) }],
  });
  expect([one?.value?.pence, one?.valueGross?.pence]).toEqual([90_000, 108_000]);
  expect(one?.valueDoubt).toContain('with VAT');
});

test('a total in euros that is printed on each contract is counted once, too', () => {
  const contracts = [1, 2, 3].map((at) => ({
    id: String(at),
    awardID: '1',
    value: { amount: 500, currency: 'EUR' },
  }));
  const [one] = read({ awards: [award('1', { suppliers: [ONE] })], contracts });
  expect(one?.foreignValue).toEqual({ currency: 'EUR', amount: '500.00' });
});

test('a sum that is one total but for a penny is doubted on every award, and where the award states it for all', () => {
  const doubted = (release: object) =>
    read(release).map(({ valueDoubt }) => valueDoubt?.includes('one total') ?? false);
  const lots = ['1', '2', '3'].map((id, at) =>
    award(id, { suppliers: [ONE], value: pounds(900 + at / 100) }),
  );
  expect(doubted({ awards: lots })).toEqual([true, true, true]);
  const each = [ONE, TWO].map((one, at) => ({
    id: String(at),
    awardID: '1',
    suppliers: [one],
    value: pounds(90_000),
  }));
  const whole = (value: number) => award('1', { suppliers: [ONE, TWO], value: pounds(value) });
  expect(doubted({ awards: [whole(90_000.01)], contracts: each })).toEqual([true, true]);
  expect(doubted({ awards: [whole(180_000)], contracts: each })).toEqual([false, false]);
});

test('a supplier that stands twice among the parties is one', () => {
  const parties = [COUNCIL, { ...ONE, roles: ['supplier', 'tenderer'] }, ONE];
  const release = { parties, awards: [award('1', { value: pounds(900) })] };
  expect(read(release)[0]?.suppliers).toHaveLength(1);
  const body = new TextEncoder().encode(JSON.stringify({ releases: [{ ...WHOLE, ...release }] }));
  expect(recountNotices(body, false)).toMatchObject({ pairs: 1 });
});

test.each([
  { awards: [award('1', { suppliers: [ONE] })], amounts: [1_178_791.2, 1_178_791.21, 1_178_791] },
  { awards: [award('1', { suppliers: [ONE] })], amounts: [1_179_000, 1_178_791.2, 0] },
  {
    awards: [award('1', { suppliers: [ONE], value: pounds(300_000) })],
    amounts: [300_000, 200_000, 100_000],
  },
  { awards: [award('1', { suppliers: [ONE], value: pounds(200_000.01) })], amounts: [100_000, 100_000] },
  {
    awards: [award('1', { suppliers: [ONE], value: { amount: 900, amountGross: 1080 } })],
    amounts: [1080],
  },
  { awards: [award('1', { suppliers: [ONE] })], amounts: [300_000, 200_000, 100_000] },
])('whoever counts again comes to the same sum and the same pairs: %j', ({ awards, amounts }) => {
  const contracts = amounts.map((amount, at) => ({ id: String(at), awardID: '1', value: pounds(amount) }));
  const found = read({ awards, contracts });
  const body = { releases: [{ ...WHOLE, awards, contracts }] };
  expect(recountNotices(new TextEncoder().encode(JSON.stringify(body)), false)).toMatchObject({
    pence: BigInt(found.reduce((sum, { value }) => sum + (value?.pence ?? 0), 0)),
    pairs: found.reduce((sum, { suppliers }) => sum + suppliers.length, 0),
  });
});

test('one sum for three suppliers is doubted, for two it is not', () => {
  const alike = (firms: readonly object[]) =>
    read({ awards: firms.map((one, at) => award(String(at), { suppliers: [one], value: pounds(900) })) });
  expect(alike([ONE, TWO, THREE]).every(({ valueDoubt }) => valueDoubt?.includes('one total'))).toBe(true);
  expect(alike([ONE, TWO]).every(({ valueDoubt }) => valueDoubt === undefined)).toBe(true);
});

test.each([
  ['texts', ['Example 1 Ltd'], 'Example 1 Ltd'],
  ['an id', 'GB-COH-99001001', 'Example 1 Ltd'],
  ['a list with gaps', [null, { id: ONE.id }], 'Example 1 Ltd'],
])('suppliers given as %s are named', (_, suppliers, name) => {
  expect(read({ awards: [award('1', { suppliers })] })[0]?.suppliers.map((one) => one.name)).toEqual([name]);
});

test('a sum that stands bare, an id that is a number and an address in one text hold nothing back', () => {
  const [one] = read({
    parties: [COUNCIL, { ...ONE, address: '1 Example Road' }],
    awards: [award('1', { suppliers: [ONE], value: 500, documents: [{ id: 5, noticeType: 'UK6' }] })],
  });
  expect([one?.value?.pence, one?.suppliers[0]?.name]).toEqual([50_000, 'Example 1 Ltd']);
});

test('an award or a party of another shape is set aside by itself, with its place', () => {
  const awards = [
    award('1', { suppliers: [ONE] }),
    award('2', { title: ['x'], suppliers: [TWO] }),
    award('3', { suppliers: [THREE] }),
  ];
  expect(read({ awards }).map(({ awardId }) => awardId)).toEqual(['1', '3']);
  expect(refused({ awards })).toEqual([['990101-2026, awards 2', expect.stringContaining('awards.1.title')]]);
  const parties = [COUNCIL, { id: 'z', name: ['x'] }, ONE];
  expect(read({ parties, awards: [award('1', { suppliers: [ONE] })] })).toHaveLength(1);
  expect(refused({ parties, awards: [award('1', { suppliers: [ONE] })] })).toHaveLength(1);
});

test('of two company numbers of one supplier neither is taken', () => {
  const identifier = { scheme: 'GB-COH', id: '99001009' };
  const suppliers = (id: string) =>
    read({ parties: [COUNCIL, { ...ONE, id, identifier }], awards: [award('1', { suppliers: [{ id }] })] })[0]
      ?.suppliers[0]?.ref;
  expect(suppliers('GB-COH-99001003')).toBeNull();
  expect(suppliers('GB-COH-99001009')).toEqual({ scheme: 'GB-COH', id: '99001009' });
});

test('an award that is called unsuccessful stands where somebody has its contract', () => {
  const contract = { id: 'c', awardID: '1', value: pounds(5), suppliers: [ONE] };
  expect(read({ awards: [{ id: '1', status: 'unsuccessful' }], contracts: [contract] })).toHaveLength(1);
  expect(read({ awards: [{ id: '1', status: 'unsuccessful', suppliers: [ONE] }] })).toEqual([]);
});

test.each([
  [{ startDate: '2026-06-01', endDate: 'Rolling' }, 'the end “Rolling” is not a day'],
  [
    { startDate: '2028-06-01', endDate: '2026-06-01' },
    'it ends on 2026-06-01, before it starts on 2028-06-01',
  ],
])('an end that cannot be is not known, and is said: %o', (contractPeriod, endsOn) => {
  const [one] = read({ awards: [award('1', { suppliers: [ONE], contractPeriod })] });
  expect(one).toMatchObject({ endsOn: null, unread: { endsOn } });
});

test('a date that is no moment of ISO is refused, for the month may stand first', () => {
  expect(ukInstant('03/06/2026')).toBeNull();
  expect(ukInstant('3 June 2026')).toBeNull();
  expect(ukInstant('2026-06-03')).toBe('2026-06-03T00:00:00.000Z');
  expect(refused({ date: '03/06/2026', awards: [award('1', { suppliers: [ONE] })] })).toHaveLength(1);
});

const ended = (description: string) =>
  observationsOf(
    items({
      tag: ['contractTermination'],
      awards: [{ id: '1', suppliers: [ONE] }],
      contracts: [
        {
          id: 'c',
          awardID: '1',
          status: 'terminated',
          terminationRationaleClassification: { id: 'x', description },
        },
      ],
    }),
  ).map(({ content }) => content.kind);

test.each([
  ['Terminated by agreement; no breach by or default of the supplier'],
  ['Contract performance completed'],
  ['Breach by the contracting authority'],
  ['Ended without fault or breach on either side'],
  ['Terminated by agreement. The supplier has never been in default'],
  ['The supplier terminated because of our breach'],
  ['Terminated for late payment, a breach by the local authority'],
  ['An allegation of breach was investigated and dismissed'],
  ['The supplier was alleged to be in default; the allegation was unfounded'],
  ['Following the data breach at the third-party host the parties agreed to end'],
  ['Insolvency of a subcontractor of the Council'],
  ['Insolvency of a sub-contractor'],
  ['The contract ended on its default expiry date'],
  ['Insolvency of the supplier’s parent, and the contract was novated'],
  ['Ended to avoid a supplier default'],
  ['Supplier default notice served on the Council for unpaid invoices'],
  ['The supplier was not in breach'],
  ['Breach of contract'],
])('an end that says nothing against the supplier is held against nobody: %s', (reason) => {
  expect(ended(reason)).toEqual(['award']);
});

test.each([
  ['The supplier breached the contract'],
  ['Termination for supplier default'],
  ['Persistent poor performance'],
  ['Failure to perform to the satisfaction of the authority'],
  ['Supplier insolvency'],
  ['Insolvency of the supplier'],
  ['The contractor went into administration'],
  ['Material breach of contract by the supplier'],
  ['The contract was ended. The provider repeatedly failed to staff the home'],
])('an end for what the supplier did is stated: %s', (reason) => {
  expect(ended(reason)).toContain('contract-performance');
});

test('a failure counted in words, or standing alone, is read', () => {
  const failed = (performanceFailures: unknown) =>
    observationsOf(
      items({
        tag: ['implementation'],
        awards: [{ id: '1', suppliers: [ONE] }],
        contracts: [{ id: 'c', awardID: '1', implementation: { performanceFailures } }],
      }),
    ).filter(({ content }) => content.kind === 'contract-performance');
  expect(failed([{ category: 'breach', description: 'Late', events: '2' }])).toHaveLength(1);
  expect(failed({ category: 'breach', description: 'Late', suppliers: { id: ONE.id } })).toHaveLength(1);
  expect(failed([{ category: 'breach', events: '0' }])).toEqual([]);
});

const under = (id: string, status: string, amount: number) => ({
  id,
  awardID: '1',
  status,
  value: pounds(amount),
});

test.each([
  ['cancelled', [under('a', 'cancelled', 100_000), under('b', 'active', 60_000)]],
  ['cancelled, the other way round', [under('b', 'active', 60_000), under('a', 'cancelled', 100_000)]],
  ['terminated', [under('a', 'terminated', 100_000), under('b', 'active', 60_000)]],
])('an award of which one contract is %s lives on with what the other is worth', (_, contracts) => {
  const release = { tag: ['contractUpdate'], awards: [award('1', { suppliers: [ONE] })], contracts };
  const [one] = read(release);
  expect([one?.status, one?.value?.pence]).toEqual(['active', 6_000_000]);
  expect(one?.valueDoubt).toContain('those that go on');
  const body = JSON.stringify({ releases: [{ ...WHOLE, ...release }] });
  expect(recountNotices(Buffer.from(body), false)?.pence).toBe(6_000_000n);
});

test('an award whose contracts are all over is over', () => {
  const contracts = [under('a', 'cancelled', 10), under('b', 'terminated', 20)];
  expect(read({ awards: [award('1', { suppliers: [ONE] })], contracts })[0]?.status).toBe('cancelled');
});

test('a change that calls an award unsuccessful says that it is over, and of whom nothing', () => {
  const awards = [{ id: '1', status: 'unsuccessful', value: pounds(100), suppliers: [ONE] }];
  expect(read({ tag: ['awardUpdate'], awards })).toMatchObject([
    { status: 'cancelled', suppliers: [], value: null, valueDoubt: expect.stringContaining('unsuccessful') },
  ]);
});

test('a contract that names no award is of the only one there is', () => {
  const release = {
    awards: [award('1', { suppliers: [ONE] })],
    contracts: [{ id: 'c1', value: pounds(77) }],
  };
  expect(read(release)).toMatchObject([
    { awardId: '1', suppliers: [{ name: ONE.name }], value: { pence: 7_700 } },
  ]);
});

test('a contract with a sum of its own and no award is not to everybody who is left', () => {
  const read77 = read({
    awards: [award('1', { suppliers: [ONE], value: pounds(100) })],
    contracts: [{ id: 'c1', value: pounds(77) }],
  });
  expect(read77.map(({ suppliers }) => suppliers.length)).toEqual([1, 0]);
});

test('one contract for two awards of one id is said to be perhaps of the other', () => {
  const contracts = [{ id: 'c1', awardID: '1', value: pounds(500) }];
  const awards = [award('1', { suppliers: [ONE] }), award('1', { suppliers: [TWO] })];
  expect(read({ awards, contracts })[0]?.valueDoubt).toContain('may be that of another');
});

test('a change that ends one contract says which, so that it is not the end of the others', () => {
  const told = (release: object) =>
    read({ awards: [award('1', { suppliers: [ONE] })], ...release })[0]?.contracts?.map((one) => [
      one.id,
      one.isOver,
    ]);
  const [a, b] = [under('a', 'active', 60), under('b', 'active', 40)];
  expect(told({ contracts: [a, b] })).toEqual([
    ['a', false],
    ['b', false],
  ]);
  expect(told({ tag: ['contractUpdate'], contracts: [under('a', 'cancelled', 60)] })).toEqual([['a', true]]);
  expect(told({ tag: ['contractTermination'], contracts: [a] })).toEqual([['a', true]]);
  expect(told({ contracts: [a] })).toBeUndefined();
});

test('two contracts a pound apart are one sum, to the recount as well', () => {
  const contracts = [under('a', 'active', 1003.37), under('b', 'active', 1004.37)];
  const release = { awards: [award('1', { suppliers: [ONE] })], contracts };
  expect(read(release)[0]?.value?.pence).toBe(100_337);
  const body = Buffer.from(JSON.stringify({ releases: [{ ...WHOLE, ...release }] }));
  expect(recountNotices(body, false)?.pence).toBe(100_337n);
});

test('the buyer is no supplier by its role among the parties alone', () => {
  const parties = [{ ...COUNCIL, roles: ['buyer', 'supplier'] }, ONE];
  const named = (given: object) =>
    read({ parties, awards: [award('1', given)] })[0]?.suppliers.map((one) => one.name);
  expect(named({})).toEqual([ONE.name]);
  expect(named({ suppliers: [COUNCIL] })).toEqual([COUNCIL.name]);
});

test('a day out of all bounds is not known of a contract, and why is said', () => {
  const term = (startDate: string, endDate: string) =>
    read({ awards: [award('1', { suppliers: [ONE], contractPeriod: { startDate, endDate } })] })[0];
  expect(term('0026-04-01', '2028-03-31')).toMatchObject({
    startsOn: null,
    endsOn: '2028-03-31',
    unread: { startsOn: expect.stringContaining('0026-04-01') },
  });
  expect(term('2026-04-01', '2205-03-31')).toMatchObject({
    startsOn: '2026-04-01',
    endsOn: null,
    unread: { endsOn: expect.stringContaining('2205-03-31') },
  });
});
