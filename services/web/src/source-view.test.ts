import { sources } from '@tocsin/sources';
import { expect, test } from 'vitest';
import { scheduleWords, viewOfSource } from './source-view.ts';

test.each([
  ['*/15 * * * *', 'Every 15 minutes'],
  ['7 * * * *', 'Every hour'],
  ['0 */6 * * *', 'Every 6 hours'],
  ['5 3 * * *', 'Every day at 3:05'],
  ['0 4 * * 1', 'Every Monday at 4:00'],
  ['0 4 1 * *', 'On the schedule 0 4 1 * *'],
  ['stream', 'As it is published (stream)'],
  ['manual', 'When somebody loads a file'],
])('the schedule %j is told as %j', (schedule, told) => {
  expect(scheduleWords(schedule)).toBe(told);
});

test('what could not be read of a source is told with its reason and next try, and how much there is in all', () => {
  const [source] = sources;
  if (!source) throw new Error('no source');
  const trouble = {
    source: source.id,
    item: 'notice/9900001',
    reason: '404 from https://example.org/notice/9900001',
    tries: 2,
    firstAt: '2026-11-20T22:00:00.000Z',
    lastAt: '2026-11-21T22:00:00.000Z',
    nextAt: null,
  };
  const view = viewOfSource(source, {
    isSet: () => true,
    isOn: true,
    now: new Date('2026-11-22T00:00:00Z'),
    state: undefined,
    runs: [],
    stored: undefined,
    troubles: [trouble],
    troubleCount: { source: source.id, open: 3, left: 1, settled: 7 },
  });
  const { source: _, firstAt: __, ...shown } = trouble;
  expect(view.troubles).toEqual({ open: 3, left: 1, settled: 7, shown: [shown] });
});
