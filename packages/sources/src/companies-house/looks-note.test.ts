import { expect, test } from 'vitest';
import { looksNote } from './looks-note.ts';

const pace = { requests: 600, perSeconds: 300 };
const now = '2026-11-28T12:00:00.000Z';

test('of first looks is said how many are done, of how many, and until when', () => {
  expect(looksNote({ suppliers: 1_000, read: 250, whole: 0 }, pace, now)).toBe(
    'Status and insolvency cases: 250 of 1,000 suppliers, the rest by about 28 November 2026 at 12:12pm. ' +
      'Filings, charges, officers, controllers and accounts: 0 of 1,000, the rest by about 28 November 2026 at 1:27pm.',
  );
  expect(looksNote({ suppliers: 10, read: 10, whole: 4 }, pace, now)).toContain(
    'Status and insolvency cases: all 10 suppliers. ',
  );
  expect(looksNote({ suppliers: 10, read: 10, whole: 10 }, pace, now)).toBeNull();
});

test('of one council’s suppliers among others, the time counts the others too', () => {
  const all = { suppliers: 50_000, read: 2_000, whole: 0 };
  expect(looksNote({ suppliers: 10, read: 0, whole: 0 }, pace, now, all)).toContain(
    '0 of 10 suppliers, the rest by about 29 November 2026 at 1:20am. ',
  );
});
