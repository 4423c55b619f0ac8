import { restsOnWords } from '@tocsin/alerting';
import { findCellBases, findCellSums, findSectorMonths } from '@tocsin/db';
import { formatVat, formatWholeShare, type IsoDate } from '@tocsin/domain';
import { SectorCut, viewOfConcentration, type SectorConcentration } from '@tocsin/exposure';
import { z } from 'zod';
import { drawMonths } from '../charts/months.ts';
import { drawRankedBars } from '../charts/ranked-bars.ts';
import { exportRoutes, pounds } from '../export.ts';
import { latestDay, type PageRoutes } from '../pages.ts';
import type { Ports } from '../ports.ts';

const ConcentrationQuery = z.object({ by: SectorCut.catch('region') });
const MONTHS = 12;

const cutWords: Readonly<Record<SectorCut, string>> = {
  region: 'Region',
  type: 'Type of council',
  service: 'Service that paid',
};

/** How far the spend of regions, types of council and services goes to few suppliers, and what was paid by month. */
export const concentrationRoutes: PageRoutes = (app, ports, page) => {
  app.get('/national/concentration', async (request, reply) => {
    const { by } = ConcentrationQuery.parse(request.query);
    const asOf = await latestDay(ports);
    const view = await findConcentration(ports, by, asOf);
    const months = await findSectorMonths(ports.national, null, asOf);
    return page(request, reply, 'concentration', {
      title: 'Concentration and trend',
      nav: 'national',
      ...view,
      cutWords,
      cells: view.cells.map((one) => ({ ...one, restsOn: restsOnWords(one.basis) })),
      chart: drawShares(view),
      months,
      byMonth: drawMonths('Paid to known suppliers in each month', months.slice(-MONTHS)),
    });
  });

  exportRoutes(app, '/national/concentration', async (request) => {
    const { by } = ConcentrationQuery.parse(request.query);
    const asOf = await latestDay(ports);
    const { cells } = await findConcentration(ports, by, asOf);
    return {
      name: `concentration-${by}-${asOf}`,
      header: [
        cutWords[by],
        'VAT',
        'Paid to known suppliers in 12 months (£)',
        'Suppliers',
        'Share of the five largest',
        'Herfindahl–Hirschman index',
        'How much this rests on',
      ],
      rows: cells.flatMap(({ cell, basis, inBasis }) =>
        inBasis.map(({ vat, concentration }) => [
          cell,
          formatVat(vat),
          pounds(concentration?.pence ?? null),
          concentration?.suppliers ?? null,
          concentration === null ? 'not enough read' : Number(concentration.topFiveShare.toFixed(3)),
          concentration?.hhi ?? null,
          restsOnWords(basis),
        ]),
      ),
    };
  });
};

async function findConcentration(
  { national }: Ports,
  cut: SectorCut,
  asOf: IsoDate,
): Promise<SectorConcentration> {
  return viewOfConcentration(
    asOf,
    cut,
    await findCellSums(national, cut),
    await findCellBases(national, cut, asOf),
  );
}

/** Null where of no cell enough was read. */
function drawShares({ cells }: SectorConcentration) {
  const known = cells.flatMap(({ cell, inBasis }) =>
    inBasis.flatMap(({ vat, concentration }) => (concentration ? [{ cell, vat, concentration }] : [])),
  );
  if (known.length === 0) return null;
  return drawRankedBars({
    title: 'Share of spend that goes to the five largest suppliers',
    description:
      'Of what went to known suppliers, each VAT basis for itself, only where enough was read. The largest share first.',
    bars: known
      .toSorted((a, b) => b.concentration.topFiveShare - a.concentration.topFiveShare)
      .map(({ cell, vat, concentration: { topFiveShare } }) => ({
        label: `${cell}, ${formatVat(vat)}`,
        value: topFiveShare,
        words: formatWholeShare(topFiveShare),
      })),
  });
}
