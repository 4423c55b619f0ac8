import type { SeedSupplier } from './seed-supplier.ts';

/** The council that the tests sign in as. */
export const ourCouncil = { gss: 'E08000025', name: 'Birmingham City Council' };
/** A council that must see nothing of ours, nor we of it. */
export const otherCouncil = { gss: 'E06000052', name: 'Cornwall Council' };
/** All of them, two of which the tests look through. */
export const councils = [
  { ...ourCouncil, region: 'West Midlands' },
  { ...otherCouncil, region: 'South West' },
  { gss: 'E08000003', name: 'Manchester City Council', region: 'North West' },
  { gss: 'E10000014', name: 'Hampshire County Council', region: 'South East' },
  { gss: 'E09000007', name: 'Camden London Borough Council', region: 'London' },
  { gss: 'E06000023', name: 'Bristol City Council', region: 'South West' },
];

/** The day on which the seeded world stands. */
export const seedDay = '2026-03-02';

/** One supplier of each level, named in plain letters. */
export const plainSuppliers: readonly SeedSupplier[] = [
  { number: '01000001', name: 'Example Care Homes Limited', band: 'insolvent', say: (text) => text },
  {
    number: '01000002',
    name: 'Northfield Highways Maintenance Limited',
    band: 'severe',
    say: (text) => text,
  },
  { number: '01000003', name: 'Riverside School Catering Limited', band: 'elevated', say: (text) => text },
  { number: '01000004', name: 'Sample Leisure Centres Limited', band: 'low', say: (text) => text },
];

/** What only one council may see: each line, owner and service names its council. */
export function privateMark(gss: string): string {
  return `private-to-${gss}`;
}
