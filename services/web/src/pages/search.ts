import {
  asCouncil,
  askForLook,
  ASKED_LOOKS_A_DAY,
  findSourcesOn,
  findSupplierCards,
  searchSuppliers,
  type Db,
  type Trx,
} from '@tocsin/db';
import { readCompanyNumber } from '@tocsin/domain';
import { companiesHouseCompany } from '@tocsin/sources';
import { z } from 'zod';
import { latestDay, type PageRoutes } from '../pages.ts';
import { councilOf, personOf } from '../person.ts';
import { watchNow } from '../ports.ts';
import { Refusal } from '../refusal.ts';
import { typed } from '../typed.ts';
import { readForm } from './alert-forms.ts';

const MOST = 50;
const SearchQuery = z.object({ q: typed(200).catch(''), done: z.literal('asked').nullable().catch(null) });
const WantedLook = z.object({ number: typed(20) });

/** Suppliers by name, former name or number, with their status, so that the right company is chosen. */
export const searchRoutes: PageRoutes = (app, ports, page) => {
  app.get('/suppliers', async (request, reply) => {
    const { q, done } = SearchQuery.parse(request.query);
    const today = await latestDay(ports);
    const found = async (db: Db | Trx) => {
      const ids = q.length < 2 ? [] : await searchSuppliers(db, q, MOST);
      const cards = await findSupplierCards(db, ids, today, watchNow(ports));
      return ids.flatMap((id) => cards.get(id) ?? []);
    };
    const council = request.person?.council;
    const suppliers = council ? await asCouncil(ports.db, council.gss, found) : await found(ports.db);
    return page(request, reply, 'search', {
      title: q === '' ? 'Find a supplier' : `Suppliers matching “${q}”`,
      nav: 'suppliers',
      q,
      tooShort: q.length === 1,
      most: MOST,
      suppliers,
      done,
      number: suppliers.length === 0 ? readCompanyNumber(q) : null,
      isRead: (await findSourcesOn(ports.db)).includes(companiesHouseCompany.id),
    });
  });

  app.post('/suppliers/look', async (request, reply) => {
    const council = councilOf(request).gss;
    const number = readCompanyNumber(readForm(WantedLook, request.body).number);
    if (number === null)
      throw new Refusal(400, 'Enter a company number', 'Go back and enter it as Companies House prints it.');
    const by = personOf(request).actor;
    const isAsked = await asCouncil(ports.db, council, (trx) => askForLook(trx, { council, number, by }));
    if (!isAsked)
      throw new Refusal(
        429,
        'Too many looks for one day',
        `Your council has asked for ${ASKED_LOOKS_A_DAY} looks in 24 hours. Ask for this one tomorrow.`,
      );
    return reply.redirect(`/suppliers?q=${number}&done=asked`, 303);
  });
};
