import { expect, test } from 'vitest';
import { inRegionOfDistricts } from './region.ts';

const council = (gss: string, region: string | null, county_gss: string | null = null) => ({
  gss,
  region,
  county_gss,
});

test('a county is in the region of its districts, and everybody else stays', () => {
  const listed = [
    council('lincolnshire', 'Yorkshire and The Humber'),
    council('lincoln', 'East Midlands', 'lincolnshire'),
    council('boston', 'East Midlands', 'lincolnshire'),
    council('former', null, 'lincolnshire'),
    council('hull', 'Yorkshire and The Humber'),
  ];
  expect(inRegionOfDistricts(listed).map(({ region }) => region)).toEqual([
    'East Midlands',
    'East Midlands',
    'East Midlands',
    null,
    'Yorkshire and The Humber',
  ]);
});

test('a county whose districts stand in two regions, or in none that is known, is where its own line says', () => {
  const two = [
    council('county', 'South East'),
    council('a', 'South West', 'county'),
    council('b', 'London', 'county'),
  ];
  expect(inRegionOfDistricts(two)[0]?.region).toBe('South East');
  const none = [council('county', 'South East'), council('a', null, 'county')];
  expect(inRegionOfDistricts(none)[0]?.region).toBe('South East');
});
