import { findDaysOfNote } from '@tocsin/db';
import { z } from 'zod';
import { attributionLine } from '../attribution.ts';
import { dayAsked } from '../calendar.ts';
import { pounds, toCsv } from '../csv.ts';
import { findNationalView } from '../national-view.ts';
import { latestDay, type PageRoutes } from '../pages.ts';
import { bandWords } from '../words.ts';

const NOTABLE_DAYS = 6;
const NationalQuery = z.object({ on: z.unknown().optional() });

/** Risk across councils: public record by name, private registers only in groups of five; never added together. */
export const nationalRoutes: PageRoutes = (app, ports, page) => {
  app.get('/national', async (request, reply) => {
    const latest = await latestDay(ports);
    const asOf = dayAsked(NationalQuery.parse(request.query).on, latest);
    const view = await findNationalView(ports.national, asOf);
    return page(request, reply, 'national', {
      title: 'National view',
      nav: 'national',
      asOf,
      notable: await findDaysOfNote(ports.national, NOTABLE_DAYS),
      ...view,
    });
  });

  app.get('/national.csv', async (request, reply) => {
    const asOf = dayAsked(NationalQuery.parse(request.query).on, await latestDay(ports));
    const { byCouncil } = await findNationalView(ports.national, asOf);
    const header = [
      'Council code',
      'Council',
      'Region',
      'Level',
      'Suppliers',
      'Contracts on public record',
      'Value left without VAT (£)',
      'Value left with VAT (£)',
      'Value left, VAT not stated (£)',
      'Licence',
    ];
    const rows = byCouncil.flatMap(({ council, bands }) =>
      bands.map(({ band, suppliers, totals }) => [
        council.gss,
        council.name,
        council.region,
        bandWords[band],
        suppliers.map((supplier) => supplier.name).join('; '),
        totals.contracts,
        pounds(totals.valueLeft.net),
        pounds(totals.valueLeft.gross),
        pounds(totals.valueLeft.unknown),
        attributionLine,
      ]),
    );
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="national-${asOf}.csv"`)
      .send(toCsv(header, rows));
  });
};
