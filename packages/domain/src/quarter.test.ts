import { expect, test } from 'vitest';
import { lastQuarterDue } from './quarter.ts';

test.each([
  ['2026-11-10', '2026-06-30'],
  ['2026-11-11', '2026-09-30'],
  ['2027-02-10', '2026-09-30'],
  ['2027-02-11', '2026-12-31'],
  ['2027-05-12', '2027-03-31'],
  ['2027-08-11', '2027-06-30'],
])('on %s the last financial quarter that ended six weeks before is that to %s', (today, end) => {
  expect(lastQuarterDue(today)).toBe(end);
});
