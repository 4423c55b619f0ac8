import type { MoneyByBasis } from '@tocsin/domain';
import { describe, expect, test } from 'vitest';
import { drawLevels, drawTwoYears, type DayToCome } from './exposure-pictures.ts';

const money = (sums: Partial<Record<'net' | 'gross' | 'unknown', number>>) =>
  ({ net: 0, gross: 0, unknown: 0, ...sums }) as MoneyByBasis;
const line = (
  level: 'insolvent' | 'severe' | null,
  valueLeft: MoneyByBasis | null,
  spend: MoneyByBasis | null,
) => ({
  level,
  suppliers: 1,
  hasUntied: false,
  totals: { contracts: 1, valueLeft } as never,
  spend,
});

describe('bars by level', () => {
  test('stand beside each other under the basis with most pounds, and are none where there is no sum', () => {
    const byLevel = [
      line('severe', money({ net: 200_000_00 }), money({ net: 50_000_00, unknown: 1_00 })),
      line(null, null, money({ net: 10_000_00 })),
    ];
    const chart = drawLevels({ byLevel });
    expect(chart?.title).toBe('Contracts and spend by level, without VAT');
    expect(chart?.description).toContain('Severe: £200k left of contracts, £50k paid in 12 months');
    expect(chart?.wide.match(/<rect/g)).toHaveLength(3);
    const [, widest] = /<rect x="1" y="\d+" width="([\d.]+)"/.exec(chart?.wide ?? '') ?? [];
    expect(Number(widest)).toBe(898);
    expect(drawLevels({ byLevel: [line('severe', null, null)] })).toBeNull();
    const unknown = drawLevels({ byLevel: [line('insolvent', null, null), ...byLevel] });
    expect(unknown?.title).toContain('(no sum for In a formal insolvency procedure: see the table)');
  });

  test('show a council that only pays as one with a contract', () => {
    expect(
      drawLevels({ byLevel: [line('severe', null, money({ unknown: 9_000_00 }))] })?.description,
    ).toContain('Severe: £9k paid in 12 months');
  });
});

describe('the next two years', () => {
  const day = (kind: DayToCome['kind'], on: string): DayToCome => ({ kind, on, what: 'Care', path: null });

  test('count the days of each kind month by month, and list them in their order', () => {
    const chart = drawTwoYears(
      [
        day('end', '2027-03-31'),
        day('end', '2027-03-01'),
        day('hearing', '2026-12-09'),
        day('break', '2028-11-01'),
        day('end', '2026-11-29'),
        day('end', '2028-10-31'),
      ],
      '2026-11-30',
    );
    expect(chart?.days.map(({ on, says }) => [on, says])).toEqual([
      ['2026-12-09', 'petition is heard'],
      ['2027-03-01', 'ends'],
      ['2027-03-31', 'ends'],
      ['2028-10-31', 'ends'],
    ]);
    expect(chart?.description).toBe('Ends: 3; Hearings: 1.');
    expect(chart?.wide).toContain('>2</text>');
    expect(chart?.wide).not.toContain('Breaks');
    expect(drawTwoYears([day('end', '2026-11-29')], '2026-11-30')).toBeNull();
  });
});
