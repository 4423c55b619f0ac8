import { addDays, SupplierId, type IsoDate, type ObservedSignal } from '@tocsin/domain';
import { expect, test } from 'vitest';
import { assess } from '../assess.ts';
import { foldSignals } from '../facts.ts';
import { said } from '../testing.ts';
import { hindsightModel } from './hindsight-model.ts';

const reported = (type: string, on: IsoDate) =>
  said(on, { kind: 'public-report', type, what: `${type} reported` }, { ref: `${type} ${on}` });
const find = (indicator: string, asOf: IsoDate, signals: readonly ObservedSignal[]) => {
  const about = { supplierId: SupplierId.parse('1'), asOf, previousBand: null };
  const { findings, ...assessed } = assess(foldSignals({}, signals), about, hindsightModel);
  return { ...findings.find((finding) => finding.indicator === indicator), ...assessed };
};

test.each([
  [1, 12],
  [2, 22],
  [3, 36],
  [4, 36],
])('%i profit warnings within a year count %i', (warnings, points) => {
  const days = Array.from({ length: warnings }, (_, nth) => addDays('2024-02-01', nth * 30));
  const { points: counted, because } = find(
    'profit-warnings',
    '2024-12-01',
    days.map((on) => reported('profit_warning', on)),
  );
  expect(counted).toBe(points);
  expect(because).toBe(`${warnings} profit warning${warnings > 1 ? 's' : ''} within twelve months.`);
});

test.each(['profit_warning', 'cva'])(
  'a report of %s counts to its 365th day, and is looked at again the day after',
  (type) => {
    const indicator = type === 'profit_warning' ? 'profit-warnings' : 'reported-trouble';
    const on = '2024-03-01';
    const after = (days: number) => find(indicator, addDays(on, days), [reported(type, on)]);
    expect(after(365).outcome).toBe('present');
    expect(after(366).outcome).not.toBe('present');
    expect([after(300).reviewOn, after(365).reviewOn]).toEqual([addDays(on, 366), addDays(on, 366)]);
  },
);

test('each kind of reported trouble counts once; what has no points is no trouble', () => {
  const on = '2024-11-01';
  const { points, because } = find('reported-trouble', '2024-12-01', [
    reported('cva', '2024-10-01'),
    reported('cva', on),
    reported('sale', on),
    reported('award', on),
  ]);
  expect(points).toBe(40);
  expect(because).toBe(
    '1 October 2024: cva reported; 1 November 2024: cva reported; 1 November 2024: sale reported',
  );
});

test('trouble of long ago is absent, and where nothing of weight was reported nothing is known', () => {
  const old = find('reported-trouble', '2024-12-01', [reported('cva', '2023-01-01')]);
  expect([old.outcome, old.because]).toEqual(['absent', 'Reports are older than a year.']);
  const none = find('reported-trouble', '2024-12-01', [reported('award', '2024-11-01')]);
  expect([none.outcome, none.because]).toEqual(['unknown', 'Not known.']);
});
