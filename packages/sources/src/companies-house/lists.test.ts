import { addDays, daysBetween, strikeOffKind } from '@tocsin/domain';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { companiesHouseCompany } from '../companies-house-company.ts';
import { documentOf, itemsOf, observationsOf } from '../testing.ts';
import { latestDeadline } from './accounts-deadline.ts';
import { kindOfAddress } from './filing-kinds.ts';

const read = (path: string, body: unknown) =>
  itemsOf(
    companiesHouseCompany,
    documentOf(JSON.stringify(body), `https://api.example/company/99000001/${path}`),
  );
const contents = (path: string, body: unknown) =>
  observationsOf(read(path, body)).map(({ content }) => content);

const accounts = (madeUpTo: string, date: string, extra: object = {}) => ({
  transaction_id: `acc-${madeUpTo}`,
  category: 'accounts',
  type: 'AA',
  date,
  description: 'accounts-with-accounts-type-full',
  description_values: { made_up_date: madeUpTo },
  ...extra,
});
const filing = (type: string, description: string, values: object = {}) => ({
  transaction_id: `${type}-${description}`,
  category: 'other',
  type,
  date: '2026-05-01',
  description,
  description_values: values,
});

test('accounts are late only where lateness is certain', () => {
  const history = {
    filing_history_status: 'filing-history-available',
    total_count: 4,
    items: [
      accounts('2025-03-31', '2026-02-14'),
      accounts('2024-03-31', '2024-12-30', { paper_filed: true }),
      accounts('2023-03-31', '2023-12-31'),
      accounts('2022-03-31', '2023-05-05'),
    ],
  };
  expect(contents('filing-history', history)).toMatchObject([
    {
      madeUpTo: '2025-03-31',
      filedOn: '2026-02-14',
      dueOn: '2025-12-31',
      type: 'full',
      machineReadable: null,
    },
    { madeUpTo: '2024-03-31', dueOn: null, machineReadable: false },
    { madeUpTo: '2023-03-31', dueOn: '2023-12-31' },
    { madeUpTo: '2022-03-31', dueOn: null },
  ]);
});

test('a reference date that was moved leaves the deadline unknown', () => {
  const moved = {
    ...filing('AA01', 'change-account-reference-date-company-previous-extended'),
    date: '2025-10-01',
  };
  const items = [accounts('2025-03-31', '2026-02-14'), moved, accounts('2023-12-31', '2024-09-01')];
  expect(contents('filing-history', { items, total_count: 3 })).toMatchObject([
    { kind: 'accounts-filed', dueOn: null },
    { kind: 'filing', about: 'accounting-reference-date-changed', detail: 'extended' },
    { dueOn: null },
  ]);
});

test('a deadline is nine months on, month ends stay month ends, and 2020 put some off', () => {
  expect(latestDeadline('2017-12-31')).toBe('2018-09-30');
  expect(latestDeadline('2024-06-30')).toBe('2025-03-31');
  expect(latestDeadline('2025-05-15')).toBe('2026-02-15');
  expect(latestDeadline('2019-12-31')).toBe('2020-12-31');
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 14_600 }), (after) => {
      const madeUpTo = addDays('2000-01-01', after);
      const days = daysBetween(madeUpTo, latestDeadline(madeUpTo));
      expect(days).toBeGreaterThanOrEqual(272);
      expect(days).toBeLessThanOrEqual(366);
    }),
  );
});

test('whose strike-off it is can be told from each of its filings', () => {
  const items = [
    filing('DS01', 'dissolution-application-strike-off-company'),
    filing('GAZ1(A)', 'gazette-notice-voluntary'),
    filing('SOAS(A)', 'dissolution-voluntary-strike-off-suspended'),
    filing('SOAD(A)', 'dissolution-voluntary-strike-off-discontinued'),
    filing('LLDS02', 'dissolution-withdrawal-application-strike-off-limited-liability-partnership'),
    filing('GAZ1', 'gazette-notice-compulsary'),
    filing('DISS16(SOAS)', 'dissolved-compulsory-strike-off-suspended'),
    filing('DISS40', 'gazette-filings-brought-up-to-date'),
  ];
  const said = contents('filing-history', { items, total_count: items.length });
  const kinds = said.map((content) => content.kind === 'filing' && strikeOffKind(content));
  expect(kinds).toEqual([...Array(5).fill('voluntary'), ...Array(3).fill('compulsory')]);
});

test('filings that tell of trouble are named, and a solvent liquidation is not among them', () => {
  const items = [
    filing('GAZ1', 'gazette-notice-compulsory'),
    filing('DISS16(SOAS)', 'dissolved-compulsory-strike-off-suspended'),
    filing('DISS40', 'gazette-filings-brought-up-to-date'),
    filing('AD01', 'change-registered-office-address-company-with-date-old-address-new-address', {
      new_address: 'C/O Begbies Traynor, 1 Example Street',
      old_address: '2 Home Lane',
    }),
    filing('AUD', 'auditors-resignation-company'),
    filing('PSC07', 'cessation-of-a-person-with-significant-control', { psc_name: 'Mr Pat Example' }),
    filing('AM01', 'liquidation-in-administration-appointment-of-administrator'),
    filing('LIQ02', 'liquidation-voluntary-statement-of-affairs'),
    filing('LIQ01', 'liquidation-voluntary-declaration-of-solvency'),
    filing('600', 'liquidation-voluntary-appointment-of-liquidator'),
    filing('MT01', 'liquidation-moratorium-commencement-of-moratorium'),
    filing('CVA1', 'liquidation-voluntary-arrangement-meeting-approving-companies-voluntary-arrangement'),
    filing('COCOMP', 'liquidation-compulsory-winding-up-order'),
    filing('RM01', 'liquidation-receiver-appointment-of-receiver'),
    filing('SH01', 'capital-allotment-shares'),
  ];
  const said = contents('filing-history', { items, total_count: items.length });
  expect(
    said.map((content) => (content.kind === 'filing' ? [content.about, content.detail] : content.kind)),
  ).toEqual([
    ['strike-off-proposed', null],
    ['strike-off-suspended', null],
    ['strike-off-discontinued', null],
    ['registered-office-changed', 'insolvency-practitioner'],
    ['auditor-resigned', null],
    ['psc-ceased', null],
    ['administration', null],
    ['liquidation', null],
    ['moratorium', null],
    ['voluntary-arrangement', null],
    ['liquidation', null],
    ['receivership', null],
  ]);
  for (const secret of ['Pat', 'Home Lane', 'Example Street'])
    expect(JSON.stringify(said)).not.toContain(secret);
  expect(kindOfAddress('71-75 Shelton Street, London')).toBe('mass-registration');
  expect(kindOfAddress('1 Example Street')).toBeNull();
  for (const address of [
    'PO Box 4385, 99000001: Companies House Default Address, Cardiff, CF14 8LH',
    'P.O. Box 4385, Cardiff',
  ])
    expect(kindOfAddress(address)).toBe('registrar-default');
  expect(kindOfAddress('PO Box 14385, Cardiff')).toBeNull();
});

test('charges say when the public could know, whether they float over everything, and lend by company name only', () => {
  const body = {
    total_count: 2,
    items: [
      {
        charge_code: '990000010001',
        charge_number: 2,
        status: 'outstanding',
        created_on: '2026-03-01',
        delivered_on: '2026-03-09',
        particulars: { contains_floating_charge: true, floating_charge_covers_all: true },
        persons_entitled: [{ name: 'Example Bank PLC' }, { name: 'Pat Example' }],
        transactions: [{ delivered_on: '2026-03-09' }],
        links: { self: '/company/99000001/charges/abc' },
      },
      {
        charge_number: 1,
        status: 'fully-satisfied',
        created_on: '1999-06-10',
        satisfied_on: '2022-11-15',
        particulars: { description: 'Fixed charge over the land at Example' },
        transactions: [{ delivered_on: '1999-06-11' }, { delivered_on: '2022-11-15' }],
      },
    ],
  };
  expect(read('charges', body)).toMatchObject([
    {
      looks: [{ topics: ['charges'] }],
      observations: [
        {
          ref: '99000001/charges/abc',
          publishedAt: '2026-03-09T00:00:00.000Z',
          content: { personsEntitled: ['Example Bank PLC'], floatingOverAll: true },
        },
        {
          ref: '99000001/charges/1',
          publishedAt: '2022-11-15T00:00:00.000Z',
          content: { floatingOverAll: null },
        },
      ],
    },
  ]);
});

test('directors are counts and dates', () => {
  const body = {
    kind: 'officer-list',
    total_results: 4,
    items: [
      { name: 'EXAMPLE, Pat', officer_role: 'director', appointed_on: '2020-01-01' },
      {
        name: 'EXAMPLE, Sam',
        officer_role: 'director',
        appointed_on: '2019-01-01',
        resigned_on: '2026-04-02',
      },
      { name: 'EXAMPLE, Kim', officer_role: 'secretary', appointed_on: '2019-01-01' },
      { name: 'EXAMPLE GROUP LIMITED', officer_role: 'corporate-director', appointed_on: '2021-01-01' },
    ],
  };
  const [item] = read('officers', body);
  expect(item).toMatchObject({
    observations: [
      {
        content: {
          appointedOn: ['2019-01-01', '2020-01-01', '2021-01-01'],
          resignedOn: ['2026-04-02'],
          activeCount: 2,
        },
      },
    ],
    looks: [{ topics: ['officers'] }],
  });
  expect(JSON.stringify(item)).not.toContain('EXAMPLE');
});

test('an empty list is a look that found nothing', () => {
  for (const path of ['charges', 'officers', 'persons-with-significant-control', 'filing-history'])
    expect(read(path, { items: [], total_count: 0, total_results: 0 })).toMatchObject([
      { outcome: 'ignored', looks: [{ about: { ref: { id: '99000001' } } }] },
    ]);
});

test.each(['charges', 'officers', 'persons-with-significant-control', 'filing-history'])(
  'a list under %s that counts entries and holds none was not read',
  (path) => {
    expect(read(path, { items: [], total_count: 250, total_results: 250 })).toMatchObject([
      { outcome: 'refused', looks: [{ answer: 'in-part' }] },
    ]);
  },
);

test('an officer in a role that is not known is said, and leaves the count open', () => {
  const officer = (officer_role: string) => ({ officer_role, appointed_on: '2020-01-01' });
  const roles = ['director', 'secretary', 'managing-officer', 'receiver-and-manager'];
  const known = { items: roles.map(officer), total_results: 4 };
  expect(read('officers', known)).toMatchObject([
    { outcome: 'observed', observations: [{ content: { activeCount: 1 } }], looks: [{ answer: 'found' }] },
  ]);
  const items = read('officers', { items: [...known.items, officer('chief-steward')], total_results: 5 });
  expect(items).toMatchObject([
    {
      outcome: 'observed',
      observations: [{ content: { activeCount: null } }],
      looks: [{ answer: 'in-part' }],
    },
    { outcome: 'refused', reason: 'officer_role: “chief-steward” is not known here: not counted' },
  ]);
});

test('accounts that are only a picture are recorded without figures', () => {
  const url =
    'https://documents.example/document/doc1#company=99000001&filing=tx1&filed=2026-01-05&madeUpTo=2025-03-31';
  const entry = JSON.stringify({
    category: 'accounts',
    resources: { 'application/pdf': { content_length: 1 } },
  });
  expect(itemsOf(companiesHouseCompany, documentOf(entry, url))).toMatchObject([
    {
      observations: [
        {
          ref: '99000001/accounts/tx1',
          publishedAt: '2026-01-05T00:00:00.000Z',
          content: { kind: 'accounts-figures', balanceDate: '2025-03-31', figures: {} },
        },
      ],
      looks: [{ topics: ['accounts-figures'] }],
    },
  ]);
});

test('accounts that cannot be read are refused alone', () => {
  const url =
    'https://documents.example/document/doc1#company=99000001&filing=tx1&filed=2026-01-05&madeUpTo=2025-03-31';
  const broken =
    '<?xml version="1.0"?><html xmlns:ix="http://www.xbrl.org/2013/inlineXBRL"><body><p></body></html>';
  expect(itemsOf(companiesHouseCompany, documentOf(broken, url))).toMatchObject([{ outcome: 'refused' }]);
});
