import { addMonths, formatShortDate, type IsoDate } from '@tocsin/domain';
import { asMarkup, drawn, GRID, INK, rounded, ruled, written } from './svg.ts';

/** Days of one kind, of which each month shows how many fall into it. */
export interface MonthRow {
  readonly title: string;
  readonly days: readonly IsoDate[];
  readonly fill: string;
}

interface MonthGridDrawing {
  /** What a screen reader says in place of the shapes. */
  readonly label: string;
  /** A day of the first month. */
  readonly from: IsoDate;
  readonly months: number;
  readonly rows: readonly MonthRow[];
}

const SIZES = { wide: { width: 900, across: 24 }, narrow: { width: 320, across: 8 } };
const SIDE = 92;
const HEAD = 22;
const ROW = 30;
const GAP = 14;

/** How many days of each kind fall into each of the months to come, as SVG without style or script, for both kinds of screen. */
export function drawMonthGrid(drawing: MonthGridDrawing): { readonly wide: string; readonly narrow: string } {
  return { wide: draw(drawing, 'wide'), narrow: draw(drawing, 'narrow') };
}

/** The months from that of a day on, each as its first seven figures: `2026-11`. */
export function monthsFrom(from: IsoDate, months: number): readonly string[] {
  const first = `${from.slice(0, 7)}-01`;
  return Array.from({ length: months }, (_, at) => addMonths(first, at).slice(0, 7));
}

function draw({ label, from, months, rows }: MonthGridDrawing, name: keyof typeof SIZES): string {
  const { width, across } = SIZES[name];
  const all = monthsFrom(from, months);
  const blocks = Array.from({ length: Math.ceil(months / across) }, (_, at) =>
    all.slice(at * across, (at + 1) * across),
  );
  const high = HEAD + rows.length * ROW + GAP;
  const pieces = blocks.flatMap((block, at) =>
    blockOf(block, rows, { y: at * high, wide: (width - SIDE) / across }),
  );
  return drawn({ name, width, height: blocks.length * high - GAP + 1, label }, pieces);
}

function blockOf(
  months: readonly string[],
  rows: readonly MonthRow[],
  { y, wide }: { readonly y: number; readonly wide: number },
): readonly string[] {
  const x = (at: number) => SIDE + at * wide;
  return [
    ...months.map((month, at) => written(x(at) + wide / 2, y + 14, 'middle', letterOf(month, at))),
    ...rows.flatMap(({ title, days, fill }, nth) => {
      const top = y + HEAD + nth * ROW;
      return [
        written(0, top + ROW / 2, 'start', title, 'middle'),
        ruled(0, top, x(months.length), top, { colour: GRID, width: 1 }),
        ...months.flatMap((month, at) => cell(countIn(days, month), { x: x(at), top, wide, fill })),
      ];
    }),
    ruled(0, y + HEAD + rows.length * ROW, x(months.length), y + HEAD + rows.length * ROW, {
      colour: INK,
      width: 1,
    }),
  ];
}

const countIn = (days: readonly IsoDate[], month: string) =>
  days.filter((day) => day.startsWith(month)).length;

/** The first letter of a month; of the first shown and of each January the year, too short for more than two figures. */
function letterOf(month: string, at: number): string {
  const day = `${month}-01`;
  const isFirst = at === 0 || month.endsWith('-01');
  return isFirst ? `’${month.slice(2, 4)}` : formatShortDate(day, 'month').slice(0, 1);
}

function cell(
  days: number,
  {
    x,
    top,
    wide,
    fill,
  }: { readonly x: number; readonly top: number; readonly wide: number; readonly fill: string },
): readonly string[] {
  if (days === 0) return [];
  return [
    `<rect x="${rounded(x + 2)}" y="${top + 3}" width="${rounded(wide - 4)}" height="${ROW - 6}" fill="${fill}" stroke="${INK}"/>`,
    `<text x="${rounded(x + wide / 2)}" y="${top + ROW / 2}" font-weight="bold" text-anchor="middle" dominant-baseline="central">${asMarkup(String(days))}</text>`,
  ];
}
