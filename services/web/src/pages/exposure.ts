import { asCouncil } from '@tocsin/db';
import { z } from 'zod';
import { attributionLine } from '../attribution.ts';
import { dayAsked } from '../calendar.ts';
import { pounds, toCsv, type Cell } from '../csv.ts';
import { drawMeter } from '../coverage-meter.ts';
import { blindShare, findOurExposure, type HeldContract } from '../our-exposure.ts';
import { latestDay, type PageRoutes } from '../pages.ts';
import { councilOf } from '../person.ts';
import { bandWords, criticalityWords, formatVat } from '../words.ts';

const ExposureQuery = z.object({ on: z.unknown().optional() });

/** What the council depends on, by level, and how much of it can be seen at all. */
export const exposureRoutes: PageRoutes = (app, ports, page) => {
  app.get('/exposure', async (request, reply) => {
    const council = councilOf(request);
    const latest = await latestDay(ports);
    const asOf = dayAsked(ExposureQuery.parse(request.query).on, latest);
    const exposure = await asCouncil(ports.db, council.gss, (trx) => findOurExposure(trx, council.gss, asOf));
    return page(request, reply, 'exposure', {
      title: 'Our exposure',
      nav: 'exposure',
      asOf,
      ...exposure,
      blindShare: blindShare(exposure.coverage.lines),
      meter: drawMeter(exposure.coverage.lines),
    });
  });

  app.get('/exposure.csv', async (request, reply) => {
    const council = councilOf(request);
    const asOf = dayAsked(ExposureQuery.parse(request.query).on, await latestDay(ports));
    const { held } = await asCouncil(ports.db, council.gss, (trx) => findOurExposure(trx, council.gss, asOf));
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="exposure-${council.gss}-${asOf}.csv"`)
      .send(toCsv(csvHeader, held.map(csvRow)));
  });
};

const csvHeader = [
  'Contract',
  'Suppliers',
  'Company numbers',
  'Level',
  'Value (£)',
  'Value left (£)',
  'VAT',
  'Starts',
  'Ends',
  'Criticality',
  'Service',
  'Owner',
  'Known from',
  'Reference',
  'Link',
  'Licence',
];

function csvRow({ contract, suppliers, band }: HeldContract): Cell[] {
  return [
    contract.title,
    suppliers.map((supplier) => supplier.name).join('; '),
    suppliers.map((supplier) => supplier.number ?? 'none named').join('; '),
    band ? bandWords[band] : 'Not assessed',
    pounds(contract.value?.pence ?? null),
    pounds(contract.valueLeft?.pence ?? null),
    contract.value ? formatVat(contract.value.vat) : null,
    contract.startsOn,
    contract.endsOn,
    criticalityWords[contract.criticality],
    contract.service,
    contract.owner,
    contract.origin === 'register' ? 'Own register' : 'Published notice',
    contract.ref,
    contract.url,
    attributionLine,
  ];
}
