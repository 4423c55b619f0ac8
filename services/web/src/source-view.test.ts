import { expect, test } from 'vitest';
import { scheduleWords } from './source-view.ts';

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
