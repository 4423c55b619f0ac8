import { count } from '@tocsin/alerting';
import { formatDate, levelsDown, type IsoDate, type RiskLevel, noLevelWords } from '@tocsin/domain';
import { drawScores, type Plane } from './scores.ts';
import type { Chart } from './svg.ts';
import { levelWords } from '../words.ts';

/** A day for which a supplier was assessed, with the level that is shown of it. */
export interface ShownDay {
  readonly asOf: IsoDate;
  /** Null where not enough was known for one. */
  readonly score: number | null;
  readonly level: RiskLevel;
}

const UNKNOWN = '#dfe3e6';
const LINE = '#0b0c0c';
/** Of the levels from the least known and the lowest up. */
const COLOURS = ['#7a8a94', '#ffffff', '#dfe3e6', '#2f7ea8', '#b58900', '#b04a00', '#0b0c0c'];
const colourOf = (level: RiskLevel) => COLOURS[levelsDown.toReversed().indexOf(level)] ?? UNKNOWN;

/**
 * The score of a supplier over time, as steps: it stands until the next assessment. Days on which not enough was known for
 * one are grey, without a line: that is no score of 0. Without any score there is nothing to draw.
 */
export function drawHistory(history: readonly ShownDay[], asOf: IsoDate): Chart {
  const drawn = history.some(isScored) ? draw(spansOf(history, asOf)) : { wide: '', narrow: '' };
  return { title: 'Score over time', description: describe(history), ...drawn };
}

interface Scored extends ShownDay {
  readonly score: number;
}

function isScored(day: ShownDay): day is Scored {
  return day.score !== null;
}

function describe(history: readonly ShownDay[]): string {
  if (history.length === 0) return `${noLevelWords.notYet}.`;
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

interface ShownSpan {
  readonly on: IsoDate;
  readonly until: IsoDate;
  readonly score: number | null;
  readonly level: RiskLevel;
}

/** Each day as the span for which it stands: until the next one, the last until `asOf`. */
function spansOf(history: readonly ShownDay[], asOf: IsoDate): readonly ShownSpan[] {
  return history.map(({ asOf: from, score, level }, at) => ({
    on: from,
    until: history[at + 1]?.asOf ?? asOf,
    score,
    level,
  }));
}

function draw(spans: readonly ShownSpan[]): { readonly wide: string; readonly narrow: string } {
  // A step has both its ends, so that the line breaks where nothing is known.
  const steps = spans.flatMap(({ on, until, score }) => [
    { on, score },
    { on: until, score },
  ]);
  return drawScores({
    label: 'Score over time. The table below holds the same figures.',
    days: spans.flatMap(({ on, until }) => [on, until]),
    marks: (plane: Plane) => [
      ...spans.filter(({ score }) => score === null).map(({ on, until }) => plane.span(on, until, UNKNOWN)),
      plane.line(steps, { colour: LINE, width: 2 }),
      ...spans.flatMap(({ on, score, level }) =>
        score === null ? [] : [plane.dot({ on, score }, colourOf(level))],
      ),
    ],
  });
}
