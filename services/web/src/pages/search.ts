import {
  asCouncil,
  findSupplierCards,
  searchSuppliers,
  type Db,
  type SupplierCard,
  type Trx,
} from '@tocsin/db';
import type { IsoDate } from '@tocsin/domain';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { latestDay, type PageRoutes } from '../pages.ts';
import { watchNow, type Ports } from '../ports.ts';
import { typed } from '../typed.ts';

export const MOST_FOUND = 50;
export const LONGEST_SEARCH = 200;
const SearchQuery = z.object({ q: typed(LONGEST_SEARCH).catch('') });

/** Suppliers by name, former name or number, with their status, so that the right company is chosen. */
export const searchRoutes: PageRoutes = (app, ports, page) => {
  app.get('/suppliers', async (request, reply) => {
    const { q } = SearchQuery.parse(request.query);
    return page(request, reply, 'search', {
      title: q === '' ? 'Find a supplier' : `Suppliers matching “${q}”`,
      nav: 'suppliers',
      q,
      tooShort: q.length === 1,
      most: MOST_FOUND,
      suppliers: q.length < 2 ? [] : await findSuppliersNamed(ports, request, q, await latestDay(ports)),
    });
  });
};

/** The suppliers whom whoever asks may mean, the closest first. A council finds one by its own register’s name for it, too. */
export async function findSuppliersNamed(
  ports: Ports,
  { person }: FastifyRequest,
  q: string,
  asOf: IsoDate,
): Promise<readonly SupplierCard[]> {
  const found = async (db: Db | Trx) => {
    const ids = await searchSuppliers(db, q, MOST_FOUND);
    const cards = await findSupplierCards(db, ids, asOf, watchNow(ports));
    return ids.flatMap((id) => cards.get(id) ?? []);
  };
  return person?.council ? asCouncil(ports.db, person.council.gss, found) : found(ports.db);
}
