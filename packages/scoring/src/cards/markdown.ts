import type { ModelRow } from '../model.ts';

/** A table in Markdown; bars inside cells are escaped. */
export function markdownTable(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(heading), line(heading.map(() => '---')), ...rows.map(line)].join('\n');
}

/** What a row of the model may count, in words: `12 below 0.23, 9 below 0.37, else 0`. */
export function pointsInWords({ weight }: ModelRow): string {
  if (weight.bins) return binsInWords(weight.bins);
  if (!weight.levels) return signed(weight.points);
  return Object.entries(weight.levels)
    .map(([level, points]) => `${signed(points)} ${level}`)
    .join(', ');
}

function binsInWords(bins: NonNullable<ModelRow['weight']['bins']>): string {
  const [only] = bins;
  if (bins.length === 1 && only) return signed(only.points);
  return bins
    .map(({ below, points }) =>
      below === Infinity ? `else ${signed(points)}` : `${signed(points)} below ${below}`,
    )
    .join(', ');
}

/** How points age, in words. */
export function fadeInWords({ weight: { fade } }: ModelRow): string {
  if (!fade) return 'while it holds';
  const months = (days: number) => Math.round(days / 30.44);
  return fade.full < 60
    ? `full for ${fade.full} days, half to ${fade.half}`
    : `full for ${months(fade.full)} months, half to ${months(fade.half)}`;
}

function signed(points: number): string {
  return points < 0 ? `−${-points}` : String(points);
}
