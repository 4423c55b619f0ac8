import { expect, test } from 'vitest';
import { companiesHouseCompany } from './companies-house-company.ts';
import { documentOf, fixture, itemsOf, observationsOf, RETRIEVED_AT } from './testing.ts';

const read = (body: unknown, url: string) =>
  itemsOf(companiesHouseCompany, documentOf(typeof body === 'string' ? body : JSON.stringify(body), url));
const answered = (status: number, path: string, body: string) =>
  itemsOf(companiesHouseCompany, documentOf(body, `https://api.example/${path}`, status));
const company = (number: string) => ({ company_number: number, company_name: 'EXAMPLE LTD' });

test('a profile says what the register says, and its flags are not read', () => {
  const [item] = itemsOf(companiesHouseCompany, fixture('companies-house-company.json'));
  expect(item).toMatchObject({
    outcome: 'observed',
    observations: [
      {
        ref: '99000001/profile',
        version: RETRIEVED_AT,
        about: { name: 'EXAMPLE CARE HOMES LTD', ref: { scheme: 'GB-COH', id: '99000001' } },
        content: {
          status: 'active',
          statusDetail: 'active-proposal-to-strike-off',
          previousNames: [{ name: 'EXAMPLE REST HOMES LTD', from: null, to: '2010-06-11' }],
          accounts: { nextDueOn: '2025-12-31', overdue: true, referenceDate: '03-31' },
          confirmationStatement: { nextDueOn: '2026-05-15', overdue: true },
        },
      },
    ],
    looks: [{ topics: ['company-profile'], at: RETRIEVED_AT }],
  });
});

test('an odd member of a profile is set aside by itself, and how the company stands is read', () => {
  const odd = { previous_company_names: [{}], accounts: { overdue: 'yes' }, date_of_cessation: 20_260_501 };
  const items = read({ ...company('99000001'), company_status: 'liquidation', ...odd }, '/company/99000001');
  expect(observationsOf(items)).toMatchObject([{ content: { status: 'liquidation', dissolvedOn: null } }]);
  expect(items.flatMap((one) => (one.outcome === 'refused' ? one.item : []))).toEqual([
    'company/99000001, date_of_cessation',
    'company/99000001, previous_company_names',
    'company/99000001, accounts',
  ]);
  expect(items[0]).toMatchObject({ looks: [{ answer: 'in-part' }] });
  const stateless = { ...company('99000001'), company_status: 7 };
  expect(read(stateless, '/company/99000001')).toMatchObject([{ outcome: 'refused' }]);
});

test.each(['0001-01-01', '2999-12-31', '2026-11', 'Unknown', ''])(
  'a day of dissolution printed as “%s” is none',
  (date_of_cessation) => {
    const said = { ...company('99000001'), company_status: 'dissolved', date_of_cessation };
    expect(observationsOf(read(said, '/company/99000001'))).toMatchObject([
      { content: { status: 'dissolved', dissolvedOn: null } },
    ]);
  },
);

test('cases that share a number are as many cases', () => {
  const [liquidation, administration] = ['compulsory-liquidation', 'in-administration'].map((type) => ({
    number: '1',
    type,
    dates: [],
  }));
  const cases = [liquidation, administration, liquidation];
  expect(observationsOf(read({ cases }, '/company/99000001/insolvency'))).toMatchObject([
    { ref: '99000001/insolvency/1', content: { caseType: 'compulsory-liquidation' } },
    { ref: '99000001/insolvency/1#2', content: { caseType: 'in-administration' } },
  ]);
});

test('each insolvency case is said once; practitioners are not read', () => {
  const [item] = read(
    {
      status: ['liquidation'],
      cases: [
        {
          number: '1',
          type: 'creditors-voluntary-liquidation',
          dates: [
            { type: 'wound-up-on', date: '2026-05-06' },
            { type: 'concluded-winding-up-on', date: 'Unknown' },
          ],
          practitioners: [{ name: 'Sam Example' }],
        },
      ],
    },
    'https://api.example/company/99000001/insolvency',
  );
  expect(item).toMatchObject({
    observations: [
      {
        ref: '99000001/insolvency/1',
        occurredOn: '2026-05-06',
        content: { dates: [{ type: 'wound-up-on', on: '2026-05-06' }] },
      },
    ],
    looks: [{ topics: ['insolvency-cases'] }],
  });
  expect(JSON.stringify(item)).not.toContain('Sam');
});

test('companies that control are kept, people are not', () => {
  const [item] = read(
    {
      total_results: 2,
      links: { self: '/company/99000001/persons-with-significant-control' },
      items: [
        {
          kind: 'individual-person-with-significant-control',
          name: 'Pat Example',
          notified_on: '2016-04-06',
        },
        {
          kind: 'corporate-entity-person-with-significant-control',
          name: 'Example Group Limited',
          notified_on: '2016-04-06',
          links: { self: '/company/99000001/persons-with-significant-control/corporate-entity/abc' },
          identification: { registration_number: '9900009', place_registered: 'Companies House' },
        },
      ],
    },
    'psc.json',
  );
  expect(item).toMatchObject({
    observations: [
      {
        ref: '99000001/psc/abc',
        content: { parent: { name: 'Example Group Limited', ref: { id: '09900009' } } },
      },
    ],
    looks: [{ topics: ['controllers'] }],
  });
  expect(JSON.stringify(item)).not.toContain('Pat');
});

/** Bodies that have come with a 404: the older, the two of today, and none. */
const BODIES_OF_404 = [
  '{"errors":[{"type":"ch:service","error":"company-insolvencies-not-found"}]}',
  '{"timestamp":"2026-11-20T10:00:00.123","status":404,"error":"Not Found","path":"/company/99000001/insolvency"}',
  '{"timestamp":"2026-11-20T10:00:00.123","message":"404 NOT_FOUND","request_id":"abc"}',
  '',
];

test.each(BODIES_OF_404)('404 is an answer by its status, whatever its body: %s', (body) => {
  const about = { ref: { id: '99000001' } };
  expect(answered(404, 'company/99000001/insolvency', body)).toMatchObject([
    {
      outcome: 'ignored',
      reason: '404: none under insolvency',
      looks: [{ topics: ['insolvency-cases'], about, answer: 'none' }],
    },
  ]);
  expect(answered(404, 'company/99000001', body)).toMatchObject([
    { outcome: 'ignored', looks: [{ topics: ['company-profile'], about, answer: 'gone' }] },
  ]);
});

test('that there are no insolvency cases is said in two ways, and both are told from a case', () => {
  const empty = answered(200, 'company/99000001/insolvency', '{"etag":"x","cases":[]}');
  expect(empty).toMatchObject([{ outcome: 'ignored', looks: [{ answer: 'empty' }] }]);
  const one = { cases: [{ number: '1', type: 'moratorium', dates: [] }] };
  expect(answered(200, 'company/99000001/insolvency', JSON.stringify(one))).toMatchObject([
    { outcome: 'observed', looks: [{ answer: 'found' }] },
  ]);
});

test('a body that would be an answer under another status is none under its own', () => {
  for (const body of BODIES_OF_404.slice(0, 3)) {
    const items = answered(200, 'company/99000001/insolvency', body);
    expect(items).toMatchObject([{ outcome: 'refused' }]);
    expect(items).toMatchObject([{ looks: [{ topics: ['insolvency-cases'], answer: 'in-part' }] }]);
  }
  expect(() => answered(200, 'company/99000001/insolvency', '')).toThrow('an empty answer');
  const cases = '{"cases":[{"number":"1","type":"moratorium"}]}';
  expect(answered(404, 'company/99000001/insolvency', cases)).toMatchObject([
    { outcome: 'ignored', looks: [{ answer: 'none' }] },
  ]);
  for (const status of [401, 403, 410, 500])
    expect(answered(status, 'company/99000001/insolvency', cases)).toMatchObject([
      { outcome: 'refused', reason: `the register answered ${status}` },
    ]);
});

test('about a body of which another register holds the rest, nothing here is a look', () => {
  const society = {
    company_name: 'EXAMPLE HOUSING SOCIETY',
    company_number: 'IP19447R',
    partial_data_available: 'full-data-available-from-financial-conduct-authority-mutuals-public-register',
    type: 'registered-society-non-jurisdictional',
  };
  const charity = { company_name: 'EXAMPLE CARE CIO', company_number: 'CE099999' };
  for (const shell of [society, charity]) {
    const [item] = answered(200, `company/${shell.company_number}`, JSON.stringify(shell));
    expect(item).toMatchObject({ outcome: 'ignored', looks: [{ answer: 'not-held' }] });
    expect(JSON.stringify(item)).toContain('insolvency-cases');
    expect(answered(404, `company/${shell.company_number}/insolvency`, '')).toMatchObject([
      { outcome: 'ignored', looks: [{ answer: 'not-held', about: { ref: { id: shell.company_number } } }] },
    ]);
  }
  const unknown = {
    filing_history_status: 'filing-history-not-available-unknown-prefix',
    items: [],
    total_count: 0,
  };
  expect(answered(200, 'company/99000001/filing-history', JSON.stringify(unknown))).toMatchObject([
    { outcome: 'ignored', looks: [{ topics: ['filing-history'], answer: 'not-held' }] },
  ]);
  // With a status it is a company of this register, whatever its number begins with.
  const held = { ...charity, company_status: 'active' };
  expect(answered(200, 'company/CE099999', JSON.stringify(held))).toMatchObject([
    { outcome: 'observed', looks: [{ answer: 'found' }] },
  ]);
});

test('a company number with seven digits is padded, one with nine is refused by name', () => {
  expect(observationsOf(read(company('9900001'), 'profile.json'))[0]?.ref).toBe('09900001/profile');
  expect(read(company('990000010'), 'profile.json')).toEqual([
    {
      item: 'profile.json',
      outcome: 'refused',
      reason: 'company_number: “990000010” is not a company number',
    },
  ]);
});

test('what is not understood is refused by name, a page instead of JSON as a document', () => {
  expect(read({ hello: 1 }, 'x/99000001.json')).toMatchObject([{ outcome: 'refused' }]);
  expect(read({ cases: 'none' }, 'company/99000001/insolvency')).toMatchObject([
    { outcome: 'refused', reason: 'cases: Invalid input: expected array, received string' },
  ]);
  expect(() => read('<html><title>502 Bad Gateway</title></html>', 'company/99000001')).toThrow(
    '502 Bad Gateway',
  );
  expect(() => read('[', 'company/99000001')).toThrow('broken JSON');
});
