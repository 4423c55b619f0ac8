import { expect, test } from 'vitest';
import { monthOfYear } from './words.ts';

test('a month is called by its name, and one that is cut by the days that a year holds of it', () => {
  const month = (from: string, to: string, before: { from: string; to: string } | null = null) =>
    monthOfYear({ from, to, before });
  expect(month('2026-08-01', '2026-08-31')).toBe('August 2026');
  expect(month('2026-09-01', '2026-09-23', { from: '2025-09-24', to: '2025-09-30' })).toBe(
    '1 to 23 September 2026 and 24 to 30 September 2025',
  );
  expect(month('2025-02-01', '2025-02-28', { from: '2024-02-29', to: '2024-02-29' })).toBe(
    '1 to 28 February 2025 and 29 February 2024',
  );
});
