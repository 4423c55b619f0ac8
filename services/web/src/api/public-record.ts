import { asCouncil, findCouncilCoverage, findCouncils, findNotUnderstood } from '@tocsin/db';
import { IsoDate } from '@tocsin/domain';
import { CouncilCoverage, NationalView } from '@tocsin/exposure';
import { z } from 'zod';
import { dayAsked } from '../calendar.ts';
import { findNationalView } from '../national-view.ts';
import { latestDay } from '../pages.ts';
import { findSourceHealth } from '../pages/sources.ts';
import { findNamed, LONGEST_SEARCH, MOST_FOUND } from '../pages/search.ts';
import { findSupplier } from '../pages/supplier.ts';
import { scopeOf } from '../person.ts';
import { watchNow } from '../ports.ts';
import { SourceView } from '../source-view.ts';
import { SupplierView } from '../supplier-view.ts';
import { OnDay, operation, type Asked } from './operation.ts';
import { NextCursor, ListPart, partOf } from './paging.ts';

const SupplierKey = z.object({
  number: z.string().max(200).meta({ description: 'Its company number, or its `key`.', example: '99000001' }),
});

export const supplierSearch = operation({
  id: 'searchSuppliers',
  path: '/suppliers',
  tag: 'Public record',
  summary:
    'Suppliers by name, former name or number, the closest first, each with its status and level today',
  query: z.object({
    q: z
      .string()
      .trim()
      .min(2)
      .max(LONGEST_SEARCH)
      .meta({ description: 'A name, a part of one, or a company number.', example: 'care homes' }),
  }),
  answer: z.object({
    asOf: IsoDate,
    /** At most fifty. */
    suppliers: z.array(SupplierView.shape.supplier),
    isCut: z.boolean(),
  }),
  find: async ({ ports, request, query }) => {
    const asOf = await latestDay(ports);
    const { suppliers } = await findNamed(ports, request, query.q, asOf);
    return { asOf, suppliers, isCut: suppliers.length === MOST_FOUND };
  },
});

/** What is public of the supplier asked for, and what the own register of whoever asks calls it. */
async function supplierAsked({
  ports,
  request,
  params,
  query,
}: Asked<z.infer<typeof SupplierKey>, z.infer<typeof OnDay>>): Promise<SupplierView> {
  const asOf = dayAsked(query.asOf, await latestDay(ports));
  return asCouncil(ports.db, scopeOf(request), (trx) =>
    findSupplier({ ...ports, db: trx }, params.number, asOf),
  );
}

export const getSupplier = operation({
  id: 'getSupplier',
  path: '/suppliers/:number',
  tag: 'Public record',
  summary: 'One supplier on a day: level, score, findings with evidence, history, timeline',
  params: SupplierKey,
  query: OnDay,
  answer: SupplierView,
  find: supplierAsked,
});

export const listSupplierHistory = operation({
  id: 'listSupplierHistory',
  path: '/suppliers/:number/history',
  tag: 'Public record',
  summary: 'Every day for which a supplier was assessed, oldest first, with its level on it',
  params: SupplierKey,
  query: ListPart.extend(OnDay.shape),
  answer: SupplierView.pick({ asOf: true, history: true }).extend({ next: NextCursor }),
  find: async (asked) => {
    const { asOf, history } = await supplierAsked(asked);
    const { some, next } = partOf(history, (day) => day.asOf, asked.query);
    return { asOf, history: some, next };
  },
});

export const getNational = operation({
  id: 'getNational',
  path: '/national',
  tag: 'Public record',
  summary: 'Public exposure by level, region, council and supplier; private registers only in groups of five',
  query: OnDay,
  answer: NationalView,
  find: async ({ ports, query }) => {
    const asOf = dayAsked(query.asOf, await latestDay(ports));
    return findNationalView(ports.national, asOf, watchNow(ports));
  },
});

const CouncilListed = z.object({
  gss: z.string(),
  name: z.string(),
  type: z.string(),
  region: z.string().nullable(),
  /** Of a district its county. */
  county: z.string().nullable(),
  startsOn: IsoDate.nullable(),
  endsOn: IsoDate.nullable(),
  /** Codes of the councils that took its place. */
  replacedBy: z.array(z.string()),
  /** How much of its published pounds is known to be whose; null while that has not been counted. */
  coverage: CouncilCoverage.nullable(),
});

export const listCouncils = operation({
  id: 'listCouncils',
  path: '/councils',
  tag: 'Public record',
  summary: 'English councils, those of today, to come and of before, and how far each one’s record is read',
  query: ListPart,
  answer: z.object({ councils: z.array(CouncilListed), total: z.int(), next: NextCursor }),
  find: async ({ ports, query }) => {
    const councils = await findCouncils(ports.db);
    const { some, next } = partOf(councils, ({ gss }) => gss, query);
    const counted = await findCouncilCoverage(ports.db);
    const views = some.map((one) => ({
      gss: one.gss,
      name: one.name,
      type: one.type,
      region: one.region,
      county: one.county_gss,
      startsOn: one.starts_on,
      endsOn: one.ends_on,
      replacedBy: one.replaced_by,
      coverage: counted.find(({ council }) => council === one.gss) ?? null,
    }));
    return { councils: views, total: councils.length, next };
  },
});

export const listSources = operation({
  id: 'listSources',
  path: '/sources',
  tag: 'Public record',
  summary: 'How every source stands, and how much of each council’s pounds is known to be whose',
  answer: z.object({
    sources: z.array(SourceView),
    notUnderstood: z.array(
      z.object({
        source: z.string(),
        what: z.string(),
        suppliers: z.int(),
        lastAt: z.string(),
        example: z.string(),
      }),
    ),
    coverage: z.array(CouncilCoverage),
  }),
  find: async ({ ports }) => ({
    sources: await findSourceHealth(ports),
    notUnderstood: await findNotUnderstood(ports.db),
    coverage: await findCouncilCoverage(ports.db),
  }),
});
