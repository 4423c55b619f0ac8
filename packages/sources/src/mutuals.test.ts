import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { mutuals } from './mutuals.ts';
import { companyNumberOf } from './mutuals/society-number.ts';
import { documentOf, fixture, tableRowsOf } from './testing.ts';

const EDITION = {
  version: '2026-11-25T05:50:00.000Z',
  url: 'https://fcastoragemprprod.blob.core.windows.net/societylist/SocietyList.csv',
  retrievedAt: '2026-11-25T05:50:00.000Z',
  publishedAt: '2026-11-25T05:50:00.000Z',
};
const records = tableRowsOf(mutuals, fixture('mutuals.csv'));
const rows = records.flatMap((record) => (record.outcome === 'row' ? [record.row] : []));
const [homes, leisure, care, union] = rows;

test('every society of the list has one outcome', () => {
  expect(records.map(({ item, outcome }) => `${item} ${outcome}`)).toEqual([
    '99012R row',
    '20002R row',
    '4999 row',
    '999C row',
    '99AOF row',
    '9001R refused',
  ]);
  expect(records[5]).toMatchObject({ reason: 'Deregistration Date: “31/02/2026” is not a day' });
});

test('a society stands under the number of the index of companies, where that is written in one way', () => {
  expect(rows.map(({ company }) => company)).toEqual(['IP099012', 'IP20002R', 'RS004999', 'IP00999C', null]);
  for (const [society, company] of [
    ['30452R', 'IP30452R'],
    ['30453R', 'IP030453'],
    ['1070RS', 'SP1070RS'],
    ['110IP', 'NP000110'],
    ['22CU', 'NO000022'],
    ['110W', 'RS000110'],
    ['133C', 'IP00133C'],
  ] as const)
    expect(companyNumberOf(society)).toBe(company);
  for (const society of ['', 'R', '18BEN', '123456R']) expect(companyNumberOf(society)).toBeNull();
});

test('a society that has left counts from its own day, one of long ago says nothing', () => {
  expect(mutuals.toObservations(null, leisure ?? null, EDITION).observations).toMatchObject([
    {
      ref: '20002R',
      occurredOn: '2026-09-14',
      publishedAt: '2026-09-13T23:00:00.000Z',
      about: { ref: { scheme: 'GB-COH', id: 'IP20002R' }, printedRef: 'GB-MPR-20002R' },
      content: { kind: 'society-entry', status: 'deregistered', deregisteredOn: '2026-09-14' },
    },
  ]);
  expect(mutuals.toObservations(null, union ?? null, EDITION)).toEqual({ observations: [], withdrawn: [] });
});

test('a deregistration that a later list shows counts from that list, and a society that is gone is taken back', () => {
  if (!homes || !care) throw new Error('no society');
  const gone = { ...homes, status: 'deregistered' as const, deregisteredOn: '2026-11-02' };
  expect(mutuals.toObservations(homes, gone, EDITION)).toMatchObject({
    withdrawn: [],
    observations: [{ ref: '99012R', occurredOn: '2026-11-02', publishedAt: EDITION.publishedAt }],
  });
  expect(mutuals.toObservations(care, null, EDITION)).toEqual({ observations: [], withdrawn: ['4999'] });
});

test('no address is read', () => {
  expect(JSON.stringify(rows)).not.toMatch(/Example Street|EX1 1A/);
});

test('a list without a column or with a society of no kind, name or number says so', () => {
  const text = readFileSync(new URL('fixtures/mutuals.csv', import.meta.url), 'utf8');
  const read = (from: string, to: string) =>
    tableRowsOf(mutuals, documentOf(text.replace(from, to), 'SocietyList.csv'));
  expect(() => read('Full Registation Number', 'Number')).toThrow(/without “Full Registation Number”/);
  for (const [from, to, reason] of [
    ['Example Homes Society Limited', '', 'Society Name is empty'],
    ['Limited,Community Benefit Society,"1', 'Limited,,"1', 'Registered As is empty'],
    [',99012R,', ',,', 'Full Registation Number: “” is not one'],
    [',Housing,', ',', 'not as many cells as columns'],
  ] as const)
    expect(read(from, to)[0]).toMatchObject({ outcome: 'refused', reason });
});
