import { asCouncil } from '@tocsin/db';
import type { IsoDate } from '@tocsin/domain';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { dayAsked } from '../calendar.ts';
import { compareFindings } from '../compare-view.ts';
import { latestDay, type PageRoutes } from '../pages.ts';
import { personOf, scopeOf } from '../person.ts';
import type { Ports } from '../ports.ts';
import { typed } from '../typed.ts';
import { LONGEST_SEARCH } from './search.ts';
import { findOurPart, findSupplier } from './supplier.ts';

const CompareParams = z.object({ key: z.string() });
const CompareQuery = z.object({
  on: z.unknown().optional(),
  /** The day of the other side; without one the same. */
  beside: z.unknown().optional(),
  /** The key of another supplier; without one the same. */
  with: typed(LONGEST_SEARCH).catch(''),
});

/** A supplier beside itself on another day, or beside another supplier. */
export const compareRoutes: PageRoutes = (app, ports, page) => {
  app.get('/suppliers/:key/compare', async (request, reply) => {
    const latest = await latestDay(ports);
    const asked = CompareQuery.parse(request.query);
    const { key } = CompareParams.parse(request.params);
    const asOf = dayAsked(asked.on, latest);
    const day = asked.beside ? dayAsked(asked.beside, latest) : asOf;
    const one = await findSide(ports, request, key, asOf);
    const isAsked = asked.with !== '' || day !== asOf;
    const other = isAsked ? await findSide(ports, request, asked.with || key, day) : null;
    return page(request, reply, 'compare', {
      title: other ? `${one.supplier.name} beside ${other.supplier.name}` : `Compare ${one.supplier.name}`,
      nav: 'suppliers',
      asOf,
      beside: day,
      query: asked,
      sides: other ? [one, other] : [one],
      compared: other && compareFindings(one.assessment, other.assessment),
    });
  });
};

async function findSide(ports: Ports, request: FastifyRequest, key: string, asOf: IsoDate) {
  const found = await asCouncil(ports.db, scopeOf(request), (trx) =>
    findSupplier({ ...ports, db: trx }, key, asOf),
  );
  const { exposure } = await findOurPart(ports, personOf(request), found.supplier.id, asOf);
  return { ...found, exposure };
}
