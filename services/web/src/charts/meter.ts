import type { ContractCoverage, KnownBy } from '@tocsin/exposure';

const WIDTH = 600;
const HEIGHT = 28;
const colours: Readonly<Record<KnownBy, string>> = {
  number: '#0b2b3c',
  matched: '#2f7ea8',
  waiting: '#c9d3d8',
  ambiguous: '#dde4e7',
  none: '#eef1f3',
};

/** One bar, cut into the shares of contracts by how their supplier is known. The table beside it holds the figures. */
export function drawMeter(lines: ContractCoverage['lines']): string {
  const widths = lines.map((line) => Math.round((line.share ?? 0) * WIDTH));
  const bars = lines.map((line, at) => {
    const x = widths.slice(0, at).reduce((sum, width) => sum + width, 0);
    return `<rect x="${x}" y="1" width="${widths[at]}" height="${HEIGHT - 2}" fill="${colours[line.state]}"/>`;
  });
  return [
    `<svg class="meter" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" focusable="false"`,
    ' aria-label="Contracts by how their supplier is known. The table below holds the figures.">',
    ...bars,
    `<rect x="1" y="1" width="${WIDTH - 2}" height="${HEIGHT - 2}" fill="none" stroke="#0b0c0c" stroke-width="2"/>`,
    '</svg>',
  ].join('');
}
