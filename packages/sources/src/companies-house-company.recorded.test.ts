import { expect, test } from 'vitest';
import { companiesHouseCompany } from './companies-house-company.ts';
import { hasRecorded, itemsOf, observationsOf, recorded, tally } from './testing.ts';

const read = (file: string) =>
  itemsOf(companiesHouseCompany, recorded(`companies-house/real_responses/${file}.json`));
const FILES = [
  'carillion_03782379_insolvency',
  'carillion_03782379_profile',
  'mgm_00000006_profile_dissolved',
  'royalmail_04138203_profile',
  'royalmail_04138203_psc',
];

test.skipIf(!hasRecorded)('every real answer has one outcome', () => {
  expect(tally(FILES.flatMap(read))).toEqual({ observed: 5 });
  const gone = recorded(
    'companies-house/real_responses/not_found_404.json',
    404,
    'https://api.company-information.service.gov.uk/company/99999999',
  );
  expect(itemsOf(companiesHouseCompany, gone)).toMatchObject([
    { outcome: 'ignored', looks: [{ topics: ['company-profile'], answer: 'gone' }] },
  ]);
  expect(observationsOf(FILES.flatMap(read))).toHaveLength(6);
});

test.skipIf(!hasRecorded)('Carillion is in compulsory liquidation, by its profile and by its case', () => {
  expect(observationsOf(read('carillion_03782379_profile'))[0]?.content).toMatchObject({
    status: 'liquidation',
    accounts: { nextDueOn: '2018-06-30', overdue: true },
    previousNames: [{ name: 'CAMERON 1999 PLC', from: '1999-05-28', to: '1999-06-11' }],
  });
  expect(observationsOf(read('carillion_03782379_insolvency'))[0]?.content).toEqual({
    kind: 'insolvency-case',
    caseNumber: '1',
    caseType: 'compulsory-liquidation',
    dates: [
      { type: 'petitioned-on', on: '2018-01-15' },
      { type: 'wound-up-on', on: '2018-01-15' },
    ],
  });
});

test.skipIf(!hasRecorded)('a parent typed without its leading zero is found under its number', () => {
  expect(observationsOf(read('royalmail_04138203_psc')).map(({ content }) => content)).toMatchObject([
    {
      parent: { name: 'Ids Holdco Limited', ref: { id: '03229377' } },
      notifiedOn: '2021-08-31',
      ceasedOn: null,
    },
    { parent: { name: 'Royal Mail Plc', ref: { id: '08680755' } }, ceasedOn: '2021-08-31' },
  ]);
});
