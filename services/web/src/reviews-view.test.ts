import type { ReviewedContract } from '@tocsin/alerting';
import { expect, test } from 'vitest';
import { viewOfReviews } from './reviews-view.ts';

const contract = (of: Partial<ReviewedContract['contract']>): ReviewedContract => ({
  key: `reference ${of.ref}`,
  supplier: 'Example Care Homes Ltd',
  contract: {
    ref: 'register:7',
    title: 'Respite care',
    startsOn: '2025-04-01',
    endsOn: '2026-12-31',
    criticality: 'standard',
    owner: null,
    service: null,
    ...of,
  },
});
const ending = (...contracts: readonly ReviewedContract[]) =>
  viewOfReviews({ contracts, reviews: [] }, [], '2026-11-30').ending;

test('contracts that end in three months are named, with a lead time or without, the first to end first', () => {
  const named = ending(
    contract({ ref: 'register:1', endsOn: '2027-02-28' }),
    contract({ ref: 'register:2', safeguards: { reletMonths: 9 } }),
    contract({ ref: 'register:3', endsOn: '2026-11-30' }),
  );
  expect(named.map(({ endsOn, path }) => `${endsOn} ${path}`)).toEqual([
    '2026-11-30 /register/contracts/3',
    '2026-12-31 /register/contracts/2',
    '2027-02-28 /register/contracts/1',
  ]);
  expect(named[0]).toMatchObject({ title: 'Respite care', supplier: 'Example Care Homes Ltd' });
});

test('a contract that ended, has not begun, ends later or has no end is not among them', () => {
  const other = [
    { endsOn: '2026-11-29' },
    { startsOn: '2026-12-01' },
    { endsOn: '2027-03-01' },
    { endsOn: null },
  ];
  expect(ending(...other.map(contract))).toEqual([]);
});
