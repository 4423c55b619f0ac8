import type { SignalOf } from '@tocsin/domain';
import { expect, test } from 'vitest';
import { careLocationsOn, careSigns } from './care-signs.ts';
import { careLocationOf, said } from './testing.ts';

type Over = Partial<SignalOf<'care-location'>>;

/** A location as a list of that month has it; the ref is its id, as the source gives it. */
function listed(month: string, over: Over = {}) {
  const signal = careLocationOf(over);
  return said(month, signal, { source: 'care-locations', ref: signal.locationId });
}

const signOf = (id: string, signals: Parameters<typeof careSigns>[0], asOf = '2026-11-30') =>
  careSigns(signals, asOf).find((one) => one.id === id);

test('nothing is said of whom the regulator’s lists never named', () => {
  expect(careSigns([], '2026-11-30')).toEqual([]);
});

test('homes that are rated Inadequate are named beside how many are rated, until they are rated better', () => {
  const rest = listed('2026-09-01', { locationId: '1-2' });
  const bad = listed('2026-09-01', { rating: 'inadequate', ratedOn: '2026-08-14' });
  const unrated = listed('2026-09-01', { locationId: '1-3', rating: null, ratedOn: null });
  expect(signOf('care-inadequate', [rest, bad, unrated])).toMatchObject({
    outcome: 'present',
    because: '1 of 2 rated homes and services is rated Inadequate: Example House (14 August 2026).',
    endedBy: 'a better rating, or the end of that registration',
    evidence: [bad.evidence],
  });
  const better = listed('2026-11-01', { rating: 'good', ratedOn: '2026-10-20' });
  expect(signOf('care-inadequate', [rest, bad, better])).toMatchObject({
    outcome: 'absent',
    because: 'None of 2 rated homes and services is rated Inadequate.',
  });
  const ended = listed('2026-11-01', { rating: 'inadequate', state: 'closed', endedOn: '2026-10-20' });
  expect(signOf('care-inadequate', [rest, bad, ended])?.outcome).toBe('absent');
});

/** So many homes, each rated once more after a year. */
function rerated(
  ratings: readonly (readonly [SignalOf<'care-location'>['rating'], SignalOf<'care-location'>['rating']])[],
) {
  return ratings.flatMap(([before, now], at) => [
    listed('2025-09-01', {
      locationId: `1-${at}`,
      name: `Home ${at}`,
      rating: before,
      ratedOn: '2025-08-01',
    }),
    listed('2026-09-01', {
      locationId: `1-${at}`,
      name: `Home ${at}`,
      rating: now,
      ratedOn: now && '2026-08-01',
    }),
  ]);
}

test('ratings fall where two homes or more are rated worse within a year, and more than are rated better', () => {
  const falls = rerated([
    ['good', 'requires-improvement'],
    ['outstanding', 'good'],
    ['requires-improvement', 'good'],
  ]);
  expect(signOf('care-ratings-falling', falls)).toMatchObject({
    outcome: 'present',
    because:
      '2 ratings fell and 1 rose in the twelve months to 30 November 2026: Home 0 from Good to Requires improvement ' +
      '(1 August 2026); Home 1 from Outstanding to Good (1 August 2026).',
  });
  expect(signOf('care-ratings-falling', falls, '2027-08-01')?.outcome).toBe('present');
  expect(signOf('care-ratings-falling', falls, '2027-08-02')?.outcome).toBe('absent');
  expect(signOf('care-ratings-falling', rerated([['good', 'inadequate']]))?.outcome).toBe('absent');
  const even = rerated([
    ['good', 'inadequate'],
    ['good', 'inadequate'],
    ['inadequate', 'good'],
    ['inadequate', 'good'],
  ]);
  expect(signOf('care-ratings-falling', even)?.outcome).toBe('absent');
});

test('a home that is not rated any longer has not fallen', () => {
  const unrated = rerated([
    ['good', null],
    ['good', null],
  ]);
  expect(signOf('care-ratings-falling', unrated)?.because).toMatch(/^0 ratings fell and 0 rose/);
});

test('closures are counted for a year, and what passed to another provider is none', () => {
  const closed = listed('2026-09-01', { state: 'closed', endedOn: '2026-08-14' });
  const passed = listed('2026-09-01', { locationId: '1-2', state: 'changed-hands', endedOn: '2026-08-14' });
  const left = listed('2026-09-01', { locationId: '1-3' });
  expect(signOf('care-closures', [closed, passed, left])).toMatchObject({
    outcome: 'present',
    because:
      '1 home or service closed in the twelve months to 30 November 2026, and 1 is left: Example House (14 August 2026). ' +
      'The lists do not say who ended a registration. 1 home or service passed to another provider, which is no closure.',
  });
  expect(signOf('care-closures', [passed, left])?.outcome).toBe('absent');
  expect(signOf('care-closures', [closed, left], '2027-08-14')?.outcome).toBe('present');
  expect(signOf('care-closures', [closed, left], '2027-08-15')?.outcome).toBe('absent');
});

test('a day is judged by what was published by its end', () => {
  const bad = listed('2026-09-01', { rating: 'inadequate', ratedOn: '2026-08-14' });
  expect(careSigns([bad], '2026-08-31')).toEqual([]);
});

test('a home stands once, as the lists had it last', () => {
  const before = listed('2026-09-01');
  const after = listed('2026-11-01', { places: 50 });
  expect(careLocationsOn([after, before], '2026-11-30').map(({ location }) => location.places)).toEqual([50]);
  expect(careLocationsOn([after, before], '2026-10-31').map(({ location }) => location.places)).toEqual([42]);
});
