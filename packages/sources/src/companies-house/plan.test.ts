import type { CompanyNumber, IsoInstant } from '@tocsin/domain';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  lookReasons,
  planLooks,
  PROMISE_HOURS,
  ROUND_HOURS,
  type LookPart,
  type LookStanding,
  type PlannedLook,
} from './plan.ts';

const NOW = Date.parse('2026-11-28T12:00:00.000Z');
const HOUR = 3_600_000;
const WINDOW_MS = 300_000;
const WINDOW_REQUESTS = 600;
const at = (milliseconds: number) => new Date(milliseconds).toISOString();
const hoursAgo = (hours: number) => at(NOW - hours * HOUR);
const plan = (standings: readonly LookStanding[], requests: number) =>
  planLooks(standings, { now: at(NOW), requests });

function standing(number: number, given: Partial<LookStanding> = {}): LookStanding {
  return {
    number: String(99_000_000 + number) as CompanyNumber,
    asked: { proceedings: null, lists: null },
    firstAskedAt: null,
    touchedAt: null,
    isAlerted: false,
    weight: 0,
    ...given,
  };
}

/** Asked so many hours ago about its proceedings, and about its lists. */
function asked(number: number, proceedings: number, lists: number | null, given: Partial<LookStanding> = {}) {
  return standing(number, {
    asked: { proceedings: hoursAgo(proceedings), lists: lists === null ? null : hoursAgo(lists) },
    firstAskedAt: hoursAgo(proceedings),
    ...given,
  });
}

const Hours = fc.integer({ min: 0, max: Math.ceil(2 * PROMISE_HOURS) });
const Standings = fc
  .array(
    fc.record({
      read: fc.option(Hours),
      whole: fc.option(Hours),
      touched: fc.option(Hours),
      isAlerted: fc.boolean(),
      weight: fc.integer({ min: 0, max: 9 }),
    }),
    { maxLength: 60 },
  )
  .map((all) =>
    all.map(({ read, whole, touched, isAlerted, weight }, number) =>
      read === null
        ? standing(number, { isAlerted, weight })
        : asked(number, read, whole, {
            isAlerted,
            weight,
            touchedAt: touched === null ? null : hoursAgo(touched),
          }),
    ),
  );
const Requests = fc.integer({ min: 0, max: 400 });

test('a first look asks for profile and insolvency cases only, and comes before everything else', () => {
  const found = plan(
    [
      asked(1, 1, 1, { touchedAt: hoursAgo(0.5) }),
      asked(2, 7, 7, { isAlerted: true }),
      asked(3, ROUND_HOURS + 1, 8),
      asked(4, 2, null, { weight: 5 }),
      asked(5, 9, 20),
      standing(6, { weight: 1 }),
      standing(7, { weight: 2 }),
    ],
    100,
  );
  expect(found.map(({ number, part, because }) => `${number.slice(-1)} ${part} ${because}`)).toEqual([
    '7 proceedings never-read',
    '6 proceedings never-read',
    '1 proceedings touched',
    '2 proceedings alerted',
    '3 proceedings lapsing',
    '4 lists never-whole',
    '5 lists oldest',
    '5 proceedings oldest',
    '3 lists oldest',
    '2 lists oldest',
  ]);
  expect(found[0]?.requests).toBe(2);
});

test('nothing is asked for again within six hours, and everything is after', () => {
  const whole = (hours: number) => plan([asked(1, hours, hours, { isAlerted: true })], 100);
  expect(whole(5.99)).toEqual([]);
  expect(whole(6).map(({ part, because }) => `${part} ${because}`)).toEqual([
    'proceedings alerted',
    'lists oldest',
  ]);
});

test('who may have been touched in a gap of the stream comes after events: open alerts first, then by weight', () => {
  const missed = (proceedings: number | null, lists: number | null) => ({
    missedUntil: {
      proceedings: proceedings === null ? null : hoursAgo(proceedings),
      lists: lists === null ? null : hoursAgo(lists),
    },
  });
  const found = plan(
    [
      asked(1, 3, 3, { ...missed(2, null), weight: 1 }),
      asked(2, 3, 3, { ...missed(2, null), weight: 9 }),
      asked(3, 3, 3, { ...missed(2, null), isAlerted: true }),
      asked(4, 3, 3, { ...missed(null, 2), weight: 5 }),
      asked(5, 3, 3, { ...missed(2, null), touchedAt: hoursAgo(1) }),
      asked(6, 1, 1, { ...missed(2, 2), weight: 99 }),
      asked(7, 7, 3, { isAlerted: true }),
      standing(8, missed(2, 2)),
    ],
    100,
  );
  expect(found.map(({ number, part, because }) => `${number.slice(-1)} ${part} ${because}`)).toEqual([
    '8 proceedings never-read',
    '5 proceedings touched',
    '3 proceedings missed',
    '2 proceedings missed',
    '4 lists missed',
    '1 proceedings missed',
    '7 proceedings alerted',
  ]);
});

test('no plan takes more requests than it was given, and none asks the same twice', () => {
  fc.assert(
    fc.property(Standings, Requests, (standings, requests) => {
      const found = plan(standings, requests);
      expect(found.reduce((sum, look) => sum + look.requests, 0)).toBeLessThanOrEqual(requests);
      expect(new Set(found.map(({ number, part }) => `${number} ${part}`)).size).toBe(found.length);
    }),
  );
});

test('a number that one council has come to follow after others is asked about once, as if nobody had followed it', () => {
  const known = asked(1, 1, 1, { weight: 1_000_000 });
  const later = standing(1, { weight: 5 });
  const nobodys = standing(2, { weight: 6 });
  const found = plan([known, later, nobodys], 100);
  expect(
    found.filter(({ part }) => part === 'proceedings').map(({ number, because }) => [number, because]),
  ).toEqual([
    ['99000002', 'never-read'],
    ['99000001', 'never-read'],
  ]);
  expect(new Set(found.map(({ number, part }) => `${number} ${part}`)).size).toBe(found.length);
});

test('a number that several follow and that waits too long is asked about once', () => {
  const found = plan([asked(1, 400, 400), asked(1, 300, 300), asked(2, 350, 350)], 1_000_000);
  expect(found.map(({ number, part }) => `${number} ${part}`).toSorted()).toEqual([
    '99000001 lists',
    '99000001 proceedings',
    '99000002 lists',
    '99000002 proceedings',
  ]);
});

test('the order is held: reasons come in their order, and nothing is passed over for what comes later', () => {
  fc.assert(
    fc.property(Standings, Requests, (standings, requests) => {
      const all = plan(standings, 1_000_000);
      const found = plan(standings, requests).filter(({ because }) => because !== 'waited-too-long');
      const ranks = found.map(({ because }) => lookReasons.indexOf(because));
      expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
      const late = new Set(
        [...all, ...plan(standings, requests)]
          .filter(({ because }) => because === 'waited-too-long')
          .map(({ number, part }) => `${number} ${part}`),
      );
      const inOrder = all
        .filter(({ number, part }) => !late.has(`${number} ${part}`))
        .map(({ number, part }) => `${number} ${part}`);
      const taken = found.map(({ number, part }) => `${number} ${part}`).filter((one) => !late.has(one));
      expect(taken).toEqual(inOrder.slice(0, taken.length));
    }),
  );
});

test('the same standings give the same plan, whatever their order', () => {
  fc.assert(
    fc.property(Standings, Requests, fc.integer(), (standings, requests, turn) => {
      const turned = standings.toSorted((one, other) => hash(one, turn) - hash(other, turn));
      expect(plan(turned, requests)).toEqual(plan(standings, requests));
    }),
  );
});

function hash({ number }: LookStanding, turn: number): number {
  return (Number(number) * 7_919 + turn) % 101;
}

/** Asks as planned for some hours, at most 600 requests in five minutes; `during` is told of every step. */
function drive(
  before: readonly LookStanding[],
  hours: number,
  during: (standings: LookStanding[], now: number) => void = () => undefined,
) {
  const standings = [...before];
  const sent: { readonly at: number; readonly look: PlannedLook }[] = [];
  for (let now = NOW; now < NOW + hours * HOUR; now += 15_000) {
    during(standings, now);
    const inWindow = sent.filter((one) => one.at > now - WINDOW_MS);
    const used = inWindow.reduce((sum, { look }) => sum + look.requests, 0);
    const requests = Math.min(30, WINDOW_REQUESTS - used);
    for (const look of planLooks(standings, { now: at(now), requests })) {
      sent.push({ at: now, look });
      const place = standings.findIndex(({ number }) => number === look.number);
      const one = standings[place];
      if (!one) throw new Error(`${look.number} was never given`);
      const answered: Record<LookPart, IsoInstant | null> = { ...one.asked, [look.part]: at(now) };
      standings[place] = { ...one, asked: answered, firstAskedAt: one.firstAskedAt ?? at(now) };
    }
  }
  return { standings, sent };
}

test('no five minutes of what is planned hold more than 600 requests', () => {
  const { sent } = drive(
    Array.from({ length: 300 }, (_, number) => standing(number)),
    0.5,
  );
  for (const { at: from } of sent) {
    const requests = sent
      .filter((one) => one.at >= from && one.at < from + WINDOW_MS)
      .reduce((sum, { look }) => sum + look.requests, 0);
    expect(requests).toBeLessThanOrEqual(WINDOW_REQUESTS);
  }
});

test('a register of 250 that comes into a round is looked at within five minutes, one of 1,000 within twenty', () => {
  for (const [count, minutes] of [
    [250, 5],
    [1_000, 20],
  ] as const) {
    const before = Array.from({ length: 400 }, (_, number) => asked(number, 20 + number / 100, 20));
    const newcomers = Array.from({ length: count }, (_, number) => standing(10_000 + number));
    const { sent } = drive([...before, ...newcomers], minutes / 60);
    const first = sent.filter(({ look }) => look.because === 'never-read');
    expect(first).toHaveLength(count);
  }
});

test('every supplier is looked at wholly, and nobody starves while events and newcomers take all there is', () => {
  const old = Array.from({ length: 20 }, (_, number) => asked(number, PROMISE_HOURS + 1, PROMISE_HOURS + 1));
  const halves = Array.from({ length: 20 }, (_, number) => asked(100 + number, PROMISE_HOURS + 2, null));
  let next = 1_000;
  const flood = (standings: LookStanding[]) => {
    for (let count = 0; count < 15; count += 1) standings.push(standing((next += 1), { weight: 9 }));
  };
  const { standings } = drive([...old, ...halves], 0.5, flood);
  for (const { asked: when } of standings.slice(0, 40)) {
    expect(when.proceedings !== null && when.proceedings >= at(NOW)).toBe(true);
    expect(when.lists !== null && when.lists >= at(NOW)).toBe(true);
  }
});
