import { expect, test } from 'vitest';
import { companiesHouseCompany } from './companies-house-company.ts';
import { documentOf, fixture, itemsOf, observationsOf, RETRIEVED_AT } from './testing.ts';

const read = (body: unknown, url: string) =>
  itemsOf(companiesHouseCompany, documentOf(typeof body === 'string' ? body : JSON.stringify(body), url));
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

test('404 is a look that found nothing where a list was asked for', () => {
  const body = { errors: [{ type: 'ch:service', error: 'company-insolvencies-not-found' }] };
  expect(read(body, 'https://api.example/company/99000001/insolvency')).toMatchObject([
    {
      outcome: 'ignored',
      reason: '404: company-insolvencies-not-found',
      looks: [{ topics: ['insolvency-cases'], about: { ref: { id: '99000001' } } }],
    },
  ]);
  const profile = { errors: [{ error: 'company-profile-not-found' }] };
  expect(read(profile, 'not_found_404.json')).toEqual([
    { item: 'not_found_404.json', outcome: 'ignored', reason: '404: company-profile-not-found', looks: [] },
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
  expect(read({ errors: [{ error: 'invalid-authorization-header' }] }, 'company/99000001')).toMatchObject([
    { outcome: 'refused' },
  ]);
  expect(() => read('<html><title>502 Bad Gateway</title></html>', 'company/99000001')).toThrow(
    '502 Bad Gateway',
  );
  expect(() => read('[', 'company/99000001')).toThrow('broken JSON');
});
