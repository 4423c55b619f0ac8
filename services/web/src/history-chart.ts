import { count } from '@tocsin/alerting';
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

/** A day for which a supplier was assessed, with the level that is shown of it. */
export interface ShownDay {
  readonly asOf: IsoDate;
  /** Null where not enough was known for one. */
  readonly score: number | null;
  readonly level: RiskLevel;
}

const levelColours = {
  domain: levelsDown.toReversed(),
  range: ['#7a8a94', '#ffffff', '#dfe3e6', '#2f7ea8', '#b58900', '#b04a00', '#0b0c0c'],
};

/**
 * The score of a supplier over time, as steps: it stands until the next assessment. Days on which not enough was known for
 * one are grey, without a line: that is no score of 0. Without any score there is nothing to draw.
 */
export function drawHistory(history: readonly ShownDay[], asOf: IsoDate): Chart {
  const isKnown = history.some(isScored);
  return {
    title: 'Score over time',
    description: describe(history),
    wide: isKnown ? draw(history, asOf, 'wide', 680, 250) : '',
    narrow: isKnown ? draw(history, asOf, 'narrow', 300, 220) : '',
  };
}

interface Scored extends ShownDay {
  readonly score: number;
}

function isScored(day: ShownDay): day is Scored {
  return day.score !== null;
}

function describe(history: readonly ShownDay[]): string {
  if (history.length === 0) return 'Not assessed yet.';
  const scored = history.filter(isScored);
  const unknown = history.length - scored.length;
  return [
    ...describeScored(scored),
    ...(unknown > 0
      ? [`On ${unknown} of ${count(history.length, 'day')} assessed not enough was known for a score.`]
      : []),
  ].join(' ');
}

function describeScored(history: readonly Scored[]): readonly string[] {
  const first = history[0];
  const last = history.at(-1);
  const highest = history.toSorted((a, b) => b.score - a.score)[0];
  if (!first || !last || !highest) return [];
  const isSteady = history.every(({ score, level }) => score === first.score && level === first.level);
  if (isSteady)
    return first.asOf === last.asOf
      ? [
          `${first.score} of 100 on ${formatDate(first.asOf)} (${levelWords[first.level]}), the only day scored.`,
        ]
      : [
          `${first.score} of 100 (${levelWords[first.level]}) on every day scored, from ${formatDate(first.asOf)} to ${formatDate(last.asOf)}.`,
        ];
  return [
    `From ${first.score} of 100 on ${formatDate(first.asOf)} (${levelWords[first.level]}) ` +
      `to ${last.score} on ${formatDate(last.asOf)} (${levelWords[last.level]}); ` +
      `highest ${highest.score} on ${formatDate(highest.asOf)}.`,
  ];
}

/** Each day as the span for which it stands: until the next one, the last until `asOf`. */
function spansOf(history: readonly ShownDay[], asOf: IsoDate) {
  return history.map(({ asOf: from, score, level }, at) => ({
    on: new Date(from),
    until: new Date(history[at + 1]?.asOf ?? asOf),
    score,
    level,
  }));
}

function draw(
  history: readonly ShownDay[],
  asOf: IsoDate,
  name: string,
  width: number,
  height: number,
): string {
  const spans = spansOf(history, asOf);
  // A step has both its ends, so that the line breaks where nothing is known.
  const line = spans.flatMap(({ on, until, score }) => [
    { on, score: score ?? NaN },
    { on: until, score: score ?? NaN },
  ]);
  const unknown = spans.filter(({ score }) => score === null);
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
      Plot.rect(unknown, { x1: 'on', x2: 'until', y1: 0, y2: 100, fill: '#dfe3e6' }),
      Plot.ruleX(unknown, { x: 'on', stroke: '#dfe3e6', strokeWidth: 5 }),
      Plot.ruleY([0]),
      Plot.line(line, { x: 'on', y: 'score', stroke: '#0b0c0c', strokeWidth: 2 }),
      Plot.dot(
        spans.filter(({ score }) => score !== null),
        { x: 'on', y: 'score', fill: 'level', stroke: '#0b0c0c', r: 5 },
      ),
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
