import { count, restsOnWords } from '@tocsin/alerting';
import { findSavedQueries, findSectorChoices, removeQuery, saveQuery } from '@tocsin/db';
import { formatShortDate, IsoDate, serviceWords } from '@tocsin/domain';
import { nationalBands, SectorOrder, type SectorPartAsked, type SectorView } from '@tocsin/exposure';
import { formatLevel } from '@tocsin/matching';
import { z } from 'zod';
import { drawRankedBars } from '../charts/ranked-bars.ts';
import { exportRoutes, pounds, type Cell } from '../export.ts';
import { latestDay, type PageRoutes } from '../pages.ts';
import { watchNow } from '../ports.ts';
import { personOf } from '../person.ts';
import { findSectorView } from '../sector-view.ts';
import { typed } from '../typed.ts';
import { readForm } from './alert-forms.ts';

const PAGE = 25;
const EXPORT = 10_000;
/** Suppliers that are drawn. */
const DRAWN = 10;

const given = z.preprocess(
  (one) => (typeof one === 'string' && one !== '' ? one : null),
  z.string().max(100).nullable().catch(null),
);
const SectorQuery = z.object({
  region: given,
  type: given,
  category: given,
  service: given,
  level: z.enum(nationalBands).nullable().catch(null),
  month: IsoDate.nullable().catch(null),
  order: SectorOrder.catch('councils'),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
});
type SectorQuery = z.infer<typeof SectorQuery>;
/** A question to be kept, and by which name. */
const Naming = z.object({ name: typed(80).refine((one) => one !== ''), query: z.string().max(1_000) });

/** The suppliers that the sector depends on most, by public record: contracts and spend apart, by part of the country. */
export const sectorRoutes: PageRoutes = (app, ports, page) => {
  app.get('/national/suppliers', async (request, reply) => {
    const { page: at, ...asked } = SectorQuery.parse(request.query);
    const asOf = await latestDay(ports);
    const shelf = { limit: PAGE, offset: (at - 1) * PAGE };
    const view = await findSectorView(ports.national, asked, shelf, asOf, watchNow(ports));
    const choices = await findSectorChoices(ports.national);
    const linkTo = (ending: string, to: number) =>
      `/national/suppliers${ending}?${queryString({ ...asked, page: to })}`;
    return page(request, reply, 'sector', {
      title: 'Suppliers that the sector depends on',
      nav: 'national',
      ...view,
      restsOn: restsOnWords(view.basis),
      levels: nationalBands,
      choices: {
        ...choices,
        services: serviceWords,
        months: choices.months.map((month) => ({ month, words: formatShortDate(month, 'month') })),
      },
      saved: await findSavedQueries(ports.national),
      here: queryString({ ...asked, page: 1 }),
      at,
      first: shelf.offset + 1,
      pages: Math.max(1, Math.ceil(view.suppliersInAll / PAGE)),
      pageLink: (to: number) => linkTo('', to),
      csvLink: linkTo('.csv', 1),
      xlsxLink: linkTo('.xlsx', 1),
      chart: at === 1 && view.suppliers.length > 0 ? drawRanking(view) : null,
    });
  });

  app.post('/national/suppliers', async (request, reply) => {
    const { name, query } = readForm(Naming, request.body);
    const asked = SectorQuery.parse(Object.fromEntries(new URLSearchParams(query)));
    const kept = queryString({ ...asked, page: 1 });
    await saveQuery(ports.db, { name, query: kept }, personOf(request).actor);
    return reply.redirect(`/national/suppliers?${kept}`, 303);
  });

  app.post('/national/suppliers/forget', async (request, reply) => {
    await removeQuery(ports.db, readForm(Naming.pick({ name: true }), request.body).name);
    return reply.redirect('/national/suppliers', 303);
  });

  exportRoutes(app, '/national/suppliers', async (request) => {
    const { page: _, ...asked } = SectorQuery.parse(request.query);
    const asOf = await latestDay(ports);
    const view = await findSectorView(
      ports.national,
      asked,
      { limit: EXPORT, offset: 0 },
      asOf,
      watchNow(ports),
    );
    const restsOn = restsOnWords(view.basis);
    return {
      name: `sector-suppliers-${asOf}`,
      header: exportHeader,
      rows: view.suppliers.map((one) => [...exportRow(one), restsOn]),
    };
  });
};

function queryString(query: SectorQuery): string {
  const set = Object.entries(query).filter(
    ([name, value]) => value !== null && !(name === 'page' && value === 1),
  );
  return new URLSearchParams(set.map(([name, value]) => [name, String(value)])).toString();
}

/** Drawn by the number of councils: pounds of several VAT bases have no one length. */
function drawRanking({ suppliers, asked }: SectorView) {
  const drawn = suppliers.slice(0, DRAWN);
  return drawRankedBars({
    title: 'Councils that depend on each supplier',
    description: `The first ${drawn.length} of the list${orderWords[asked.order]}. Each bar is as long as councils have a live published contract with the supplier or published payments to it.`,
    bars: drawn.map(({ supplier, councils }) => ({
      label: supplier.name,
      value: councils,
      words: count(councils, 'council'),
    })),
  });
}

const orderWords: Readonly<Record<SectorPartAsked['order'], string>> = {
  councils: ', by councils',
  contracts: ', by value left of contracts',
  spend: ', by what was paid',
};

function exportRow({ supplier, ...one }: SectorView['suppliers'][number]): readonly Cell[] {
  return [
    supplier.name,
    supplier.number,
    formatLevel(supplier.level, [supplier]),
    one.councils,
    one.councilsByContract,
    one.councilsBySpend,
    one.contracts,
    pounds(one.valueLeft.net),
    pounds(one.valueLeft.gross),
    pounds(one.valueLeft.unknown),
    one.withoutValueLeft,
    one.shared,
    one.frameworks,
    pounds(one.spend.net),
    pounds(one.spend.gross),
    pounds(one.spend.unknown),
  ];
}

const exportHeader = [
  'Supplier',
  'Company number',
  'Level',
  'Councils',
  'Councils with a live contract',
  'Councils with payments',
  'Contracts',
  'Value left without VAT (£)',
  'Value left with VAT (£)',
  'Value left, VAT not stated (£)',
  'Contracts whose value left is not known',
  'Contracts shared with other suppliers, in no sum',
  'Frameworks',
  'Paid in 12 months without VAT (£)',
  'Paid in 12 months with VAT (£)',
  'Paid in 12 months, VAT not stated (£)',
  'How much of the country this rests on',
];
