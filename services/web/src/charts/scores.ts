import type { IsoDate } from '@tocsin/domain';
import { scaleLinear, scaleUtc } from 'd3-scale';
import { curveLinear, curveStepAfter, line } from 'd3-shape';
import { datesUnder, drawn, INK, momentOf, rounded, ruled, strokeOf, written, type Stroke } from './svg.ts';

/** How large a drawing is, in units of its own, and for which screens. */
const SIZES = { wide: { width: 680, height: 240, ticks: 6 }, narrow: { width: 300, height: 220, ticks: 4 } };
const MARGIN = { top: 24, right: 20, bottom: 26, left: 36 };
const SCORES = { least: 0, most: 100, ticks: 5 };

/** A score on a day; null where not enough was known for one. */
export interface ScoreOn {
  readonly on: IsoDate;
  readonly score: number | null;
}

/** Where days and scores lie in a drawing, and what can be drawn there: each mark is a piece of SVG. */
export interface Plane {
  /** Scores one after the other, joined by straight lines, or each standing until the next; broken where one is null. */
  readonly line: (points: readonly ScoreOn[], stroke: Stroke & { readonly isStepped?: boolean }) => string;
  readonly dot: (point: ScoreOn & { readonly score: number }, fill: string) => string;
  /** The whole height, from one day to another. */
  readonly span: (from: IsoDate, until: IsoDate, fill: string) => string;
  readonly day: (on: IsoDate, stroke: Stroke) => string;
  readonly level: (score: number, stroke: Stroke) => string;
}

interface Drawing {
  /** What a screen reader says in place of the shapes. */
  readonly label: string;
  /** Those that the drawing has to hold. */
  readonly days: readonly IsoDate[];
  /** The marks, the lowest first. */
  readonly marks: (plane: Plane) => readonly string[];
}

/** Scores over time, from 0 to 100, as SVG without style or script, for wide and for narrow screens. */
export function drawScores(drawing: Drawing): { readonly wide: string; readonly narrow: string } {
  return { wide: draw(drawing, 'wide'), narrow: draw(drawing, 'narrow') };
}

function draw({ label, days, marks }: Drawing, name: keyof typeof SIZES): string {
  const { width, height, ticks } = SIZES[name];
  const sorted = days.toSorted();
  const time = scaleUtc()
    .domain([momentOf(sorted.at(0) ?? ''), momentOf(sorted.at(-1) ?? '')])
    .range([MARGIN.left, width - MARGIN.right]);
  const x = (day: IsoDate) => time(momentOf(day));
  const y = scaleLinear()
    .domain([SCORES.least, SCORES.most])
    .range([height - MARGIN.bottom, MARGIN.top]);
  const foot = y(SCORES.least);
  const rows = y
    .ticks(SCORES.ticks)
    .map((score) => ruled(MARGIN.left, y(score), width - MARGIN.right, y(score)));
  const scores = y
    .ticks(SCORES.ticks)
    .map((score) => written(MARGIN.left - 8, y(score), 'end', String(score), 'middle'));
  const dates = datesUnder(time.ticks(ticks), x, { width, y: foot + 18 });
  const plane: Plane = {
    line(points, { isStepped = false, ...stroke }) {
      const path = line<ScoreOn>()
        .defined(({ score }) => score !== null)
        .x(({ on }) => rounded(x(on)))
        .y(({ score }) => rounded(y(score ?? 0)))
        .curve(isStepped ? curveStepAfter : curveLinear)(points);
      return path === null ? '' : `<path fill="none"${strokeOf(stroke)} d="${path}"/>`;
    },
    dot: ({ on, score }, fill) =>
      `<circle cx="${rounded(x(on))}" cy="${rounded(y(score))}" r="5" fill="${fill}" stroke="${INK}"/>`,
    span(from, until, fill) {
      const wide = Math.max(x(until) - x(from), LEAST_SPAN);
      return `<rect x="${rounded(x(from))}" y="${MARGIN.top}" width="${rounded(wide)}" height="${foot - MARGIN.top}" fill="${fill}"/>`;
    },
    day: (on, stroke) => ruled(x(on), MARGIN.top, x(on), foot, stroke),
    level: (score, stroke) => ruled(MARGIN.left, y(score), width - MARGIN.right, y(score), stroke),
  };
  return drawn({ name, width, height, label }, [
    ...rows,
    ...marks(plane),
    plane.level(SCORES.least, { colour: INK, width: 1 }),
    ...scores,
    ...dates,
    written(0, MARGIN.top - 12, 'start', `Score (${SCORES.least} to ${SCORES.most})`),
  ]);
}

/** A day of which nothing is known is seen, however many days there are. */
const LEAST_SPAN = 5;
