import { expect, test } from 'vitest';
import { drawScores } from './scores.ts';

const textsOf = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text);
/** What stands under the chart, to the right of the scores. */
const datesOf = (from: string, until: string) =>
  textsOf(drawScores({ label: 'Scores', days: [from, until], marks: () => [] }).wide).filter(
    (text) => !/^(\d{1,3}|Score .*)$/.test(text ?? '') || /^\d{4}$/.test(text ?? ''),
  );

test('dates stand under a chart as fine as they lie apart: days, months or years', () => {
  expect(datesOf('2026-11-01', '2026-11-06')).toEqual([
    '1 Nov 2026',
    '2 Nov',
    '3 Nov',
    '4 Nov',
    '5 Nov',
    '6 Nov',
  ]);
  expect(datesOf('2026-01-01', '2026-06-30')).toEqual([
    'Jan 2026',
    'Feb 2026',
    'Mar 2026',
    'Apr 2026',
    'May 2026',
    'Jun 2026',
  ]);
  expect(datesOf('2020-01-01', '2026-06-30').slice(0, 2)).toEqual(['2020', '2021']);
});

test('no date is written over another, however narrow the chart', () => {
  const { narrow } = drawScores({ label: 'Scores', days: ['2025-03-01', '2026-11-20'], marks: () => [] });
  const places = [...narrow.matchAll(/<text x="([\d.]+)" y="212"/g)].map(([, x]) => Number(x));
  expect(places.length).toBeGreaterThan(1);
  expect(places.slice(1).map((x, at) => x - (places[at] ?? 0) >= 60)).not.toContain(false);
});

test('a score of 0 lies on the lowest line, one of 100 on the highest, and a later day further right', () => {
  const drawn = drawScores({
    label: 'Scores',
    days: ['2026-11-01', '2026-11-30'],
    marks: ({ dot }) => [
      dot({ on: '2026-11-01', score: 0 }, '#000'),
      dot({ on: '2026-11-30', score: 100 }, '#000'),
    ],
  });
  const dots = [...drawn.wide.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)"/g)].map(([, x, y]) => [x, y]);
  expect(dots).toEqual([
    ['36', '214'],
    ['660', '24'],
  ]);
  expect(drawn.narrow).toContain('viewBox="0 0 300 220"');
});

test('a score that stands until the next is drawn as a step, and nothing joins what is not known', () => {
  const points = [
    { on: '2026-11-01', score: 10 },
    { on: '2026-11-10', score: 50 },
    { on: '2026-11-20', score: null },
    { on: '2026-11-25', score: 50 },
    { on: '2026-11-30', score: 60 },
  ];
  const drawn = drawScores({
    label: 'Scores',
    days: points.map(({ on }) => on),
    marks: (plane) => [
      plane.line(points, { colour: '#000', width: 2, isStepped: true }),
      plane.line(points, { colour: '#111', width: 2 }),
    ],
  });
  const [stepped = '', straight = ''] = [...drawn.wide.matchAll(/ d="([^"]*)"/g)].map(
    ([, path]) => path ?? '',
  );
  expect(stepped.match(/M/g)).toHaveLength(2);
  expect(stepped.match(/L/g)).toHaveLength(4);
  expect(straight.match(/L/g)).toHaveLength(2);
});

test('what a screen reader says cannot end the drawing', () => {
  const label = 'Score of "A & B" <Holdings>';
  const { wide } = drawScores({ label, days: ['2026-11-01'], marks: () => [] });
  expect(wide).toContain('aria-label="Score of &quot;A &amp; B&quot; &lt;Holdings&gt;"');
  expect(wide).not.toMatch(/NaN|style|script/);
});
