import { expect, test } from 'vitest';
import { drawHistory, type ShownDay } from './history.ts';

const unknown = (asOf: string): ShownDay => ({ asOf, score: null, level: 'not-enough-known' });
const scored = (asOf: string, score: number): ShownDay => ({ asOf, score, level: 'watch' });
const until = '2026-11-20';

/** The numbers in the path of the line, if there is one. */
const lineOf = (drawing: string) => /<path fill="none"[^>]* d="([^"]*)"/.exec(drawing)?.[1] ?? '';

test('a day on which not enough was known for a score is drawn grey and without a line, never as a score of 0', () => {
  const drawn = drawHistory([unknown('2026-11-01'), scored('2026-11-19', 30)], until);
  expect(lineOf(drawn.wide)).toMatch(/^M[\d.]+,[\d.]+L[\d.]+,[\d.]+$/);
  expect(drawn.wide.match(/<circle/g)).toHaveLength(1);
  expect(drawn.wide).toContain('#dfe3e6');
  const { wide, narrow, description } = drawHistory([unknown('2026-11-01')], until);
  expect([wide, narrow]).toEqual(['', '']);
  expect(description).toBe('On 1 of 1 day assessed not enough was known for a score.');
});

test('the line of scores breaks where nothing is known, and goes on with the next score', () => {
  const days = [scored('2026-11-01', 30), unknown('2026-11-05'), scored('2026-11-10', 50)];
  const { wide, description } = drawHistory(days, until);
  expect(lineOf(wide).match(/M/g)).toHaveLength(2);
  expect(wide.match(/<circle/g)).toHaveLength(2);
  expect(description).toBe(
    'From 30 of 100 on 1 November 2026 (Watch) to 50 on 10 November 2026 (Watch); highest 50 on 10 November 2026. ' +
      'On 1 of 3 days assessed not enough was known for a score.',
  );
});

test('a score that stays is said once', () => {
  expect(drawHistory([scored('2026-11-01', 30), scored('2026-11-05', 30)], until).description).toBe(
    '30 of 100 (Watch) on every day scored, from 1 November 2026 to 5 November 2026.',
  );
  expect(drawHistory([scored('2026-11-01', 30)], until).description).toBe(
    '30 of 100 on 1 November 2026 (Watch), the only day scored.',
  );
});
