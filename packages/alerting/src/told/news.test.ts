import { addDays, dayOf } from '@tocsin/domain';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AlertKind } from '../alert/causes.ts';
import {
  howToTell,
  isCatchUpDue,
  isOpeningDue,
  openingRestsUntil,
  LATE_BY_DAYS,
  type Ground,
  type LooksDone,
  type Opening,
} from './news.ts';

const BEGAN = '2026-11-23T09:00:00.000Z';
const days = fc.integer({ min: -60, max: 5 }).map((offset) => addDays(dayOf(BEGAN), offset));
const grounds: fc.Arbitrary<Ground> = fc.record({
  how: fc.constantFrom('handed-in', 'listening', 'first-look', 'catching-up'),
  day: fc.option(days),
  seenOn: days,
  stoodAtOpening: fc.boolean(),
  stoodBefore: fc.boolean(),
});
const kinds = fc.constantFrom(...AlertKind.options);
const openings: fc.Arbitrary<Opening> = fc.record({
  begunAt: fc.constant(BEGAN),
  isSent: fc.boolean(),
  isSilent: fc.boolean(),
  isLoading: fc.boolean(),
});
const pending = openings.map((opening) => ({ ...opening, isSent: false, isSilent: false }));
const sent = openings.map((opening) => ({ ...opening, isSent: true }));

describe('what is news to a council', () => {
  test('a notice handed in, or that came while somebody listened, after the first register is told singly, whatever its date', () => {
    fc.assert(
      fc.property(
        grounds,
        fc.constantFrom('formal' as const, 'band' as const),
        pending,
        (ground, kind, opening) => {
          const heard = { ...ground, how: 'handed-in' as const, stoodAtOpening: false };
          expect(howToTell(kind, heard, opening)).toBe('singly');
          expect(howToTell(kind, { ...heard, how: 'listening' }, opening)).toBe('singly');
        },
      ),
    );
  });

  test('nothing joins an opening report that is sent, and nothing that stood then is told before it', () => {
    fc.assert(
      fc.property(kinds, fc.option(grounds), sent, pending, (kind, ground, over, open) => {
        expect(howToTell(kind, ground, over)).not.toBe('opening');
        expect(howToTell(kind, ground, null)).not.toBe('opening');
        if (ground?.stoodAtOpening) expect(howToTell(kind, ground, open)).toBe('opening');
      }),
    );
  });

  test('what a first look finds of before the council’s first day goes into its report; what was published since is news', () => {
    fc.assert(
      fc.property(
        days,
        fc.constantFrom('formal' as const, 'band' as const),
        pending,
        (day, kind, opening) => {
          const look = {
            how: 'first-look' as const,
            seenOn: dayOf(BEGAN),
            stoodAtOpening: false,
            stoodBefore: false,
          };
          const told = howToTell(kind, { ...look, day }, opening);
          expect(told).toBe(day < dayOf(BEGAN) ? 'opening' : 'singly');
          expect(howToTell(kind, { ...look, day: null }, opening)).toBe('opening');
        },
      ),
    );
  });

  test('late is only what nobody could hear of: by a source that was silent, or a first look, and days old', () => {
    fc.assert(
      fc.property(kinds, grounds, fc.option(sent), (kind, ground, opening) => {
        if (howToTell(kind, { ...ground, stoodBefore: false }, opening) !== 'catch-up') return;
        expect(['first-look', 'catching-up']).toContain(ground.how);
        if (ground.day !== null) expect(ground.day <= addDays(ground.seenOn, -LATE_BY_DAYS)).toBe(true);
      }),
    );
  });

  test('a council that had been told singly before there were letters is told as before, but for what is late', () => {
    fc.assert(
      fc.property(kinds, grounds, (kind, ground) => {
        const before = { begunAt: BEGAN, isSent: true, isSilent: true, isLoading: true };
        expect(howToTell(kind, ground, before)).toBe(howToTell(kind, ground, null));
      }),
    );
  });

  test('suppliers that a later register brings are told of together, as far as their facts are older than it', () => {
    const ground = {
      how: 'listening',
      day: '2026-10-01',
      seenOn: '2026-10-01',
      stoodAtOpening: false,
    } as const;
    const opening = { begunAt: BEGAN, isSent: true, isSilent: false, isLoading: true };
    expect(howToTell('formal', { ...ground, stoodBefore: true }, opening)).toBe('catch-up');
    expect(howToTell('formal', { ...ground, stoodBefore: false }, opening)).toBe('singly');
    expect(howToTell('formal', { ...ground, stoodBefore: true }, { ...opening, isLoading: false })).toBe(
      'singly',
    );
    expect(howToTell('paid-while-inactive', { ...ground, stoodBefore: true }, opening)).toBe('singly');
  });
});

describe('when letters go out', () => {
  const looks = { done: 250, of: 250, lastAt: '2026-11-23T09:20:00.000Z', isMatched: true, isOff: false };
  const due = (given: Partial<LooksDone>, now: string) => isOpeningDue(BEGAN, { ...looks, ...given }, now);

  test('an opening report waits for its council’s own looks and five minutes for what they said', () => {
    expect(due({}, '2026-11-23T09:24:00.000Z')).toBe(false);
    expect(due({}, '2026-11-23T09:25:00.000Z')).toBe(true);
    expect(due({ done: 249 }, '2026-11-23T20:00:00.000Z')).toBe(false);
    expect(due({ isMatched: false }, '2026-11-23T20:00:00.000Z')).toBe(false);
    expect(due({ done: 0, of: 0, lastAt: null }, '2026-11-23T20:00:00.000Z')).toBe(false);
  });

  test('suppliers that were all known before leave five minutes to match the register', () => {
    expect(due({ lastAt: '2026-11-20T09:00:00.000Z' }, '2026-11-23T09:04:00.000Z')).toBe(false);
    expect(due({ lastAt: '2026-11-20T09:00:00.000Z' }, '2026-11-23T09:05:00.000Z')).toBe(true);
  });

  test('where no source looks it goes out as soon as names are matched, and waits for nobody', () => {
    const off = { isOff: true, done: 0, lastAt: null };
    expect(due(off, '2026-11-23T09:04:00.000Z')).toBe(false);
    expect(due(off, '2026-11-23T09:05:00.000Z')).toBe(true);
    expect(due({ ...off, of: 0 }, '2026-11-23T09:05:00.000Z')).toBe(true);
    expect(due({ ...off, isMatched: false }, '2026-11-23T20:00:00.000Z')).toBe(false);
  });

  test('after 24 hours it goes out as things stand, not a minute before', () => {
    expect(due({ done: 3 }, '2026-11-24T08:59:00.000Z')).toBe(false);
    expect(due({ done: 3 }, '2026-11-24T09:00:00.000Z')).toBe(true);
  });

  test('an opening report is not asked again while its looks cannot be done, and never later than a day after it began', () => {
    const rests = (given: Partial<LooksDone>, now = '2026-11-23T10:00:00.000Z') =>
      openingRestsUntil(BEGAN, { ...looks, ...given }, now).slice(0, 16);
    expect(rests({ done: 191 })).toBe('2026-11-23T10:00');
    expect(rests({ done: 190 })).toBe('2026-11-23T10:01');
    expect(rests({ done: 0, of: 20_000 })).toBe('2026-11-23T10:15');
    expect(rests({ done: 0, of: 20_000 }, '2026-11-24T08:55:00.000Z')).toBe('2026-11-24T09:00');
    expect(rests({ done: 0, of: 20_000, isOff: true })).toBe('2026-11-23T10:00');
    expect(rests({ done: 260 })).toBe('2026-11-23T10:00');
  });

  test('a letter of late facts waits half an hour for more, and a day at most', () => {
    expect(isCatchUpDue(BEGAN, '2026-11-23T10:00:00.000Z', '2026-11-23T10:29:00.000Z')).toBe(false);
    expect(isCatchUpDue(BEGAN, '2026-11-23T10:00:00.000Z', '2026-11-23T10:30:00.000Z')).toBe(true);
    expect(isCatchUpDue(BEGAN, '2026-11-24T08:59:00.000Z', '2026-11-24T09:00:00.000Z')).toBe(true);
  });
});
