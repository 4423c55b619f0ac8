import { count, coverageSentences } from '@tocsin/alerting';
import { findDaysOfNote } from '@tocsin/db';
import type { CouncilCoverage, NationalView } from '@tocsin/exposure';
import { z } from 'zod';
import { dayAsked } from '../calendar.ts';
import { drawRankedBars } from '../charts/ranked-bars.ts';
import { exportRoutes, pounds } from '../export.ts';
import { findNationalView } from '../national-view.ts';
import { latestDay, type PageRoutes } from '../pages.ts';
import { watchNow } from '../ports.ts';
import { levelWords } from '../words.ts';
import { valueLeftCells, valueLeftHeadings } from '../value-left-cells.ts';

const NOTABLE_DAYS = 6;
/** Suppliers that are drawn. */
const DRAWN = 8;
const NationalQuery = z.object({ on: z.unknown().optional() });

/** Risk across councils: public record by name, private registers only in groups of five; never added together. */
export const nationalRoutes: PageRoutes = (app, ports, page) => {
  app.get('/national', async (request, reply) => {
    const latest = await latestDay(ports);
    const asOf = dayAsked(NationalQuery.parse(request.query).on, latest);
    const view = await findNationalView(ports.national, asOf, watchNow(ports));
    return page(request, reply, 'national', {
      title: 'National view',
      nav: 'national',
      notable: await findDaysOfNote(ports.national, NOTABLE_DAYS),
      ...view,
      isPast: asOf < latest,
      chart: view.bySupplier.length > 0 ? drawShared(view) : null,
    });
  });

  exportRoutes(app, '/national', async (request) => {
    const asOf = dayAsked(NationalQuery.parse(request.query).on, await latestDay(ports));
    const { byCouncil, coverage } = await findNationalView(ports.national, asOf, watchNow(ports));
    const rows = byCouncil.flatMap(({ council, levels }) =>
      levels.map(({ level, suppliers, totals, spend }) => [
        council.gss,
        council.name,
        council.region,
        levelWords[level],
        suppliers.map((supplier) => supplier.name).join('; '),
        totals.contracts,
        ...valueLeftCells(totals),
        pounds(spend.net),
        pounds(spend.gross),
        pounds(spend.unknown),
        knownOf(coverage.find((counted) => counted.council === council.gss)),
      ]),
    );
    return { name: `national-${asOf}`, header: exportHeader, rows };
  });
};

/** The suppliers at risk that most councils depend on. */
function drawShared({ bySupplier }: NationalView) {
  const most = bySupplier.toSorted((a, b) => b.councils - a.councils).slice(0, DRAWN);
  return drawRankedBars({
    title: 'Councils that depend on suppliers at watch or above',
    description: `The ${most.length === 1 ? 'one supplier' : `${most.length} suppliers`} with most councils. Each bar is as long as councils have a live published contract with the supplier or published payments to it.`,
    bars: most.map(({ supplier, councils }) => ({
      label: `${supplier.name}: ${levelWords[supplier.level]}`,
      value: councils,
      words: count(councils, 'council'),
    })),
  });
}

function knownOf(counted: CouncilCoverage | undefined): string {
  return counted ? coverageSentences(counted.contracts).join(' ') : 'not counted yet';
}

const exportHeader = [
  'Council code',
  'Council',
  'Region',
  'Level',
  'Suppliers',
  'Contracts on public record',
  ...valueLeftHeadings,
  'Paid in 12 months without VAT (£)',
  'Paid in 12 months with VAT (£)',
  'Paid in 12 months, VAT not stated (£)',
  'How much of all its live published contracts is known to be whose',
];
