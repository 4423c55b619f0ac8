import type { Chart } from '../chart.ts';

/** One bar: what it is of, how long it is, and what is written beside it. */
export interface RankedBar {
  readonly label: string;
  readonly value: number;
  readonly words: string;
}

interface Drawing {
  readonly title: string;
  readonly description: string;
  /** The longest first. */
  readonly bars: readonly RankedBar[];
}

const SIZES = { wide: { width: 680, letters: 76 }, narrow: { width: 300, letters: 32 } };
const ROW = 44;
const BAR = 16;
const TEXT = 16;
/** A bar of anything is seen. */
const LEAST = 2;

/** Bars one below the other, each under its own name, as SVG without style or script, for wide and for narrow screens. */
export function drawRankedBars(drawing: Drawing): Chart {
  const { title, description } = drawing;
  return { title, description, wide: draw(drawing, 'wide'), narrow: draw(drawing, 'narrow') };
}

function draw({ title, bars }: Drawing, name: keyof typeof SIZES): string {
  const { width, letters } = SIZES[name];
  const height = bars.length * ROW;
  const most = Math.max(1, ...bars.map(({ value }) => value));
  const rows = bars.map(({ label, value, words }, at) => {
    const top = at * ROW;
    const long = value > 0 ? Math.max(LEAST, Math.round((value / most) * width)) : 0;
    const said = label.length + words.length + 2 > letters ? `${label.slice(0, letters - words.length - 3)}…` : label;
    return [
      `<text x="0" y="${top + TEXT}">${escaped(said)}</text>`,
      `<text x="${width}" y="${top + TEXT}" text-anchor="end" font-weight="bold">${escaped(words)}</text>`,
      `<rect x="0" y="${top + TEXT + 6}" width="${width}" height="${BAR}" fill="#eef2f4"/>`,
      `<rect x="0" y="${top + TEXT + 6}" width="${long}" height="${BAR}" fill="#0b5c7a"/>`,
    ].join('');
  });
  return [
    `<svg class="chart chart--${name}" role="img" aria-label="${escaped(title)}" focusable="false"`,
    ` viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" fill="#0b0c0c" font-size="14">`,
    ...rows,
    '</svg>',
  ].join('');
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
