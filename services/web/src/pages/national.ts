import { coverageSentences } from '@tocsin/alerting';
import { findDaysOfNote } from '@tocsin/db';
import type { CouncilCoverage } from '@tocsin/exposure';
import { z } from 'zod';
import { dayAsked } from '../calendar.ts';
import { exportRoutes } from '../export.ts';
import { findNationalView } from '../national-view.ts';
import { latestDay, type PageRoutes } from '../pages.ts';
import { watchNow } from '../ports.ts';
import { levelWords } from '../words.ts';
import { valueLeftCells, valueLeftHeadings } from '../value-left-cells.ts';

const NOTABLE_DAYS = 6;
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
    });
  });

  exportRoutes(app, '/national', async (request) => {
    const asOf = dayAsked(NationalQuery.parse(request.query).on, await latestDay(ports));
    const { byCouncil, coverage } = await findNationalView(ports.national, asOf, watchNow(ports));
    const rows = byCouncil.flatMap(({ council, levels }) =>
      levels.map(({ level, suppliers, totals }) => [
        council.gss,
        council.name,
        council.region,
        levelWords[level],
        suppliers.map((supplier) => supplier.name).join('; '),
        totals.contracts,
        ...valueLeftCells(totals),
        knownOf(coverage.find((counted) => counted.council === council.gss)),
      ]),
    );
    return { name: `national-${asOf}`, header: exportHeader, rows };
  });
};

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
  'How much of all its live published contracts is known to be whose',
];
