import { drawn, written, type Chart } from './svg.ts';

/** One bar: what it is of, how long it is, and what is written beside it. */
export interface RankedBar {
  readonly label: string;
  readonly value: number;
  readonly words: string;
}

export interface RankedBars {
  readonly title: string;
  readonly description: string;
  readonly bars: readonly RankedBar[];
}

/** How many letters of a line have room. */
const SIZES = { wide: { width: 680, letters: 92 }, narrow: { width: 300, letters: 40 } };
const ROW = 42;
const LINE = 14;
const BAR = 14;
/** A bar of anything is seen. */
const LEAST = 2;
const [FILL, GROUND] = ['#0b5c7a', '#eef2f4'];

/** Bars one below the other in the order given, each under its name, as SVG without style or script, for wide and for narrow screens. */
export function drawRankedBars(drawing: RankedBars): Chart {
  const { title, description } = drawing;
  return { title, description, wide: draw(drawing, 'wide'), narrow: draw(drawing, 'narrow') };
}

function draw({ title, description, bars }: RankedBars, name: keyof typeof SIZES): string {
  const { width, letters } = SIZES[name];
  const most = Math.max(...bars.map(({ value }) => value));
  const rows = bars.flatMap(({ label, value, words }, at) => {
    const top = at * ROW;
    const length = value > 0 ? Math.max(LEAST, Math.round((value / most) * width)) : 0;
    return [
      written(0, top + LINE, 'start', cut(label, letters - words.length - 2)),
      written(width, top + LINE, 'end', words),
      bar(top + LINE + 6, width, GROUND),
      bar(top + LINE + 6, length, FILL),
    ];
  });
  return drawn({ name, width, height: bars.length * ROW, label: `${title}. ${description}` }, rows);
}

function bar(y: number, width: number, fill: string): string {
  return `<rect x="0" y="${y}" width="${width}" height="${BAR}" fill="${fill}"/>`;
}

function cut(label: string, letters: number): string {
  return label.length <= letters ? label : `${label.slice(0, Math.max(1, letters - 1)).trimEnd()}…`;
}
