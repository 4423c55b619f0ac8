import { expect, test } from 'vitest';
import { contractsFinder } from '../contracts-finder.ts';
import type { DocumentSource } from '../define-source.ts';
import { findATender } from '../find-a-tender.ts';
import { documentOf, itemsOf, observationsOf } from '../testing.ts';

const buyer = { id: 'GB-LAE-EXA', name: 'Example County Council', roles: ['buyer'] };
const supplier = { id: 'GB-COH-99000001', name: 'Example Care Homes Ltd', roles: ['supplier'] };

function awardsIn(source: DocumentSource, release: Readonly<Record<string, unknown>>) {
  const whole = {
    ocid: 'ocds-h6vhtk-990001',
    id: '990001-2026',
    date: '2026-06-03T16:39:47+01:00',
    tag: ['award'],
    parties: [buyer, supplier],
    ...release,
  };
  const body = JSON.stringify({ releases: [whole] });
  const items = itemsOf(source, documentOf(body, 'page'));
  return observationsOf(items).flatMap(({ content }) => (content.kind === 'award' ? [content] : []));
}

const award = { id: '1', status: 'active', suppliers: [{ id: supplier.id }] };

test('a subcontractor is read where a release lists a party in that role, and for one award only', () => {
  const parties = [
    buyer,
    supplier,
    { id: 'GB-COH-99000009', name: 'Example Cleaners Ltd', roles: ['subcontractor'] },
  ];
  expect(awardsIn(findATender, { parties, awards: [award] })).toMatchObject([
    { suppliers: [{ name: supplier.name }], subcontractors: [{ ref: { id: '99000009' } }] },
  ]);
  const two = awardsIn(findATender, { parties, awards: [award, { ...award, id: '2' }] });
  expect(two.map((one) => one.subcontractors)).toEqual([undefined, undefined]);
});

test('the last day after every extension is kept apart from the end', () => {
  const contracts = [
    {
      id: '1',
      awardID: '1',
      status: 'active',
      period: { startDate: '2026-07-01', endDate: '2028-06-30', maxExtentDate: '2030-06-30' },
    },
  ];
  expect(awardsIn(findATender, { awards: [award], contracts })).toMatchObject([
    { endsOn: '2028-06-30', extendsTo: '2030-06-30' },
  ]);
});

test('an award of one lot runs for the term of its own lot', () => {
  const lots = [
    { id: '1', contractPeriod: { startDate: '2026-07-01', endDate: '2027-06-30' } },
    { id: '2', contractPeriod: { startDate: '2026-07-01', endDate: '2029-06-30' } },
  ];
  const awards = [
    { ...award, relatedLots: ['1'] },
    { ...award, id: '2', relatedLots: ['2'] },
  ];
  expect(awardsIn(findATender, { tender: { lots }, awards }).map(({ endsOn }) => endsOn)).toEqual([
    '2027-06-30',
    '2029-06-30',
  ]);
});

test('a framework, a call-off from one and a contract of its own are told apart by each service’s marks', () => {
  const framework = { techniques: { hasFrameworkAgreement: true } };
  const underOne = [{ relationship: ['framework'] }];
  expect(
    [
      awardsIn(findATender, { tender: framework, awards: [award] }),
      awardsIn(findATender, { tender: framework, relatedProcesses: underOne, awards: [award] }),
      awardsIn(findATender, { awards: [award] }),
      awardsIn(contractsFinder, { tender: { title: 'Repairs framework' }, awards: [award] }),
      awardsIn(contractsFinder, {
        tender: { title: 'Repairs call-off from the framework' },
        awards: [award],
      }),
      awardsIn(contractsFinder, { tender: { title: 'Repairs' }, awards: [award] }),
    ].map(([one]) => one?.agreement),
  ).toEqual(['framework', 'call-off', 'contract', 'framework', 'call-off', 'contract']);
});

test('a byte of Windows-1252 among UTF-8 is the letter that was meant, and controls are left out', () => {
  const text = JSON.stringify({
    releases: [
      {
        ocid: 'ocds-b5fd17-990001',
        date: '2026-06-03T16:39:47Z',
        tag: ['award'],
        parties: [buyer, supplier],
        tender: { title: 'Caf@ repairs – £1' },
        awards: [award],
      },
    ],
  });
  const [before = '', after = ''] = text.split('@');
  const mixed = Buffer.concat([Buffer.from(before), Buffer.from([0xe9]), Buffer.from(after)]);
  const controls = Buffer.from(text.replace('@', 'é\u0001\u000b'));
  for (const body of [mixed, controls]) {
    const [one] = observationsOf(itemsOf(contractsFinder, documentOf(new Uint8Array(body), 'page')));
    expect(one?.content).toMatchObject({ title: 'Café repairs – £1' });
  }
});

test('the identifiers of a buyer are kept as printed', () => {
  expect(awardsIn(contractsFinder, { awards: [award] })[0]?.buyers).toEqual([
    { name: buyer.name, ids: ['GB-LAE-EXA'], postcode: null },
  ]);
});

test('a hundred dollars, euros and pounds are no one sum; a hundred pounds three times may be', () => {
  const priced = (...currencies: readonly string[]) =>
    awardsIn(findATender, {
      awards: currencies.map((currency, at) => ({
        ...award,
        id: String(at),
        value: { amount: 100, amountGross: 120, currency },
      })),
    }).map(({ valueDoubt }) => valueDoubt?.includes('several awards') ?? false);
  expect(priced('USD', 'EUR', 'GBP')).toEqual([false, false, false]);
  expect(priced('GBP', 'GBP', 'GBP')).toEqual([true, true, true]);
});

test('a contract that names no award, beside an award to its supplier, is kept with a doubt', () => {
  const given = (id: string) =>
    awardsIn(findATender, {
      parties: [buyer, supplier, { id: 'GB-COH-99000002', name: 'Example Two Ltd', roles: ['supplier'] }],
      awards: [{ ...award, value: { amount: 300, currency: 'GBP' } }],
      contracts: [
        { id: 'c9', status: 'active', suppliers: [{ id }], value: { amount: 100, currency: 'GBP' } },
      ],
    }).map(({ value, valueDoubt }) => [value?.pence, valueDoubt?.includes('names no award') ?? false]);
  expect(given(supplier.id)).toEqual([
    [30_000, false],
    [10_000, true],
  ]);
  expect(given('GB-COH-99000002')).toEqual([
    [30_000, false],
    [10_000, false],
  ]);
});
