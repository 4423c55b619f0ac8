import { describe, expect, test } from 'vitest';
import { housingProviders } from './housing-providers.ts';
import { companyNumberOf } from './mutuals/society-number.ts';
import { ofstedProviders } from './ofsted-providers.ts';
import { csvRecords } from './tables/csv.ts';
import { decodeText } from './tables/text.ts';
import { everyRowOf, hasRecorded, recorded } from './testing.ts';

describe.skipIf(!hasRecorded)('on the lists as they were published', () => {
  test.each([
    ['2019', 703],
    ['2023', 992],
    ['2024', 1_131],
    ['2025', 1_667],
  ])('every company-owned provision of %s is read', async (year, count) => {
    const document = recorded(`early-signs/ofsted/provider_at_march_${year}_company_owned.csv`);
    const records = await everyRowOf(ofstedProviders, document);
    const read = records.flatMap((record) => (record.outcome === 'row' ? [record.id] : []));
    expect(read).toHaveLength(count);
    expect(new Set(read).size).toBe(count);
  });

  test('every landlord of 2024 is read, and no council', async () => {
    const records = await everyRowOf(
      housingProviders,
      recorded('early-signs/housing/registered_providers_2024.csv'),
    );
    expect(records).toHaveLength(1_612);
    expect(records.filter(({ outcome }) => outcome === 'ignored')).toHaveLength(221);
    expect(records.filter(({ outcome }) => outcome === 'refused')).toEqual([]);
  });

  test('the number of a society is right in nine of ten that are published, and never another society’s', () => {
    const { body } = recorded('early-signs/mutuals/mutual_to_company_number.csv');
    const links = [...csvRecords(decodeText(body))]
      .slice(1)
      .map(({ cells: [society = '', company = ''] }) => ({
        society: society.replace('GB-MPR-', ''),
        company: company.replace('GB-COH-', ''),
      }))
      .filter(({ society }) => society !== '');
    const byCompany = new Map(links.map(({ society, company }) => [company, society]));
    const made = links.map(({ society, company }) => ({
      society,
      company,
      number: companyNumberOf(society),
    }));
    const right = made.filter(({ number, company }) => number === company);
    expect(Math.round((100 * right.length) / links.length)).toBe(90);
    const anothers = made.filter(
      ({ number, society }) => number !== null && (byCompany.get(number) ?? society) !== society,
    );
    expect(anothers).toEqual([]);
  });
});
