import { describe, expect, test } from 'vitest';
import { companiesHouseCompany } from './companies-house-company.ts';
import { eventDayOf, eventDaysIn } from './gazette/event-day.ts';
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

describe('a notice carries the day of what it tells', () => {
  test.each([
    ['administration', 'Joint Administrators. Date of Appointment: 16 November 2026. Further', '2026-11-16'],
    [
      'administration',
      'Ann Other and Bob Other were appointed as Joint Administrators of the company on 17 November 2026.',
      '2026-11-17',
    ],
    [
      'winding-up-order',
      'Date of Filing Petition: 2 September 2026 Date of Winding-up Order: 11 November 2026',
      '2026-11-11',
    ],
    [
      'creditors-voluntary-liquidation',
      'At a general meeting of the members held on 12 November 2026 it was resolved',
      '2026-11-12',
    ],
    ['administration', 'Joint Administrators of the company.', null],
    ['administration', 'Date of Appointment: 1 December 2026', null],
    ['winding-up-order', 'Date of Filing Petition: 2 September 2026', null],
    ['winding-up-petition', 'presented on 2 September 2026', '2026-11-20'],
  ] as const)('%s: “%s”', (family, words, day) => {
    expect(eventDayOf(family, eventDaysIn(words), '2026-11-20')).toBe(day);
  });
});
