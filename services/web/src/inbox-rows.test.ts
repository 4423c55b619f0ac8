import type { AlertView } from '@tocsin/alerting';
import type { MoneyByBasis } from '@tocsin/domain';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inboxRowOf, stakesShown } from './inbox-rows.ts';
import { lookAgain } from './last-look.ts';

const money = (net: number, unknown = 0) => ({ net, gross: 0, unknown }) as MoneyByBasis;

interface Counted {
  readonly contracts?: number;
  readonly valueLeft?: MoneyByBasis | null;
  readonly year?: MoneyByBasis | null;
  readonly since?: MoneyByBasis | null;
  readonly criticality?: 'critical' | 'not-critical';
}

function alertOf({
  contracts = 0,
  valueLeft = null,
  year = null,
  since = null,
  criticality,
}: Counted): AlertView {
  return {
    id: '7',
    raisedAt: '2026-11-28T10:00:00.000Z',
    exposure: {
      basis: contracts > 0 ? 'contract' : 'spend',
      contracts: criticality ? [{ criticality }] : [],
      totals: { contracts, valueLeft, withoutValueLeft: 0, awaiting: { contracts: 0 }, frameworks: 0 },
      spend: year && { from: '2025-11-01', to: '2026-10-31', monthsRead: 12, last12Months: year },
      paid: since && {
        event: '2026-11-01',
        before: null,
        since: { payments: 1, sum: since, lastOn: '2026-11-12' },
      },
      intended: [],
      throughGroup: [],
    },
  } as unknown as AlertView;
}

describe('a row of the inbox says what caused the alert', () => {
  test('of a council with contracts what is left of them, and what it paid besides', () => {
    expect(
      stakesShown(alertOf({ contracts: 2, valueLeft: money(2_710_000_00), year: money(15_000_00) })),
    ).toEqual({
      sums: money(2_710_000_00),
      words: 'left of 2 contracts',
      paid: money(15_000_00),
    });
    expect(stakesShown(alertOf({ contracts: 1 }))).toEqual({ sums: null, words: '1 contract', paid: null });
  });

  test('of a council that only pays the pounds that it paid, and never that it has no contract', () => {
    expect(stakesShown(alertOf({ year: money(0, 20_656_96) }))).toEqual({
      sums: money(0, 20_656_96),
      words: 'paid in 12 months, no contract known',
      paid: null,
    });
    expect(stakesShown(alertOf({ since: money(1_567_23), year: money(0) })).words).toBe(
      'paid since that day, no contract known',
    );
    expect(stakesShown(alertOf({})).words).toBe('Value not known');
  });

  test('whatever an alert counted: pounds that it counted are in its row', () => {
    const pence = fc.integer({ min: 0, max: 1e9 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3 }), pence, pence, (contracts, left, year) => {
        const { sums, words, paid } = stakesShown(
          alertOf({ contracts, valueLeft: contracts > 0 ? money(left) : null, year: money(year) }),
        );
        const shown = [sums, paid].map((one) => one?.net ?? 0);
        const counted = [...(contracts > 0 ? [left] : []), year];
        expect(shown.filter((one) => one > 0)).toEqual(counted.filter((one) => one > 0));
        expect(words).not.toMatch(/^0 /);
      }),
    );
  });
});

describe('a row of the inbox', () => {
  const around = { hearings: new Map<string, string>(), since: null, today: '2026-11-30' };

  test('bears the mark of a critical contract, and of what is new since the reader last looked', () => {
    const row = (since: string | null) =>
      inboxRowOf(alertOf({ contracts: 1, criticality: 'critical' }), { ...around, since });
    expect(row(null)).toMatchObject({ isCritical: true, isNew: false });
    expect(row('2026-11-28T09:59:59.000Z').isNew).toBe(true);
    expect(row('2026-11-28T10:00:00.000Z').isNew).toBe(false);
    expect(inboxRowOf(alertOf({ criticality: 'not-critical' }), around).isCritical).toBe(false);
  });

  test('counts the days to the hearing, and leaves out one that is over', () => {
    const on = (day: string) =>
      inboxRowOf(alertOf({}), { ...around, hearings: new Map([['7', day]]) }).hearing;
    expect(on('2026-12-09')).toEqual({ on: '2026-12-09', days: 9 });
    expect(on('2026-11-30')).toEqual({ on: '2026-11-30', days: 0 });
    expect(on('2026-11-29')).toBeNull();
  });
});

test('pages opened within half an hour are one look, after which what was new is no longer', () => {
  const first = lookAgain(null, '2026-11-30T09:00:00.000Z');
  expect(first.before).toBeNull();
  const same = lookAgain(first, '2026-11-30T09:29:59.999Z');
  expect(same.before).toBeNull();
  const next = lookAgain(same, '2026-11-30T09:59:59.999Z');
  expect(next.before).toBe('2026-11-30T09:29:59.999Z');
  expect(lookAgain(next, '2026-11-30T10:10:00.000Z').before).toBe('2026-11-30T09:29:59.999Z');
});
