import { findLeaves, findLedger } from '@tocsin/db';
import { leafCells, leafColumns } from '@tocsin/scoring';
import { stringify } from 'csv-stringify/sync';
import type { PageRoutes } from '../pages.ts';

const FILE = /^(\d{4}-\d{2})\.csv$/;

/** The sealed ledger for everybody: every month with its hash, and the leaves of those that were laid open. */
export const ledgerRoutes: PageRoutes = (app, ports, page) => {
  app.get('/ledger', async (request, reply) => {
    const months = (await findLedger(ports.national)).toReversed();
    return page(request, reply, 'ledger', {
      title: 'The sealed ledger',
      months,
      publicKey: months[0]?.publicKey,
    });
  });

  app.get('/ledger.json', async (_request, reply) =>
    reply.type('application/json; charset=utf-8').send(await findLedger(ports.national)),
  );

  app.get<{ Params: { file: string } }>('/ledger/:file', async (request, reply) => {
    const [, month = ''] = FILE.exec(request.params.file) ?? [];
    const opened = (await findLedger(ports.national)).find(
      (one) => one.month === month && one.openedAt !== null,
    );
    if (!opened) return reply.callNotFound();
    const leaves = await findLeaves(ports.national, month);
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="${month}.csv"`)
      .send(stringify([[...leafColumns], ...leaves.map(leafCells)]));
  });
};
