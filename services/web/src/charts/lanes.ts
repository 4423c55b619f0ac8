import type { IsoDate } from '@tocsin/domain';
import { scaleUtc } from 'd3-scale';
import { datesUnder, drawn, GRID, INK, momentOf, rounded, ruled, written } from './svg.ts';

/** One thing that happened, by the number under which a list beside the picture tells it. */
export interface LaneMark {
  readonly on: IsoDate;
  readonly n: number;
}

/** Things of one kind, on a line of their own, each shape told apart without its colour. */
export interface Lane {
  readonly title: string;
  readonly shape: 'square' | 'disc' | 'ring';
  readonly marks: readonly LaneMark[];
}

export interface LanesDrawing {
  /** What a screen reader says in place of the shapes. */
  readonly label: string;
  readonly lanes: readonly Lane[];
  /** Days from one to another that matter. */
  readonly span: { readonly from: IsoDate; readonly until: IsoDate } | null;
  /** The day with which it ended; null where it did not. */
  readonly end: IsoDate | null;
  /** What is written over the end, or over those days where there is none. */
  readonly words: string;
}

const SIZES = { wide: { width: 680, ticks: 6 }, narrow: { width: 300, ticks: 3 } };
const TOP = 26;
const ROW = 50;
const FOOT = 26;
const SIDE = 14;
const RADIUS = 10;
const FILLS = { square: '#2f7ea8', disc: '#0b2b3c', ring: '#ffffff' };
const SPAN = '#ffe3a3';
const LEAST_SPAN = 4;

/** What happened over time, kind by kind, as SVG without style or script, for wide and for narrow screens. */
export function drawLanes(drawing: LanesDrawing): { readonly wide: string; readonly narrow: string } {
  return { wide: draw(drawing, 'wide'), narrow: draw(drawing, 'narrow') };
}

function draw({ label, lanes, span, end, words }: LanesDrawing, name: keyof typeof SIZES): string {
  const { width, ticks } = SIZES[name];
  const height = TOP + lanes.length * ROW + FOOT;
  const foot = height - FOOT;
  const days = [
    ...lanes.flatMap(({ marks }) => marks.map(({ on }) => on)),
    ...(span ? [span.from, span.until] : []),
    ...(end ? [end] : []),
  ].toSorted();
  const time = scaleUtc()
    .domain([momentOf(days.at(0) ?? ''), momentOf(days.at(-1) ?? '')])
    .range([SIDE, width - SIDE]);
  const x = (on: IsoDate) => time(momentOf(on));
  return drawn({ name, width, height, label }, [
    ...(span ? [shaded(x(span.from), x(span.until), foot)] : []),
    ...(end ? [ruled(x(end), TOP - 4, x(end), foot, { colour: INK, width: 2 })] : []),
    ...over(end ?? span?.from, words, x, width),
    ...lanes.flatMap((lane, at) => row(lane, x, { y: TOP + at * ROW, width })),
    ruled(SIDE, foot, width - SIDE, foot, { colour: INK, width: 1 }),
    ...datesUnder(time.ticks(ticks), x, { width, y: foot + 18 }),
  ]);
}

function shaded(from: number, until: number, foot: number): string {
  const wide = Math.max(until - from, LEAST_SPAN);
  return `<rect x="${rounded(from)}" y="${TOP - 4}" width="${rounded(wide)}" height="${foot - TOP + 4}" fill="${SPAN}"/>`;
}

/** Towards the side on which there is room. */
function over(
  day: IsoDate | undefined,
  words: string,
  x: (on: IsoDate) => number,
  width: number,
): readonly string[] {
  if (day === undefined) return [];
  const isLate = x(day) > width / 2;
  return [written(isLate ? Math.min(width, x(day) + SIDE) : x(day), 14, isLate ? 'end' : 'start', words)];
}

function row(
  { title, shape, marks }: Lane,
  x: (on: IsoDate) => number,
  { y, width }: { readonly y: number; readonly width: number },
): readonly string[] {
  const line = y + 34;
  const sorted = marks.toSorted((one, other) => (one.on < other.on ? -1 : 1));
  const places = spreadOut(
    sorted.map(({ on }) => x(on)),
    { apart: 2 * RADIUS + 2, most: width - SIDE },
  );
  return [
    written(0, y + 14, 'start', title),
    ruled(SIDE, line, width - SIDE, line, { colour: '#8a979e', width: 1 }),
    ...sorted.map(({ on }) => ruled(x(on), line - 5, x(on), line + 5, { colour: INK, width: 1 })),
    ...sorted.map(({ n }, at) => numbered(shape, n, places[at] ?? 0, line)),
  ];
}

/** Places in their order, each at least so far from the one before; those at the end move back where there is no room. */
export function spreadOut(
  places: readonly number[],
  { apart, most }: { readonly apart: number; readonly most: number },
): readonly number[] {
  const onwards: number[] = [];
  for (const place of places) onwards.push(Math.max(place, (onwards.at(-1) ?? -Infinity) + apart));
  const back: number[] = [];
  for (const place of onwards.toReversed()) back.push(Math.min(place, (back.at(-1) ?? most + apart) - apart));
  return back.toReversed();
}

function numbered(shape: Lane['shape'], n: number, x: number, y: number): string {
  const [cx, cy] = [rounded(x), rounded(y)];
  const fill = FILLS[shape];
  const mark =
    shape === 'square'
      ? `<rect x="${rounded(x - RADIUS)}" y="${rounded(y - RADIUS)}" width="${2 * RADIUS}" height="${2 * RADIUS}" fill="${fill}" stroke="${GRID}"/>`
      : `<circle cx="${cx}" cy="${cy}" r="${RADIUS}" fill="${fill}" stroke="${shape === 'ring' ? '#b04a00' : GRID}" stroke-width="${shape === 'ring' ? 2 : 1}"/>`;
  const ink = shape === 'ring' ? INK : '#ffffff';
  return `${mark}<text x="${cx}" y="${cy}" fill="${ink}" font-size="12" font-weight="bold" text-anchor="middle" dominant-baseline="central">${n}</text>`;
}
