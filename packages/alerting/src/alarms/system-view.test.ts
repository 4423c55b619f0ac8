import { expect, test } from 'vitest';
import { reachedBy, SystemView, viewOfSystem, type SystemPart } from './system-view.ts';

const AT = '2026-11-29T17:00:00.000Z';
const LATER = '2026-11-29T17:00:09.000Z';
const round = { hour: AT, recordedAt: AT, matchedAt: AT, assessedAt: AT, raisedAt: AT, arrivedAt: LATER };
const alarm = {
  cause: 'backup-old',
  subject: '',
  says: 'No backup was taken yet.',
  foundAt: AT,
  openedAt: AT,
  clearSince: null,
  endedAt: null,
  toldAt: null,
  endToldAt: null,
};

const part: SystemPart = {
  alarms: [alarm, { ...alarm, cause: 'clock-off', endedAt: LATER, toldAt: AT }],
  rounds: [{ ...round, raisedAt: null, arrivedAt: null }, round, { ...round, arrivedAt: null }],
  queues: [{ queue: 'score', open: 3, waitsSeconds: 5 }],
  putAside: [
    { queue: 'deliver', reason: 'given-up', messages: 2 },
    { queue: 'deliver', reason: 'not-kept', messages: 1 },
    { queue: 'score', reason: 'given-up', messages: 1 },
  ],
  asked: [{ queue: 'deliver', reason: 'given-up' }],
  deliveries: [{ day: '2026-11-29', channel: 'smtp', status: 'delivered', code: '250', deliveries: 4 }],
  sources: [{ source: 'find-a-tender', outcome: 'failed', startedAt: LATER, openTroubles: 1 }],
  lastGood: [{ source: 'find-a-tender', lastGoodAt: AT }],
  hostsInTrouble: 0,
  versions: { code: '0.2.0', schema: '202611291731-alarms', score: '2026.12.2' },
};

test('says what is wrong now beside what was, what was asked to be sent again, and when a failing source was read', () => {
  const view = SystemView.parse(viewOfSystem(part));
  expect(view.open).toMatchObject([{ cause: 'backup-old', title: 'The backup is old', toldAt: null }]);
  expect(view.ended).toMatchObject([{ cause: 'clock-off', endedAt: LATER }]);
  expect(view.putAside.map(({ reason, isAsked }) => [reason, isAsked])).toEqual([
    ['given-up', true],
    ['not-kept', false],
    ['given-up', false],
  ]);
  expect(view.sources).toMatchObject([{ outcome: 'failed', lastGoodAt: AT }]);
});

test('says of the canary how far the newest has come, and how long the last took that arrived', () => {
  expect(viewOfSystem(part).canary).toEqual({
    hour: AT,
    reached: 'assessed',
    seconds: 9,
    sent: 3,
    arrived: 1,
  });
  expect(viewOfSystem({ ...part, rounds: [] }).canary).toBeNull();
  expect([reachedBy(undefined), reachedBy(round)]).toEqual(['nowhere', 'arrived']);
});
