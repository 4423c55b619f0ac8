import { findSupplierCards, searchSuppliers } from '@tocsin/db';
import { z } from 'zod';
import { latestDay, type PageRoutes } from '../pages.ts';
import { watchNow } from '../ports.ts';

const MOST = 50;
const SearchQuery = z.object({ q: z.string().trim().max(200).catch('') });

/** Suppliers by name, former name or number, with their status, so that the right company is chosen. */
export const searchRoutes: PageRoutes = (app, ports, page) => {
  app.get('/suppliers', async (request, reply) => {
    const { q } = SearchQuery.parse(request.query);
    const ids = q.length < 2 ? [] : await searchSuppliers(ports.db, q, MOST);
    const cards = await findSupplierCards(ports.db, ids, await latestDay(ports), watchNow(ports));
    return page(request, reply, 'search', {
      title: q === '' ? 'Find a supplier' : `Suppliers matching “${q}”`,
      nav: 'suppliers',
      q,
      tooShort: q.length === 1,
      most: MOST,
      suppliers: ids.flatMap((id) => cards.get(id) ?? []),
    });
  });
};
