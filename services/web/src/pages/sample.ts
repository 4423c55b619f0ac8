import { askToRemoveSample } from '@tocsin/db';
import type { PageRoutes } from '../pages.ts';

/** Takes the sample out of a local copy: what was replayed goes with its alerts, what people loaded stays. */
export const sampleRoutes: PageRoutes = (app, ports, page) => {
  if (ports.settings.TOCSIN_MODE !== 'local') return;

  app.post('/local/sample/remove', async (_request, reply) => {
    await ports.db.transaction().execute((trx) => askToRemoveSample(trx));
    return reply.redirect('/local/sample', 303);
  });

  app.get('/local/sample', async (request, reply) =>
    page(request, reply, 'sample', { title: 'The sample is being removed' }),
  );
};
