import { expect, test } from 'vitest';
import { drawSparkline } from './sparkline.ts';

const course = [
  { asOf: '2023-01-01', score: 10 },
  { asOf: '2026-01-01', score: null },
  { asOf: '2026-10-01', score: 70 },
];

test('two years are drawn, begun by what stood before them, with the events of that time and without a number', () => {
  const chart = drawSparkline(course, ['2026-10-01', '2026-10-01', '2020-01-01', '2026-12-01'], '2026-11-28');
  expect(chart?.title).toBe('How it ran from 28 November 2024 to 28 November 2026, higher is worse');
  expect(chart?.description).toBe('Marks: 1 October 2026');
  for (const drawing of [chart?.wide, chart?.narrow]) {
    expect(drawing?.match(/<path d="M[\d.]+ 0h/g)).toHaveLength(1);
    expect(drawing).not.toMatch(/<text/);
  }
});

test('a time in which not enough was known breaks the line, and is no score of 0', () => {
  const path = /<path d="(M[^"]*)" fill="none"/.exec(
    drawSparkline(course, [], '2026-11-28')?.wide ?? '',
  )?.[1];
  expect(path?.match(/M/g)).toHaveLength(2);
});

test('a course of one day is none', () => {
  expect(drawSparkline([{ asOf: '2026-10-01', score: 70 }], [], '2026-11-28')).toBe(null);
  expect(drawSparkline([], [], '2026-11-28')).toBe(null);
});

test('what lies behind the day that is asked for is not drawn', () => {
  expect(drawSparkline(course, [], '2026-09-30')).toBe(null);
});
