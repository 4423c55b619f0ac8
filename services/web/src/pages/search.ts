import { asCouncil, findSupplierCards, searchSuppliers, type Db, type Trx } from '@tocsin/db';
import { z } from 'zod';
import { latestDay, type PageRoutes } from '../pages.ts';
import { watchNow } from '../ports.ts';
import { typed } from '../typed.ts';

const MOST = 50;
const SearchQuery = z.object({ q: typed(200).catch('') });

/** Suppliers by name, former name or number, with their status, so that the right company is chosen. */
export const searchRoutes: PageRoutes = (app, ports, page) => {
  app.get('/suppliers', async (request, reply) => {
    const { q } = SearchQuery.parse(request.query);
    const today = await latestDay(ports);
    const found = async (db: Db | Trx) => {
      const ids = q.length < 2 ? [] : await searchSuppliers(db, q, MOST);
      const cards = await findSupplierCards(db, ids, today, watchNow(ports));
      return ids.flatMap((id) => cards.get(id) ?? []);
    };
    const council = request.person?.council;
    return page(request, reply, 'search', {
      title: q === '' ? 'Find a supplier' : `Suppliers matching “${q}”`,
      nav: 'suppliers',
      q,
      tooShort: q.length === 1,
      most: MOST,
      suppliers: council ? await asCouncil(ports.db, council.gss, found) : await found(ports.db),
    });
  });
};
