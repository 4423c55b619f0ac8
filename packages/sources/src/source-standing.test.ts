import { describe, expect, test } from 'vitest';
import { standingOf } from './source-standing.ts';

const everyQuarter = { schedule: '*/15 * * * *', promise: { minutes: 60 }, needs: [] };
const now = new Date('2026-11-22T10:07:00Z');
const all = { isSet: () => true, isOn: true };

function state(lastGoodAt: string | null, lastError: string | null = null) {
  return { lastGoodAt, lastError };
}

describe('a source judged against its schedule', () => {
  test('is up to date while the last run but one has gone well', () => {
    expect(standingOf(everyQuarter, state('2026-11-22T09:45:10Z'), all, now).standing).toBe('good');
  });

  test('is late once a whole interval has passed without a good run, and says since when', () => {
    expect(standingOf(everyQuarter, state('2026-11-22T09:44:00Z'), all, now)).toEqual({
      standing: 'late',
      missingSettings: [],
      silentSince: '2026-11-22T09:44:00Z',
    });
  });

  test('that failed says so even when it is not late yet', () => {
    const failed = state('2026-11-22T10:00:20Z', 'The Gazette answered 503');
    expect(standingOf(everyQuarter, failed, all, now).standing).toBe('not-answering');
  });

  test('without its key asks for it instead of failing', () => {
    const keyed = { schedule: '0 * * * *', promise: { minutes: 60 }, needs: ['COMPANIES_HOUSE_KEY'] };
    expect(standingOf(keyed, undefined, { isSet: () => false, isOn: true }, now)).toMatchObject({
      standing: 'no-key',
      missingSettings: ['COMPANIES_HOUSE_KEY'],
    });
  });

  test('that nobody switched on says so and is not called late', () => {
    const off = { isSet: () => true, isOn: false };
    expect(standingOf(everyQuarter, undefined, off, now).standing).toBe('off');
  });

  test('that streams is late after a quarter of an hour of silence', () => {
    const stream = { schedule: 'stream', promise: { minutes: 15 }, needs: [] };
    expect(standingOf(stream, state('2026-11-22T09:51:00Z'), all, now).standing).toBe('late');
    expect(standingOf(stream, state('2026-11-22T09:53:00Z'), all, now).standing).toBe('good');
  });

  test('that may be asked at night only is not late by day', () => {
    const nightly = { ...everyQuarter, promise: { window: '21:00-07:00' as const } };
    const lastNight = state('2026-11-22T06:45:00Z');
    expect(standingOf(nightly, lastNight, all, now).standing).toBe('good');
    expect(standingOf(nightly, lastNight, all, new Date('2026-11-23T07:01:00Z')).standing).toBe('late');
  });

  test('that is loaded by hand is never late', () => {
    const byHand = { schedule: 'manual', promise: { minutes: 60 }, needs: [] };
    expect(standingOf(byHand, state('2019-01-01T00:00:00Z'), all, now).standing).toBe('by-hand');
  });

  test('keeps London hours on the night the clocks go back', () => {
    const daily = { schedule: '30 3 * * *', promise: { minutes: 60 }, needs: [] };
    const morning = new Date('2026-10-25T04:00:00Z');
    expect(standingOf(daily, state('2026-10-24T02:31:00Z'), all, morning).standing).toBe('good');
    expect(standingOf(daily, state('2026-10-24T02:29:00Z'), all, morning).standing).toBe('late');
  });
});
