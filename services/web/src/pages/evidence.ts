import { asCouncil } from '@tocsin/db';
import { z } from 'zod';
import { dayAsked } from '../calendar.ts';
import { latestDay, type PageRoutes } from '../pages.ts';
import { personOf, scopeOf } from '../person.ts';
import { findOurPart, findSupplier } from './supplier.ts';

const EvidenceParams = z.object({ key: z.string() });
const EvidenceQuery = z.object({ on: z.unknown().optional() });

/** All that stands about one supplier on one day as a document to print and to file: each fact with its source and hash. */
export const evidenceRoutes: PageRoutes = (app, ports, page) => {
  app.get('/suppliers/:key/evidence', async (request, reply) => {
    const asOf = dayAsked(EvidenceQuery.parse(request.query).on, await latestDay(ports));
    const { key } = EvidenceParams.parse(request.params);
    const found = await asCouncil(ports.db, scopeOf(request), (trx) =>
      findSupplier({ ...ports, db: trx }, key, asOf),
    );
    const { alerts, ...ours } = await findOurPart(ports, personOf(request), found.supplier.id, asOf);
    return page(request, reply, 'evidence', {
      title: `Evidence: ${found.supplier.name}`,
      nav: 'suppliers',
      ...found,
      ...ours,
      alerts: alerts.filter((alert) => alert.asOf <= asOf),
      madeAt: ports.now().toISOString(),
    });
  });
};
