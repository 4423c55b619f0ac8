import { formatDate, type IsoDate, levelsDown, type RiskLevel } from '@tocsin/domain';
import * as Plot from '@observablehq/plot';
import { JSDOM } from 'jsdom';
import { levelWords } from './words.ts';

export const { document } = new JSDOM('').window;

/** A chart as two drawings, for wide and for narrow screens, with its title and a description in words. */
export interface Chart {
  readonly title: string;
  readonly description: string;
  readonly wide: string;
  readonly narrow: string;
}

interface ChartPoint {
  readonly on: Date;
  readonly score: number;
  readonly level: RiskLevel;
}

/** A day for which a supplier was assessed, with the level that is shown of it. */
export interface ShownDay {
  readonly asOf: IsoDate;
  readonly score: number;
  readonly level: RiskLevel;
}

const levelColours = {
  domain: levelsDown.toReversed(),
  range: ['#7a8a94', '#b6c0c6', '#dfe3e6', '#2f7ea8', '#b58900', '#b04a00', '#0b0c0c'],
};

/** The score of a supplier over time, as steps: it stands until the next assessment. */
export function drawHistory(history: readonly ShownDay[], asOf: IsoDate): Chart {
  const points = history.map(({ asOf: day, score, level }) => ({ on: new Date(day), score, level }));
  return {
    title: 'Score over time',
    description: describe(history),
    wide: draw(points, asOf, 'wide', 680, 250),
    narrow: draw(points, asOf, 'narrow', 300, 220),
  };
}

function describe(history: readonly ShownDay[]): string {
  const first = history[0];
  const last = history.at(-1);
  const highest = history.toSorted((a, b) => b.score - a.score)[0];
  if (!first || !last || !highest) return 'Not assessed yet.';
  const isSteady = history.every(({ score, level }) => score === first.score && level === first.level);
  if (isSteady)
    return first.asOf === last.asOf
      ? `${first.score} of 100 on ${formatDate(first.asOf)} (${levelWords[first.level]}), the only day assessed.`
      : `${first.score} of 100 (${levelWords[first.level]}) on every day assessed, from ${formatDate(first.asOf)} to ${formatDate(last.asOf)}.`;
  return (
    `From ${first.score} of 100 on ${formatDate(first.asOf)} (${levelWords[first.level]}) ` +
    `to ${last.score} on ${formatDate(last.asOf)} (${levelWords[last.level]}); ` +
    `highest ${highest.score} on ${formatDate(highest.asOf)}.`
  );
}

function draw(
  points: readonly ChartPoint[],
  asOf: IsoDate,
  name: string,
  width: number,
  height: number,
): string {
  const last = points.at(-1);
  const until = last ? [...points, { ...last, on: new Date(asOf) }] : points;
  const svg = Plot.plot({
    document,
    width,
    height,
    marginLeft: 36,
    marginRight: 16,
    x: { type: 'utc', label: null, ticks: width < 400 ? 3 : 6 },
    y: { domain: [0, 100], label: 'Score (0 to 100)', grid: true, ticks: 5 },
    color: levelColours,
    marks: [
      Plot.ruleY([0]),
      Plot.line(until, { x: 'on', y: 'score', curve: 'step-after', stroke: '#0b0c0c', strokeWidth: 2 }),
      Plot.dot(points, { x: 'on', y: 'score', fill: 'level', stroke: '#0b0c0c', r: 5 }),
    ],
  });
  return accessible(svg, name, 'Score over time. The table below holds the same figures.');
}

/** Inline styles are stripped (our pages forbid them), and a screen reader gets the title in place of the shapes. */
export function accessible(svg: Element, name: string, label: string): string {
  for (const style of svg.querySelectorAll('style')) style.remove();
  for (const element of [svg, ...svg.querySelectorAll('*')]) {
    element.removeAttribute('style');
    element.removeAttribute('class');
    element.removeAttribute('aria-label');
    element.removeAttribute('aria-description');
  }
  svg.setAttribute('class', `chart chart--${name}`);
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', label);
  svg.setAttribute('focusable', 'false');
  return svg.outerHTML;
}
