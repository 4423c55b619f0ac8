import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AlarmCause } from './alarm-causes.ts';
import {
  foldAlarms,
  isNewsOf,
  isWell,
  alarmKey,
  QUIET_MS,
  toldOf,
  waysInOrder,
  type Alarm,
} from './fold-alarms.ts';
import { wellLook } from './testing.ts';

/** What looks find of one made-up cause, minute by minute: its subjects, or null where they could not tell. */
const minutes = fc.array(
  fc.option(fc.uniqueArray(fc.constantFrom('one', 'two', 'three')), { nil: null, freq: 4 }),
  { minLength: 1, maxLength: 60 },
);
const lasting = fc.integer({ min: 0, max: 5 }).map((minute) => minute * 60_000);
const START = Date.parse('2026-11-29T17:00:00Z');

/** Looks once a minute; `after` sees the alarms after each, and what that look found. */
function live(
  found: readonly (readonly string[] | null)[],
  lastsMs: number,
  after: (alarms: readonly Alarm[], subjects: readonly string[] | null, before: readonly Alarm[]) => void,
): readonly Alarm[] {
  let underWay: readonly Alarm[] = [];
  const ended: Alarm[] = [];
  for (const [minute, subjects] of found.entries()) {
    const look = wellLook(new Date(START + minute * 60_000).toISOString());
    const find = () => subjects && subjects.map((subject) => ({ subject, says: `${subject} at ${minute}` }));
    const cause: AlarmCause = { id: 'made-up', title: 'Made up', foundBy: 'a test', lastsMs, find };
    const alarms = foldAlarms(underWay, look, [cause]);
    after(alarms, subjects, underWay);
    ended.push(...alarms.filter(({ endedAt }) => endedAt !== null));
    underWay = alarms.filter(({ endedAt }) => endedAt === null);
  }
  return [...ended, ...underWay];
}

test('whatever looks find, each subject is one alarm at a time, and what was just found is among them', () => {
  fc.assert(
    fc.property(minutes, lasting, (found, lastsMs) => {
      live(found, lastsMs, (alarms, subjects) => {
        expect(new Set(alarms.map(alarmKey)).size).toBe(alarms.length);
        for (const subject of subjects ?? [])
          expect(alarms.find((one) => one.subject === subject)).toMatchObject({
            clearSince: null,
            endedAt: null,
          });
      });
    }),
  );
});

test('a look that could not tell changes nothing', () => {
  fc.assert(
    fc.property(minutes, lasting, (found, lastsMs) => {
      live(found, lastsMs, (alarms, subjects, before) => {
        if (subjects === null) expect(alarms).toEqual(before);
      });
    }),
  );
});

test('an alarm is opened once, when it has lasted, keeps that moment, and ends only after the quiet', () => {
  fc.assert(
    fc.property(minutes, lasting, (found, lastsMs) => {
      const opened = new Map<string, string>();
      const episodes = live(found, lastsMs, (alarms) => {
        for (const { subject, foundAt, openedAt, clearSince, endedAt } of alarms) {
          if (openedAt === null) continue;
          expect(Date.parse(openedAt) - Date.parse(foundAt)).toBeGreaterThanOrEqual(lastsMs);
          expect(opened.get(`${subject} ${foundAt}`) ?? openedAt).toBe(openedAt);
          opened.set(`${subject} ${foundAt}`, openedAt);
          if (endedAt !== null)
            expect(Date.parse(endedAt) - Date.parse(clearSince ?? endedAt)).toBeGreaterThanOrEqual(QUIET_MS);
        }
      });
      const told = episodes.filter(({ openedAt }) => openedAt !== null);
      expect(told).toHaveLength(opened.size);
    }),
  );
});

test('what comes and goes within the quiet is one alarm; after it another', () => {
  const gone = (minute: number) => Array.from({ length: minute }, () => [] as string[]);
  expect(live([['one'], ...gone(9), ['one']], 0, () => undefined)).toHaveLength(1);
  expect(live([['one'], ...gone(11), ['one']], 0, () => undefined)).toHaveLength(2);
});

test('what does not last is never told, neither that it is there nor that it is over', () => {
  const seen = live([['one'], ['one'], [], ['one']], 2 * 60_000, (alarms) => {
    expect(alarms.filter(isNewsOf)).toEqual([]);
  });
  expect(seen).toMatchObject([{ openedAt: null }]);
});

test('the order in which causes are found decides nothing', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(['one', 'two', 'three'], { minLength: 3 }), (order) => {
      const [alarms, same] = [['one', 'two', 'three'], order].map((subjects) =>
        live([subjects], 0, () => undefined).map(({ says: _says, ...alarm }) => alarm),
      );
      expect(same).toEqual(expect.arrayContaining([...(alarms ?? [])]));
    }),
  );
});

const alarm: Alarm = {
  cause: 'failing-channel',
  subject: 'smtp',
  says: '',
  foundAt: '2026-11-29T17:00:00.000Z',
  openedAt: '2026-11-29T17:00:00.000Z',
  clearSince: null,
  endedAt: null,
  toldAt: null,
  endToldAt: null,
};
const LATER = '2026-11-29T18:00:00.000Z';

test('somebody is told once that an alarm is there and once that it is over, and all is well when that is done', () => {
  expect([isNewsOf(alarm), isWell([alarm])]).toEqual([true, false]);
  const told = toldOf(alarm, LATER);
  expect([isNewsOf(told), isWell([told])]).toEqual([false, true]);
  const over = { ...told, endedAt: LATER };
  expect([isNewsOf(over), isWell([over])]).toEqual([true, false]);
  expect(isNewsOf(toldOf(over, LATER))).toBe(false);
  expect(isNewsOf(toldOf({ ...alarm, endedAt: LATER }, LATER))).toBe(false);
});

test('a way that hangs on what is wrong is the last that is tried, and is doubted no longer once that is over', () => {
  const ways = [
    { id: 'mail', hangsOn: [{ cause: 'failing-channel', subject: 'smtp' }] },
    { id: 'webhook', hangsOn: [] },
  ];
  const order = (alarms: readonly Alarm[]) => waysInOrder(ways, alarms).map(({ id }) => id);
  expect(order([])).toEqual(['mail', 'webhook']);
  expect(order([alarm])).toEqual(['webhook', 'mail']);
  expect(order([{ ...alarm, subject: 'teams' }])).toEqual(['mail', 'webhook']);
  expect(order([{ ...alarm, endedAt: LATER }])).toEqual(['mail', 'webhook']);
});
