import { GssCode, Pence } from '@tocsin/domain';
import { describe, expect, it } from 'vitest';
import { holders, mayNeedConsent, type CouncilChange } from './reorganisation.ts';

/** Surrey on 1 April 2027: districts pass whole to East or West Surrey, the county council is split between them. */
const surrey = GssCode.parse('E10000030');
const woking = GssCode.parse('E07000217');
const east = { code: null, name: 'East Surrey Council' };
const west = { code: null, name: 'West Surrey Council' };
const startsOn = '2027-04-01';
const changes: readonly CouncilChange[] = [
  { predecessor: woking, successor: west, startsOn, extent: 'whole' },
  { predecessor: surrey, successor: east, startsOn, extent: 'partial' },
  { predecessor: surrey, successor: west, startsOn, extent: 'partial' },
];

describe('a contract of a council that changes', () => {
  it('is its own until the day before vesting', () => {
    expect(holders(woking, changes, '2027-03-31')).toMatchObject({ kind: 'held', by: { code: woking } });
  });

  it('passes to the successor on vesting day, and its history is kept', () => {
    expect(holders(woking, changes, '2027-04-01')).toEqual({
      kind: 'held',
      by: west,
      countedUnder: 'West Surrey Council',
      history: [woking],
    });
  });

  it('awaits allocation when the council is split: each successor sees it, it counts once', () => {
    expect(holders(surrey, changes, '2027-04-01')).toEqual({
      kind: 'awaiting',
      visibleTo: [east, west],
      since: '2027-04-01',
      countedUnder: surrey,
      history: [surrey],
    });
  });

  it('is held by the successor to whom a person has allocated it', () => {
    expect(holders(surrey, changes, '2027-05-01', [{ from: surrey, to: east }])).toMatchObject({
      kind: 'held',
      by: east,
      history: [surrey],
    });
  });

  it('follows one change after another', () => {
    const first = GssCode.parse('E07000004');
    const second = GssCode.parse('E06000060');
    const chain: readonly CouncilChange[] = [
      {
        predecessor: first,
        successor: { code: second, name: 'Second' },
        startsOn: '2020-04-01',
        extent: 'whole',
      },
      { predecessor: second, successor: west, startsOn, extent: 'whole' },
    ];
    expect(holders(first, chain, '2027-04-01')).toMatchObject({ by: west, history: [first, second] });
    expect(holders(first, chain, '2021-01-01')).toMatchObject({ by: { code: second } });
  });
});

describe('a new contract under a section 24 direction', () => {
  const direction = { council: surrey, madeOn: '2026-01-01', vestingDay: startsOn };
  const contract = {
    awardedOn: '2026-06-01',
    endsOn: '2028-03-31',
    value: { pence: Pence.parse(100_000_01), vat: 'net' as const },
    capital: false,
  };

  it.each([
    ['over £100,000 and running past the day', {}, 'may-need-consent'],
    ['of £100,000', { value: { pence: 100_000_00, vat: 'net' as const } }, 'no'],
    ['of capital under £1 million', { capital: true }, 'no'],
    ['that may or may not be capital', { capital: null }, 'may-need-consent'],
    ['that ends before the day', { endsOn: '2027-03-31' }, 'no'],
    ['placed before the direction', { awardedOn: '2025-12-31' }, 'no'],
    ['without a stated value', { value: null }, 'unknown'],
    ['without a stated end', { endsOn: null }, 'unknown'],
  ])('%s', (_, change, flag) => {
    expect(mayNeedConsent({ ...contract, ...change }, direction)).toBe(flag);
  });
});
