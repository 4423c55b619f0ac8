import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { housingProviders } from './housing-providers.ts';
import { documentOf, everyRowOf, fixture } from './testing.ts';

const EDITION = {
  version: '2026-11-26T06:10:00.000Z',
  url: 'https://assets.publishing.service.gov.uk/media/2/list-november-2026.xlsx',
  retrievedAt: '2026-11-26T06:10:00.000Z',
  publishedAt: '2026-11-26T06:10:00.000Z',
};
const records = await everyRowOf(housingProviders, fixture('housing-providers.csv'));
const [society, company] = records.flatMap((record) => (record.outcome === 'row' ? [record.row] : []));

test('every landlord has one outcome, and a council is none at risk', () => {
  expect(
    records.map((record) => `${record.item} ${'reason' in record ? record.reason : record.outcome}`),
  ).toEqual([
    'L9901 row',
    '9902 row',
    'A9903 row',
    '99UB a council',
    'LH9904 designation or corporate form is empty',
  ]);
  expect(society).toEqual({
    number: 'L9901',
    name: 'Example Homes Society Limited',
    designation: 'Non-profit',
    form: 'Registered society',
  });
});

test('a landlord is known by its name alone, and one that is on the list no longer has left it', () => {
  expect(housingProviders.toObservations(null, company ?? null, EDITION)).toMatchObject({
    withdrawn: [],
    observations: [
      {
        ref: '9902',
        about: { name: 'Example Living Ltd', ref: null, printedRef: 'GB-SHPE-9902' },
        content: { kind: 'housing-entry', status: 'registered', corporateForm: 'Company' },
      },
    ],
  });
  expect(housingProviders.toObservations(company ?? null, null, EDITION)).toMatchObject({
    withdrawn: [],
    observations: [{ ref: '9902', occurredOn: null, content: { status: 'left' } }],
  });
});

test('what was said under a former name is taken back', () => {
  if (!company) throw new Error('no landlord');
  const renamed = { ...company, name: 'Example Living (Holdings) Ltd' };
  expect(housingProviders.toObservations(company, renamed, EDITION).withdrawn).toEqual(['9902']);
  expect(
    housingProviders.toObservations(company, { ...company, form: 'Charity' }, EDITION).withdrawn,
  ).toEqual([]);
});

test('a list without one of its columns says what it has, and a row without name or number why it is none', async () => {
  const text = readFileSync(new URL('fixtures/housing-providers.csv', import.meta.url), 'utf8');
  const read = (from: string, to: string) =>
    everyRowOf(housingProviders, documentOf(text.replace(from, to), 'list.csv'));
  await expect(read('Corporate form', 'Kind')).rejects.toThrow(
    /no table with the columns “organisation name”, .*it has: .*Kind/,
  );
  expect((await read('9902', ''))[1]).toMatchObject({ reason: 'registration number is empty', id: null });
  expect((await read('Example Living Ltd', ''))[1]).toMatchObject({
    reason: 'organisation name is empty',
    id: '9902',
  });
});
