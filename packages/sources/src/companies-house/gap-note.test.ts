import { expect, test } from 'vitest';
import { gapsNote } from './gap-note.ts';

const gap = {
  stream: 'insolvency-cases',
  since: '2026-11-18T10:00:00.000Z',
  until: '2026-11-23T22:00:00.000Z',
  suppliers: 5_000,
  askedSince: 412,
};

test('a gap is said with its times and how far the catch-up has come, and for thirty days after it', () => {
  expect(gapsNote([gap], '2027-02-01T00:00:00.000Z')).toBe(
    'The stream of insolvency-cases was not heard from 18 November 2026 at 10:00am until 23 November 2026 at 10:00pm, and ' +
      'what happened meanwhile is asked of the register: 412 of 5,000 suppliers so far, open alerts and the largest ' +
      'contracts first.',
  );
  const caughtUp = { ...gap, askedSince: 5_000 };
  expect(gapsNote([caughtUp], '2026-12-01T00:00:00.000Z')).toMatch(
    /all suppliers on public record were asked about anew since\.$/,
  );
  expect(gapsNote([caughtUp], '2027-02-01T00:00:00.000Z')).toBeNull();
  expect(gapsNote([], '2026-12-01T00:00:00.000Z')).toBeNull();
});
