import { expect, test } from 'vitest';
import { findATender } from '../find-a-tender.ts';
import { documentOf, itemsOf, observationsOf, tally } from '../testing.ts';

const BUYER = { id: 'GB-PPON-PAAA-1111-AAAA', name: 'Example County Council', roles: ['buyer'] };
const CARE = { id: 'GB-COH-99000001', name: 'Example Care Homes Ltd', roles: ['supplier'] };
const NURSES = { id: 'GB-COH-99000004', name: 'Example Nurses Ltd', roles: ['supplier'] };
const NOTICE = { documentType: 'implementationNotice', noticeType: 'UK9', id: '990010-2026' };

/** A notice as Find a Tender publishes it: what it says of one contract, and of nothing else. */
function read(contract: object, release: object = {}) {
  const whole = {
    ocid: 'ocds-h6vhtk-990010',
    id: '990010-2026',
    date: '2026-06-25T14:18:15+01:00',
    tag: ['implementation'],
    parties: [BUYER],
    contracts: [{ id: '1', awardID: '1', documents: [NOTICE], ...contract }],
    ...release,
  };
  return itemsOf(findATender, documentOf(JSON.stringify({ releases: [whole] }), 'page'));
}

function rated(id: string) {
  const period = { startDate: '2026-01-01T00:00:00+00:00', endDate: '2026-03-31T23:59:59+01:00' };
  const observations = [
    { id: '990010-2026', period, measureClassification: { id, description: 'As the code says' } },
  ];
  return { implementation: { metrics: [{ id: '1', title: 'Visits on time', observations }] } };
}

test.each(['met', 'slightlyBelow', 'below', 'significantlyBelow', 'other'])(
  'a rating of “%s” stands at its contract as published, and is no signal',
  (id) => {
    expect(observationsOf(read(rated(id)))).toMatchObject([
      {
        content: {
          kind: 'award',
          isChange: true,
          awardId: '1',
          suppliers: [],
          notices: {
            performanceOn: '2026-06-25',
            ratings: [
              {
                indicator: 'Visits on time',
                rating: 'As the code says',
                upTo: '2026-03-31',
                publishedOn: '2026-06-25',
              },
            ],
          },
        },
      },
    ]);
  },
);

test('a rating without words of its own is named as the regulations name its code', () => {
  const metrics = [{ title: 'N/A', observations: [{ measureClassification: { id: 'significantlyBelow' } }] }];
  const [found] = observationsOf(read({ implementation: { metrics } }));
  expect(found?.content).toMatchObject({ notices: { ratings: [{ indicator: null, rating: 'Inadequate' }] } });
});

test('indicators that a contract details notice names are kept with its day', () => {
  const agreedMetrics = [
    { id: '1', title: 'Visits on time' },
    { id: '2', title: 'Staff trained' },
  ];
  const awards = [{ id: '1', status: 'active', suppliers: [{ id: CARE.id }] }];
  const documents = [{ id: '990010-2026', documentType: 'contractNotice', noticeType: 'UK7' }];
  const given = { tag: ['award', 'contract'], parties: [BUYER, CARE], awards };
  const [found] = observationsOf(read({ agreedMetrics, documents }, given));
  expect(found?.content).toMatchObject({
    noticeType: 'UK7',
    notices: { indicators: { titles: ['Visits on time', 'Staff trained'], publishedOn: '2026-06-25' } },
  });
});

test('a failure is held against the supplier that the notice makes responsible, not against the others', () => {
  const failure = {
    id: '1',
    requirement: 'Two nurses on every shift',
    description: 'Shifts were left empty',
    penaltyDate: '2026-05-01T00:00:00+01:00',
    suppliers: [{ id: NURSES.id, name: NURSES.name }],
  };
  const given = {
    parties: [BUYER, CARE, NURSES],
    awards: [{ id: '1', suppliers: [{ id: CARE.id }, { id: NURSES.id }] }],
  };
  const signals = observationsOf(read({ implementation: { performanceFailures: [failure] } }, given)).filter(
    ({ content }) => content.kind === 'contract-performance',
  );
  expect(signals).toMatchObject([
    {
      about: { name: NURSES.name },
      occurredOn: '2026-05-01',
      content: { statement: 'Shifts were left empty. Required: Two nurses on every shift' },
    },
  ]);
});

test('a failure that happened no times is none', () => {
  const failure = { id: '1', category: 'Late visits', events: 0 };
  const found = observationsOf(read({ implementation: { performanceFailures: [failure] } }));
  expect(found.map(({ content }) => content.kind)).toEqual(['award']);
});

test('what is not understood of an implementation is set aside by itself, and said: the award is read', () => {
  const of = (implementation: unknown) => read({ implementation });
  const good = { category: 'Late visits', description: 'Visits were late' };
  const items = of({ performanceFailures: [{ category: 7 }, good], metrics: [{ title: 3 }] });
  expect(observationsOf(items).map(({ content }) => content.kind)).toEqual(['award', 'contract-performance']);
  expect(items.flatMap((item) => (item.outcome === 'refused' ? [item.item, item.reason] : []))).toEqual([
    '990010-2026, contract 1, performanceFailures 1',
    'implementation: performanceFailures.0.category: Invalid input: expected string, received number',
    '990010-2026, contract 1, metrics 1',
    'implementation: metrics.0.title: Invalid input: expected string, received number',
  ]);
  expect(tally(of({ metrics: 'see attachment' }))).toMatchObject({
    observed: 1,
    'refused: implementation: metrics.0: Invalid input: expected object, received string': 1,
  });
  expect(tally(of('see attachment'))).toMatchObject({ observed: 1, 'refused: no object': 1 });
});

const ENDED = {
  status: 'terminated',
  documents: [{ id: '990010-2026', documentType: 'contractTerminationNotice', noticeType: 'UK11' }],
  implementation: { endDate: '2026-06-11T00:00:00+01:00' },
};
const TERMINATION = { tag: ['contractTermination'] };

test('a contract that has run its course ends on its day, without a word against the supplier', () => {
  const done = {
    ...ENDED,
    statusDetails: 'Duration completed.',
    terminationRationaleClassification: { id: 'contractCompleted' },
  };
  expect(observationsOf(read(done, TERMINATION))).toMatchObject([
    {
      content: {
        kind: 'award',
        noticeType: 'UK11',
        status: 'terminated',
        endsOn: '2026-06-11',
        notices: { ended: { reason: 'The contract was completed. Duration completed.', on: '2026-06-11' } },
      },
    },
  ]);
});

test('a completion by its code is none for a fault, whatever the words beside it', () => {
  for (const statusDetails of [
    'It ended on its default expiry date',
    'The supplier was in default in 2025',
  ]) {
    const coded = {
      ...ENDED,
      statusDetails,
      terminationRationaleClassification: { id: 'contractCompleted' },
    };
    expect(observationsOf(read(coded, TERMINATION)).map(({ content }) => content.kind)).toEqual(['award']);
  }
});

test('the last second of a day by which a contract ended is that day, in summer too', () => {
  const done = { ...ENDED, implementation: { endDate: '2026-06-11T23:59:59Z' } };
  expect(observationsOf(read(done, TERMINATION))).toMatchObject([{ content: { endsOn: '2026-06-11' } }]);
});

test('a termination for breach is a signal, in whichever of its two forms the reason is printed', () => {
  const breach = { id: 'supplierBreach', description: 'Supplier breached the contract' };
  for (const reason of [
    { terminationRationaleClassification: breach },
    { terminationRationaleClassifications: [{ id: 'other' }, breach] },
  ])
    expect(observationsOf(read({ ...ENDED, ...reason }, TERMINATION))).toMatchObject([
      { content: { kind: 'award', status: 'terminated' } },
      {
        content: { statement: 'Contract terminated: Supplier breached the contract' },
        occurredOn: '2026-06-11',
      },
    ]);
});

test('where one of two contracts under an award has ended, the award goes on', () => {
  const contracts = [
    { id: '1', awardID: '1', ...ENDED },
    { id: '2', awardID: '1', status: 'active' },
  ];
  expect(observationsOf(read({}, { tag: ['compiled'], contracts }))[0]?.content).toMatchObject({
    status: 'active',
  });
});

const CHANGE = { documents: [{ id: '990010-2026', documentType: 'contractNotice', noticeType: 'UK10' }] };

test('a change that is proposed and not signed leaves the contract as it was', () => {
  const value = { amount: 5, currency: 'GBP' };
  const proposed = {
    ...CHANGE,
    proposedAmendments: [{ id: '1', value, suppliersRemoved: [{ id: CARE.id }] }],
  };
  expect(tally(read(proposed, { tag: ['contractAmendment'] }))).toEqual({
    'ignored: UK10: a change that is proposed and not signed: the contract stands as it was': 1,
  });
});

test('a signed change says who joins the contract and who leaves it', () => {
  const amendments = [{ id: '1', suppliersAdded: [{ id: NURSES.id, name: NURSES.name }] }];
  const given = {
    tag: ['contractAmendment'],
    parties: [BUYER, NURSES, { ...CARE, roles: ['removedSupplier'] }],
  };
  expect(observationsOf(read({ ...CHANGE, amendments }, given))).toMatchObject([
    {
      content: {
        suppliers: [],
        suppliersAdded: [{ name: NURSES.name }],
        suppliersRemoved: [{ name: CARE.name }],
      },
    },
  ]);
});

test('that a council has published how fast it pays is known by the notice’s type, wherever it stands, and nothing else', () => {
  const documents = [
    {
      id: '990020-2026',
      noticeType: 'UK17',
      url: 'https://www.find-tender.service.gov.uk/Notice/990020-2026',
    },
  ];
  for (const given of [
    { planning: { documents } },
    { tender: { documents } },
    { buyer: { ...BUYER, documents } },
  ])
    expect(observationsOf(read({}, { tag: ['planning'], contracts: [], ...given }))).toMatchObject([
      {
        ref: 'ocds-h6vhtk-990010/payments/990020-2026',
        url: documents[0]?.url,
        content: { kind: 'payments-notice', buyers: [{ name: BUYER.name }] },
      },
    ]);
});
