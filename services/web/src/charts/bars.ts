import { drawn, INK, rounded, written } from './svg.ts';

/** One part of a bar: how long it is, how it is filled, and what is written in it where there is room. */
export interface BarPart {
  readonly amount: number;
  readonly fill: string;
  readonly ink: string;
  readonly words: string;
}

/** A bar with what stands over it, its parts from the left; and another of the same thing under it. */
export interface Bar {
  readonly title: string;
  readonly parts: readonly BarPart[];
  readonly under?: readonly BarPart[];
}

interface BarsDrawing {
  /** What a screen reader says in place of the shapes. */
  readonly label: string;
  readonly bars: readonly Bar[];
  /** Whether each bar is a whole of its own, cut into shares; else all are of one measure, the longest the whole width. */
  readonly areWhole: boolean;
}

const SIZES = { wide: 900, narrow: 320 };
const BAR = { top: 22, high: 26, gap: 8 };
/** Of a letter of the size that is written. */
const LETTER = 7.2;
const LEAST = 2;

/** Bars under one another, each of one part or of several, as SVG without style or script, for both kinds of screen. */
export function drawBars(drawing: BarsDrawing): { readonly wide: string; readonly narrow: string } {
  return { wide: draw(drawing, 'wide'), narrow: draw(drawing, 'narrow') };
}

function draw({ label, bars, areWhole }: BarsDrawing, name: keyof typeof SIZES): string {
  const width = SIZES[name];
  const longest = Math.max(...bars.flatMap(({ parts, under = [] }) => [lengthOf(parts), lengthOf(under)]), 0);
  let y = 0;
  const rows = bars.flatMap(({ title, parts, under }) => {
    const measure = areWhole ? lengthOf(parts) : longest;
    const perUnit = measure > 0 ? (width - 2) / measure : 0;
    const top = y + BAR.top;
    y = top + (under ? 2 : 1) * BAR.high + BAR.gap;
    return [
      written(0, top - 7, 'start', title),
      ...partsOf(parts, { y: top, perUnit, width }),
      ...partsOf(under ?? [], { y: top + BAR.high, perUnit, width }),
    ];
  });
  return drawn({ name, width, height: Math.max(1, y), label }, rows);
}

/** Credits have no length: the table beside a picture holds them. */
const lengthOf = (parts: readonly BarPart[]) =>
  parts.reduce((sum, { amount }) => sum + Math.max(0, amount), 0);

/** The words of a part stand in it; of a bar of one part beside it where it is too short. */
function partsOf(
  parts: readonly BarPart[],
  { y, perUnit, width }: { readonly y: number; readonly perUnit: number; readonly width: number },
): readonly string[] {
  let x = 1;
  return parts
    .filter(({ amount }) => amount > 0)
    .flatMap(({ amount, fill, ink, words }) => {
      const wide = Math.max(LEAST, amount * perUnit);
      const at = x;
      x += wide;
      const box = `<rect x="${rounded(at)}" y="${y}" width="${rounded(wide)}" height="${BAR.high}" fill="${fill}" stroke="${INK}" stroke-width="1"/>`;
      const long = words.length * LETTER + 10;
      const text = (place: number, colour: string) =>
        `<text x="${rounded(place + 6)}" y="${y + BAR.high / 2}" fill="${colour}" dominant-baseline="central">${words}</text>`;
      if (long < wide) return [box, text(at, ink)];
      return parts.length === 1 && at + wide + long < width ? [box, text(at + wide, INK)] : [box];
    });
}
