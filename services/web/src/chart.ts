import { dayOf, formatShortDate, type DayGrain, type IsoDate } from '@tocsin/domain';
import { scaleLinear, scaleUtc } from 'd3-scale';
import { curveLinear, curveStepAfter, line } from 'd3-shape';

/** A chart as two drawings, for wide and for narrow screens, with its title and a description in words. */
export interface Chart {
  readonly title: string;
  readonly description: string;
  readonly wide: string;
  readonly narrow: string;
}

/** How large a drawing is, in units of its own, and for which screens. */
const SIZES = { wide: { width: 680, height: 240, ticks: 6 }, narrow: { width: 300, height: 220, ticks: 4 } };
const MARGIN = { top: 24, right: 20, bottom: 26, left: 36 };
const INK = '#0b0c0c';
const GRID = '#dfe3e6';
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

interface Stroke {
  readonly colour: string;
  readonly width: number;
  readonly dashes?: string;
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
  const dates = apart(datesOf(time.ticks(ticks)), ({ on }) => x(on)).map(({ on, words }) =>
    x(on) > width - DATE / 2
      ? written(width, foot + 18, 'end', words)
      : written(x(on), foot + 18, 'middle', words),
  );
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
  return [
    `<svg class="chart chart--${name}" role="img" aria-label="${escaped(label)}" focusable="false"`,
    ` viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" fill="${INK}" font-size="13">`,
    ...rows,
    ...marks(plane),
    plane.level(SCORES.least, { colour: INK, width: 1 }),
    ...scores,
    ...dates,
    written(0, MARGIN.top - 12, 'start', `Score (${SCORES.least} to ${SCORES.most})`),
    '</svg>',
  ].join('');
}

/** As wide as the longest date: none is written over the edge, or over another. */
const DATE = 76;

/** Those that have room beside the one before. */
function apart<T>(dates: readonly T[], placeOf: (date: T) => number): readonly T[] {
  const kept: T[] = [];
  for (const date of dates) {
    const before = kept.at(-1);
    if (before === undefined || placeOf(date) - placeOf(before) >= DATE) kept.push(date);
  }
  return kept;
}

/** A day of which nothing is known is seen, however many days there are. */
const LEAST_SPAN = 5;

function ruled(
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  stroke: Stroke = { colour: GRID, width: 1 },
): string {
  const [from, to] = [`x1="${rounded(x1)}" y1="${rounded(y1)}"`, `x2="${rounded(x2)}" y2="${rounded(y2)}"`];
  return `<line ${from} ${to}${strokeOf(stroke)}/>`;
}

function strokeOf({ colour, width, dashes }: Stroke): string {
  return ` stroke="${colour}" stroke-width="${width}"${dashes ? ` stroke-dasharray="${dashes}"` : ''}`;
}

function written(
  x: number,
  y: number,
  anchor: 'start' | 'middle' | 'end',
  words: string,
  baseline?: string,
): string {
  const middle = baseline ? ` dominant-baseline="${baseline}"` : '';
  return `<text x="${rounded(x)}" y="${rounded(y)}" text-anchor="${anchor}"${middle}>${escaped(words)}</text>`;
}

const rounded = (at: number) => Math.round(at * 10) / 10;

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const momentOf = (day: IsoDate) => new Date(day);

/** The dates under a chart, as fine as they lie apart: days, with the year where it is another, months or years. */
function datesOf(ticks: readonly Date[]): readonly { readonly on: IsoDate; readonly words: string }[] {
  const days = [...new Set(ticks.map((tick) => dayOf(tick.getTime())))];
  const grain: DayGrain = days.every((day) => day.endsWith('-01-01'))
    ? 'year'
    : days.every((day) => day.endsWith('-01'))
      ? 'month'
      : 'day';
  return days.map((on, place) => {
    const isOfAnotherYear = on.slice(0, 4) !== days[place - 1]?.slice(0, 4);
    return { on, words: formatShortDate(on, grain === 'day' && isOfAnotherYear ? 'day of a year' : grain) };
  });
}
