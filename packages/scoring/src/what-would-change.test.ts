import { SupplierId } from '@tocsin/domain';
import { expect, test } from 'vitest';
import { assess } from './assess.ts';
import { foldSignals } from './facts.ts';
import { accountsOf, madeFiling, noticeOf, said } from './testing.ts';
import { whatWouldChange } from './what-would-change.ts';

test('names the three findings that matter most and the missing facts that would help most', () => {
  const signals = [
    said('2024-10-01', noticeOf('2450', 'winding-up-petition')),
    said('2024-10-01', accountsOf('2024-03-31', { current_assets: 600_000, cash: 5_000, equity: -1 })),
    said('2024-10-01', madeFiling('auditor-resigned')),
  ];
  const assessment = assess(foldSignals({ 'gazette-notices': '2024-12-01T00:00:00Z' }, signals), {
    supplierId: SupplierId.parse('1'),
    asOf: '2024-12-01',
    previousBand: null,
  });
  const { mattersMost, missing } = whatWouldChange(assessment);
  expect(mattersMost.map((m) => [m.finding.indicator, m.finding.points, m.band])).toEqual([
    ['winding-up-petition', 65, 'watch'],
    ['acid-ratio', 12, 'severe'],
    ['auditor-resigned', 8, 'severe'],
  ]);
  expect(mattersMost[0]?.score).toBe(assessment.rawScore - 65);
  expect(missing.map((m) => m.topic)).toEqual(['company-profile', 'filing-history', 'insolvency-cases']);
  expect(missing[0]).toMatchObject({ what: 'the company profile at Companies House' });
  expect(missing[0]?.questions).toContain('Are the annual accounts overdue at Companies House?');
});
