import { expect, test } from 'vitest';
import { countryOf } from './country.ts';
import { generate } from './generate.ts';
import { levelShares } from './level-shares.ts';
import { documentsOf } from './made.ts';

const country = countryOf({ size: '2/60/600', seed: 1 });
const register = documentsOf([...generate(country)]).filter(
  ({ source }) => source === 'companies-house-company',
);

test('of companies that were all looked at none is not enough known, and most are Low; a month later nobody knows enough', () => {
  const now = levelShares(register, `${country.until}T18:30:00.000Z`);
  expect(now.companies).toBe(country.size.suppliers);
  expect(now.levels['not-enough-known']).toBeUndefined();
  expect(now.levels.low ?? 0).toBeGreaterThan(now.companies / 2);
  const unknown = Object.values(now.financesUnknown).reduce((sum, count) => sum + count, 0);
  expect(unknown).toBe(now.levels['no-formal-sign'] ?? 0);
  const later = levelShares(register, '2026-11-30T12:00:00.000Z');
  expect(later.levels.low).toBeUndefined();
  expect(later.levels['not-enough-known']).toBeGreaterThan(later.companies / 2);
});
