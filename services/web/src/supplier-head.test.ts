import type { AlertRecord } from '@tocsin/alerting';
import type { ExposureView } from '@tocsin/exposure';
import { describe, expect, test } from 'vitest';
import { headOf } from './supplier-head.ts';
import type { SupplierView } from './supplier-view.ts';

const noticed = (on: string | null, seen: string, kind = 'insolvency-notice') => ({
  signal: { kind },
  occurredOn: on,
  observedAt: seen,
  withdrawnAt: null,
  what: 'Petition advertised',
  dayInBrief: 'advertised 5 October 2026',
});
const day = (asOf: string, level: string, score: number | null) => ({ asOf, level, score });
const viewOf = (given: object) =>
  ({ asOf: '2026-11-28', assessment: null, history: [], timeline: [], ...given }) as unknown as SupplierView;
const alert = (id: string, status: string) => ({ id, status }) as AlertRecord;
const nothing = { exposure: null, alerts: [], lookedAt: null };

describe('the head of a supplier’s page', () => {
  test('says what changed since a person looked last: the level, then what came to be known', () => {
    const found = viewOf({
      history: [day('2026-09-01', 'low', 5), day('2026-10-06', 'severe', 70)],
      timeline: [
        ...['a', 'b', 'c', 'd'].map((_, at) => noticed('2026-10-05', `2026-10-0${6 + at}T09:00:00.000Z`)),
        noticed('2026-08-01', '2026-08-02T09:00:00.000Z'),
      ],
    });
    const changed = (lookedAt: string | null) => headOf({ ...nothing, found, lookedAt }).since?.changes;
    expect(changed('2026-09-15T12:00:00.000Z')).toEqual([
      'Now Severe; on 1 September 2026 it was Low',
      ...['a', 'b', 'c'].map(() => 'Petition advertised, advertised 5 October 2026'),
      '1 more entry in the timeline',
    ]);
    expect(changed('2026-10-09T09:00:00.000Z')).toEqual([]);
    expect(changed(null)).toBe(undefined);
  });

  test('marks on its course the dated events that were not taken back, and nothing that is read again and again', () => {
    const timeline = [
      noticed('2026-10-05', '2026-10-06T09:00:00.000Z'),
      noticed(null, '2026-10-06T09:00:00.000Z'),
      noticed('2026-10-07', '2026-10-07T09:00:00.000Z', 'company-profile'),
      { ...noticed('2026-10-08', '2026-10-09T09:00:00.000Z'), withdrawnAt: '2026-10-10T09:00:00.000Z' },
    ];
    const history = [day('2026-09-01', 'low', 5), day('2026-10-06', 'severe', 70)];
    expect(headOf({ ...nothing, found: viewOf({ history, timeline }) }).spark?.description).toBe(
      'Marks: 5 October 2026',
    );
  });

  test('names the newest alert that still wants something, and whether a contract is critical', () => {
    const alerts = [alert('3', 'superseded'), alert('2', 'assigned'), alert('1', 'raised')];
    const exposure = { contracts: [{ criticality: 'unknown' }, { criticality: 'critical' }] };
    const head = headOf({ ...nothing, found: viewOf({}), alerts, exposure: exposure as ExposureView });
    expect([head.alert?.id, head.isCritical]).toEqual(['2', true]);
    expect(headOf({ ...nothing, found: viewOf({}) })).toMatchObject({ alert: null, isCritical: false });
  });
});
