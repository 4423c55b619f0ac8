import { dayOf, formatShortDate, type DayGrain, type IsoDate } from '@tocsin/domain';

/** A chart as two drawings, for wide and for narrow screens, with its title and a description in words. */
export interface Chart {
  readonly title: string;
  readonly description: string;
  readonly wide: string;
  readonly narrow: string;
}

export const INK = '#0b0c0c';
export const GRID = '#dfe3e6';

export interface Stroke {
  readonly colour: string;
  readonly width: number;
  readonly dashes?: string;
}

interface Frame {
  readonly name: 'wide' | 'narrow';
  readonly width: number;
  readonly height: number;
  /** What a screen reader says in place of the shapes. */
  readonly label: string;
}

/** One drawing of these pieces, as SVG without style or script. */
export function drawn({ name, width, height, label }: Frame, pieces: readonly string[]): string {
  return [
    `<svg class="chart chart--${name}" role="img" aria-label="${asMarkup(label)}" focusable="false"`,
    ` viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" fill="${INK}" font-size="13">`,
    ...pieces,
    '</svg>',
  ].join('');
}

export function ruled(
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  stroke: Stroke = { colour: GRID, width: 1 },
): string {
  const [from, to] = [`x1="${rounded(x1)}" y1="${rounded(y1)}"`, `x2="${rounded(x2)}" y2="${rounded(y2)}"`];
  return `<line ${from} ${to}${strokeOf(stroke)}/>`;
}

export function strokeOf({ colour, width, dashes }: Stroke): string {
  return ` stroke="${colour}" stroke-width="${width}"${dashes ? ` stroke-dasharray="${dashes}"` : ''}`;
}

export function written(
  x: number,
  y: number,
  anchor: 'start' | 'middle' | 'end',
  words: string,
  baseline?: string,
): string {
  const middle = baseline ? ` dominant-baseline="${baseline}"` : '';
  return `<text x="${rounded(x)}" y="${rounded(y)}" text-anchor="${anchor}"${middle}>${asMarkup(words)}</text>`;
}

export const rounded = (at: number) => Math.round(at * 10) / 10;

export const asMarkup = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

export const momentOf = (day: IsoDate) => new Date(day);

interface DateOfAxis {
  readonly on: IsoDate;
  readonly words: string;
}

/** The dates under a chart, each written at its place; none over the edge, or over another. */
export function datesUnder(
  ticks: readonly Date[],
  x: (on: IsoDate) => number,
  { width, y }: { readonly width: number; readonly y: number },
): readonly string[] {
  return apart(datesOf(ticks), ({ on }) => x(on)).map(({ on, words }) => {
    if (x(on) > width - DATE / 2) return written(width, y, 'end', words);
    return x(on) < DATE / 2 ? written(0, y, 'start', words) : written(x(on), y, 'middle', words);
  });
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

/** The dates under a chart, as fine as they lie apart: days, with the year where it is another, months or years. */
function datesOf(ticks: readonly Date[]): readonly DateOfAxis[] {
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
