import { formatPoundsShort, formatShortDate, formatVat, VatBasis } from '@tocsin/domain';
import type { SectorMonth } from '@tocsin/exposure';
import { drawRankedBars } from './ranked-bars.ts';
import type { Chart } from './svg.ts';

/**
 * What was paid by month, in the VAT basis that most was paid in: the others stand in the table behind it. Null where
 * nothing was.
 */
export function drawMonths(title: string, months: readonly SectorMonth[]): Chart | null {
  const totalOf = (basis: VatBasis) => months.reduce((sum, { paid }) => sum + paid[basis], 0);
  const [basis = 'net'] = VatBasis.options.toSorted((a, b) => totalOf(b) - totalOf(a));
  if (totalOf(basis) <= 0) return null;
  return drawRankedBars({
    title: `${title}, ${formatVat(basis)}`,
    description:
      'The oldest month first. A month of which few councils were read is short because little was read.',
    bars: months.map(({ month, paid, councilsRead }) => ({
      label: `${formatShortDate(month, 'month')} (${councilsRead} read)`,
      value: Math.max(0, paid[basis]),
      words: councilsRead === 0 ? 'not read' : formatPoundsShort(paid[basis]),
    })),
  });
}
