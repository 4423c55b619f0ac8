import { describe, expect, test } from 'vitest';
import { companiesHouseCompany } from './companies-house-company.ts';
import { documentOf, fixture, itemsOf } from './testing.ts';
import { sourceById } from './sources.ts';

const documents = [
  ['companies-house-company', 'companies-house-company.json'],
  ['companies-house-stream', 'companies-house-stream.ndjson'],
  ['contracts-finder', 'contracts-finder.csv'],
  ['contracts-finder', 'contracts-finder.json'],
  ['find-a-tender', 'find-a-tender.json'],
  ['gazette-insolvency', 'gazette-insolvency.html'],
  ['gazette-insolvency', 'gazette-insolvency.json'],
] as const;

describe('the day we looked is never the day of an event', () => {
  test.each(documents)('a document of %s (%s) read on another day tells of the same days', (id, name) => {
    const source = sourceById(id);
    if (!source || !('parse' in source)) throw new Error(`${id} reads no documents`);
    const daysReadOn = (retrievedAt: string) =>
      itemsOf(source, { ...fixture(name), retrievedAt }).flatMap((item) =>
        item.outcome === 'observed' ? item.observations.map(({ ref, occurredOn }) => [ref, occurredOn]) : [],
      );
    const days = daysReadOn('2026-11-27T12:00:00.000Z');
    expect(days.length).toBeGreaterThan(0);
    expect(daysReadOn('2031-02-03T12:00:00.000Z')).toEqual(days);
  });

  test.each([
    ['a dissolution on “Unknown”', { company_status: 'dissolved', date_of_cessation: 'Unknown' }],
    ['a receivership', { company_status: 'receivership' }],
    [
      'a proposal to strike off',
      { company_status: 'active', company_status_detail: 'active-proposal-to-strike-off' },
    ],
  ])('%s of the register has no day', (_, stands) => {
    const answer = { company_name: 'EXAMPLE LIMITED', company_number: '99009301', type: 'ltd', ...stands };
    const [item] = itemsOf(
      companiesHouseCompany,
      documentOf(JSON.stringify(answer), 'https://api.company-information.service.gov.uk/company/99009301'),
    );
    expect(item?.outcome === 'observed' && item.observations[0]?.occurredOn).toBeNull();
  });
});
