import {
  asCouncil,
  councilItself,
  EVERYBODY,
  findSupplierCards,
  lookUp,
  searchSuppliers,
  type Db,
  type SupplierCard,
  type Trx,
} from '@tocsin/db';
import type { IsoDate } from '@tocsin/domain';
import type { RegisterEntry } from '@tocsin/matching';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { latestDay, type PageRoutes } from '../pages.ts';
import { watchNow, type Ports } from '../ports.ts';
import { typed } from '../typed.ts';

export const MOST_FOUND = 50;
export const LONGEST_SEARCH = 200;
const SearchQuery = z.object({ q: typed(LONGEST_SEARCH).catch('') });

/** Suppliers by name, former or trading name, postcode or number, with their status, so that the right company is chosen. */
export const searchRoutes: PageRoutes = (app, ports, page) => {
  app.get('/suppliers', async (request, reply) => {
    const { q } = SearchQuery.parse(request.query);
    const found = q.length < 2 ? NONE : await findNamed(ports, request, q, await latestDay(ports));
    return page(request, reply, 'search', {
      title: q === '' ? 'Find a supplier' : `Suppliers matching “${q}”`,
      nav: 'suppliers',
      q,
      tooShort: q.length === 1,
      most: MOST_FOUND,
      ...found,
    });
  });
};

interface Named {
  readonly suppliers: readonly SupplierCard[];
  /** Companies of the register with names much like it that nothing here names to whoever asks. */
  readonly companies: readonly RegisterEntry[];
}

const NONE: Named = { suppliers: [], companies: [] };

/**
 * The suppliers whom whoever asks may mean, the closest first, and the companies of the register that may be meant
 * besides. A council finds a supplier by its own register’s name for it, too.
 */
export async function findNamed(
  ports: Ports,
  { person }: FastifyRequest,
  q: string,
  asOf: IsoDate,
): Promise<Named> {
  const council = person?.council?.gss;
  const find = async (db: Db | Trx): Promise<Named> => {
    const printed = { name: q, postcode: null, number: null };
    const { candidates, entries } = await lookUp(db, printed, council ? councilItself(council) : EVERYBODY);
    const alike = candidates.map(({ number }) => number);
    const ids = await searchSuppliers(db, q, MOST_FOUND, alike);
    const cards = await findSupplierCards(db, ids, asOf, watchNow(ports));
    const suppliers = ids.flatMap((id) => cards.get(id) ?? []);
    const here = new Set(suppliers.map(({ number }) => number));
    const others = alike.flatMap((number) => entries.find((one) => one.number === number) ?? []);
    return { suppliers, companies: others.filter(({ number }) => !here.has(number)) };
  };
  return council ? asCouncil(ports.db, council, find) : find(ports.db);
}
