import { SupplierId } from '@tocsin/domain';
import { describe, expect, test } from 'vitest';
import type { Relative } from '../facts.ts';
import { profileOf, said } from '../testing.ts';
import { judged } from './judged.ts';

const now = '2024-12-01';
const relative = (over: Partial<Relative>): Relative => ({
  supplierId: SupplierId.parse('2'),
  name: 'EXAMPLE HOLDINGS PLC',
  relation: 'parent',
  chain: ['EXAMPLE CARE HOMES LTD', 'EXAMPLE HOLDINGS PLC'],
  asOf: '2024-11-01',
  ownBand: 'insolvent',
  proceeding: { title: 'Administrators appointed', on: '2024-10-30' },
  evidence: [],
  ...over,
});

describe('group-contagion', () => {
  test.each([
    ['parent', 'insolvent', 40],
    ['parent', 'severe', 20],
    ['sister', 'insolvent', 15],
    ['sister', 'severe', 8],
    ['parent', 'low', 0],
  ] as const)('a %s at %s counts %i', (relation, ownBand, points) => {
    expect(
      judged('group-contagion', now, [], [], [relative({ relation, ownBand, proceeding: null })]).points,
    ).toBe(points);
  });
  test('counts a relative as it was assessed up to the day, not as it turned out later', () => {
    const on = (asOf: string) => judged('group-contagion', now, [], [], [relative({ asOf })]);
    expect(on(now).points).toBe(40);
    expect(on('2024-12-02').outcome).not.toBe('present');
  });
  test('shows the chain and the fact', () => {
    expect(judged('group-contagion', now, [], [], [relative({})]).because).toBe(
      'EXAMPLE HOLDINGS PLC, a parent company: Administrators appointed (30 October 2024). Chain: EXAMPLE CARE HOMES LTD → EXAMPLE HOLDINGS PLC.',
    );
  });
  test('counts a formal event of a relative that is at no severe risk itself for little', () => {
    const proceeding = { title: 'Receivers appointed over assets', on: '2024-10-30' };
    const receivers = relative({ ownBand: 'elevated', proceeding });
    expect(judged('group-contagion', now, [], [], [receivers]).points).toBe(10);
  });
  test('cites the register of controllers beside the fact', () => {
    const link = said('2024-05-01', {
      kind: 'parent-company',
      parent: { name: 'EXAMPLE HOLDINGS PLC', ref: null, country: null },
      notifiedOn: null,
      ceasedOn: null,
    });
    expect(judged('group-contagion', now, [link], [], [relative({})]).evidence).toEqual([link.evidence]);
  });
  test('is absent only where the controllers were looked at', () => {
    expect(judged('group-contagion', now, [], ['controllers'], []).outcome).toBe('absent');
    expect(judged('group-contagion', now, [], [], []).outcome).toBe('unknown');
    expect(judged('group-contagion', now, []).outcome).toBe('unknown');
  });
});

test('sector-failure-rate: sectors with more than their share of insolvencies', () => {
  const of = (sic: string) =>
    judged('sector-failure-rate', now, [said('2024-10-01', profileOf({ sicCodes: [sic] }))]);
  expect(of('56101').points).toBe(6);
  expect(of('41201').points).toBe(2);
  expect(of('87300')).toMatchObject({ outcome: 'absent', points: 0 });
  expect(judged('sector-failure-rate', now, []).outcome).toBe('unknown');
});

test('young-company: until its third birthday', () => {
  const founded = said('2024-10-01', profileOf({ incorporatedOn: '2022-12-02' }));
  expect(judged('young-company', now, [founded]).points).toBe(3);
  expect(judged('young-company', '2025-12-01', [founded]).outcome).toBe('absent');
  expect(judged('young-company', now, []).outcome).toBe('unknown');
});

describe('short-interest', () => {
  const short = (on: string, percent: number, series: 'named' | 'aggregate' = 'named') =>
    said(on, { kind: 'short-interest', on, percent, series }, { ref: `short/${on}` });
  const of = (...positions: readonly ReturnType<typeof short>[]) =>
    judged('short-interest', now, positions, ['short-interest']);
  test.each([
    [4.9, 0],
    [5, 6],
    [9.9, 6],
    [10, 10],
    [20, 16],
  ])('%s%% of the shares sold short counts %i', (percent, points) => {
    expect(of(short('2024-11-20', percent)).points).toBe(points);
  });
  test('the newest position speaks, in whichever order they were read, and bears its evidence', () => {
    const [older, newest] = [short('2024-11-01', 25), short('2024-11-20', 6, 'aggregate')];
    for (const positions of [
      [older, newest],
      [newest, older],
    ])
      expect(of(...positions)).toMatchObject({
        outcome: 'present',
        points: 6,
        because: 'Short positions were 6% of the shares on 20 November 2024 (the published total).',
        evidence: [newest.evidence],
      });
  });
  test('few are no sign, and are shown all the same', () => {
    const few = short('2024-11-20', 1);
    expect(of(few)).toMatchObject({
      outcome: 'absent',
      because: 'Short positions were 1% of the shares on 20 November 2024 (disclosed holders).',
      evidence: [few.evidence],
    });
  });
  test('none on the record is no sign only where somebody has looked', () => {
    expect(of()).toMatchObject({ outcome: 'absent', because: 'No short position is on the record.' });
    expect(judged('short-interest', now, []).outcome).toBe('unknown');
  });
});
