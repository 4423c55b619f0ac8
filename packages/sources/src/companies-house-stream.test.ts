import { expect, test } from 'vitest';
import { companiesHouseStream } from './companies-house-stream.ts';
import { documentOf, fixture, itemsOf, observationsOf, tally } from './testing.ts';

const items = itemsOf(companiesHouseStream, fixture('companies-house-stream.ndjson'));

test('each line has one outcome, a heartbeat none, and a line cut in the middle is refused alone', () => {
  expect(tally(items)).toEqual({
    observed: 2,
    'ignored: resource kind company-psc-individual is not read': 1,
    withdrawn: 1,
    'ignored: an officer: the company’s list is read instead': 1,
    'refused: broken JSON on this line': 1,
  });
});

test('an event says what the register’s own answer would say, under the same id', () => {
  expect(observationsOf(items)).toMatchObject([
    {
      source: 'companies-house-company',
      ref: '99000001/insolvency/1',
      version: '2026-11-20T10:00:02.000Z',
      content: {
        caseType: 'in-administration',
        dates: [{ type: 'administration-started-on', on: '2026-11-19' }],
      },
    },
    {
      ref: '99000001/filing/TX1',
      version: '2026-11-20T10:00:03.123Z',
      publishedAt: '2026-11-20T00:00:00.000Z',
      content: { kind: 'accounts-filed', madeUpTo: '2025-12-31', dueOn: null },
    },
  ]);
  for (const person of ['Sam', 'Pat', 'Kim']) expect(JSON.stringify(items)).not.toContain(person);
});

test.each([
  ['company-insolvency', 'insolvency', ['insolvency/']],
  ['company-charges', 'charges/AbC', ['charges/AbC']],
  ['filing-history', 'filing-history/TX1', ['filing/TX1', 'filing/TX1/', 'accounts/TX1']],
  ['company-psc-corporate', 'persons-with-significant-control/corporate-entity/p1', ['psc/p1']],
])('what is deleted under %s is taken back from the moment of the deletion on', (kind, path, refs) => {
  const event = {
    resource_kind: kind,
    resource_uri: `/company/99000001/${path}`,
    resource_id: path.split('/').at(-1) === 'insolvency' ? '99000001' : path.split('/').at(-1),
    event: { timepoint: 1, published_at: '2026-11-21T10:00:00', type: 'deleted' },
  };
  const document = { ...documentOf(`${JSON.stringify(event)}\n`, 's'), contentType: 'application/x-ndjson' };
  const [item] = itemsOf(companiesHouseStream, document);
  const at = '2026-11-21T10:00:00.000Z';
  expect(item).toMatchObject({
    outcome: 'withdrawn',
    withdrawals: refs.map((ref) => ({
      source: 'companies-house-company',
      ref: `99000001/${ref}`,
      version: at,
      publishedAt: at,
    })),
  });
});

test('a batch without a line we keep has no items, a recorded gap has one', () => {
  expect(
    itemsOf(companiesHouseStream, { ...documentOf('', 'filings'), contentType: 'application/x-ndjson' }),
  ).toEqual([]);
  const gap = {
    gap: {
      stream: 'charges',
      since: '2026-11-01T00:00:00.000Z',
      until: '2026-11-20T00:00:00.000Z',
      part: 'lists',
    },
  };
  expect(itemsOf(companiesHouseStream, documentOf(JSON.stringify(gap), 'charges'))).toMatchObject([
    {
      outcome: 'ignored',
      reason:
        'gap in charges from 2026-11-01T00:00:00.000Z to 2026-11-20T00:00:00.000Z: every supplier is asked about anew',
    },
  ]);
});

test('an answer of the register read after a gap is read as the register’s', () => {
  const profile = { company_number: '99000001', company_name: 'EXAMPLE LTD' };
  expect(
    itemsOf(companiesHouseStream, documentOf(JSON.stringify(profile), 'company/99000001')),
  ).toMatchObject([{ outcome: 'observed' }]);
});

const line = (kind: string, path: string, id: string, data: object) =>
  JSON.stringify({
    resource_kind: kind,
    resource_uri: `/company/99000001${path}`,
    resource_id: id,
    data,
    event: { timepoint: 1, published_at: '2026-11-21T10:00:00', type: 'changed' },
  });
const readLines = (...lines: readonly string[]) =>
  itemsOf(companiesHouseStream, documentOf(lines.join('\n'), 's'));
const birch = { company_name: 'BIRCH LTD', company_number: '99000001', company_status: 'liquidation' };
const filed = {
  transaction_id: 'TX2',
  category: 'accounts',
  type: 'AA',
  date: '2026-11-20',
  description: 'accounts-with-accounts-type-full',
  description_values: { made_up_date: '2025-12-31' },
};

test.each([
  ['company-profile', '', '99000001', { ...birch, company_number: '99000002' }],
  ['company-profile', '', '99000001', { ...birch, company_number: 'BIRCH' }],
  ['company-profile', '', '99000001', { ...birch, company_number: 99_000_002 }],
  ['company-profile', '', '99000001', { ...birch, links: { self: '/company/99000002' } }],
  ['company-profile', '', '99000002', birch],
  ['company-insolvency', '/insolvency', '99000002', { cases: [] }],
  ['filing-history', '/filing-history/TX2', 'TX3', filed],
  [
    'filing-history',
    '/filing-history/TX2',
    'TX2',
    { ...filed, links: { self: '/company/99000002/filing-history/TX2' } },
  ],
])(
  'an event under %s%s that says another company or resource is refused, and the next is read',
  (kind, path, id, data) => {
    const odd = line(kind, path, id, data);
    const items = readLines(odd, line('company-profile', '', '99000001', birch));
    expect(items).toMatchObject([{ outcome: 'refused' }, { outcome: 'observed' }]);
    const kept = companiesHouseStream.keep?.(documentOf(odd, 's'));
    const again = { ...documentOf(new TextDecoder().decode(kept), 's'), contentType: 'application/x-ndjson' };
    expect(itemsOf(companiesHouseStream, again)).toEqual(items.slice(0, 1));
  },
);

test('a number of another form is the same company', () => {
  const scots = line('company-profile', '', 'SC000001', { ...birch, company_number: 'sc000001' });
  expect(readLines(scots.replace('/99000001', '/SC000001'))).toMatchObject([{ outcome: 'observed' }]);
  const cases = line('company-insolvency', '/insolvency', 'x9', { cases: [] });
  expect(readLines(cases)).toMatchObject([{ outcome: 'ignored' }]);
});

test.each([[''], ['{"resource_']])(
  'a file of a stream that begins with “%s” is read line by line',
  (first) => {
    const items = readLines(first, line('company-profile', '', '99000001', birch));
    expect(items.at(-1)).toMatchObject({ outcome: 'observed' });
    expect(items).toHaveLength(first === '' ? 1 : 2);
  },
);
