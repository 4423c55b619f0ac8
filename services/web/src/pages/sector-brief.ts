import { restsOnWords, supplierQuestions } from '@tocsin/alerting';
import {
  asCouncil,
  findContractsOnRecord,
  findCouncils,
  findLooksOf,
  findMonthsReadOf,
  findPaidInSector,
  findSectorBasis,
  findSectorMonths,
  findSuccession,
} from '@tocsin/db';
import { addMonths, areFinancesLookedAt, dayOf, formatVat, type IsoDate } from '@tocsin/domain';
import { viewOfBrief, type DependingCouncil } from '@tocsin/exposure';
import { z } from 'zod';
import { drawMonths } from '../charts/months.ts';
import { exportRoutes, pounds, type Cell } from '../export.ts';
import { latestDay, type PageRoutes } from '../pages.ts';
import { watchNow, type Ports } from '../ports.ts';
import type { SupplierView } from '../supplier-view.ts';
import { findSupplier } from './supplier.ts';

const BriefParams = z.object({ key: z.string() });
/** Two pages: what does not fit stands in the export. */
const [COUNCILS, ENTRIES, MONTHS] = [12, 8, 12];
const NOBODY = '';

/** What the sector has with one supplier, what changed within a year and what to ask it: two pages to print. */
export const sectorBriefRoutes: PageRoutes = (app, ports, page) => {
  app.get('/national/suppliers/:key', async (request, reply) => {
    const { key } = BriefParams.parse(request.params);
    const asOf = await latestDay(ports);
    const { found, areFinancesKnown } = await findStanding(ports, key, asOf);
    const brief = await findBrief(ports, found.supplier.id, asOf);
    return page(request, reply, 'sector-brief', {
      title: `${found.supplier.name}: brief`,
      nav: 'national',
      ...brief,
      shown: brief.councils.slice(0, COUNCILS),
      supplier: found.supplier,
      restsOn: restsOnWords(await findSectorBasis(ports.national, { region: null, type: null }, asOf)),
      ...changesWithinAYear(found, asOf),
      chart: drawMonths('Paid by all councils in each month', brief.months.slice(-MONTHS)),
      questions: supplierQuestions({
        present: (found.assessment?.findings.present ?? []).map(({ indicator }) => indicator),
        isInProceeding: found.supplier.level === 'insolvent',
        areFinancesKnown,
        councils: brief.councils.length,
        ending: brief.ending,
      }),
    });
  });

  exportRoutes(app, '/national/suppliers/:key/councils', async (request) => {
    const { key } = BriefParams.parse(request.params);
    const asOf = await latestDay(ports);
    const { found } = await findStanding(ports, key, asOf);
    const { councils } = await findBrief(ports, found.supplier.id, asOf);
    return {
      name: `councils-${found.supplier.key}-${asOf}`,
      header: exportHeader,
      rows: councils.flatMap(exportRows),
    };
  });
};

/** How a supplier stands by what everybody may know, for no council. */
async function findStanding(ports: Ports, key: string, asOf: IsoDate) {
  return asCouncil(ports.db, NOBODY, async (trx) => {
    const found = await findSupplier({ ...ports, db: trx }, key, asOf);
    const looks = (await findLooksOf(trx, [found.supplier.id], asOf, watchNow(ports))).get(found.supplier.id);
    return { found, areFinancesKnown: looks !== undefined && areFinancesLookedAt(looks, asOf) };
  });
}

/** Who depends on a supplier, for what and until when, by public record. */
export async function findBrief({ national }: Ports, supplierId: string, asOf: IsoDate) {
  return viewOfBrief({
    asOf,
    onRecord: await findContractsOnRecord(national, { supplierIds: [supplierId] }, asOf),
    succession: await findSuccession(national),
    councils: await findCouncils(national),
    paid: await findPaidInSector(national, supplierId),
    read: await findMonthsReadOf(national),
    months: await findSectorMonths(national, supplierId, asOf),
  });
}

/** Levels that it came to, and what publishers said, within twelve months: the newest first. */
function changesWithinAYear({ history, timeline }: SupplierView, asOf: IsoDate) {
  const since = addMonths(asOf, -12);
  const steps = history.filter(({ level }, at) => at > 0 && history[at - 1]?.level !== level);
  const said = timeline.filter(({ occurredOn, publishedAt }) => (occurredOn ?? dayOf(publishedAt)) >= since);
  return {
    levels: steps.filter((step) => step.asOf >= since).toReversed(),
    said: said.slice(0, ENTRIES),
    saidInAll: said.length,
  };
}

const exportHeader = [
  'Council code',
  'Council',
  'Region',
  'Contract',
  'Ends',
  'Value left (£)',
  'VAT',
  'Notice',
  'Paid in 12 months without VAT (£)',
  'Paid in 12 months with VAT (£)',
  'Paid in 12 months, VAT not stated (£)',
  'Months read of 12',
];

/** A line a contract, the payments with the first; of a council that only pays, a line without a contract. */
function exportRows({ gss, name, region, contracts, paid, monthsRead }: DependingCouncil): Cell[][] {
  const lines = contracts.length > 0 ? contracts : [null];
  return lines.map((contract, at) => [
    gss,
    name,
    region,
    contract?.title ?? null,
    contract?.endsOn ?? null,
    pounds(contract?.valueLeft?.pence ?? null),
    contract?.valueLeft ? formatVat(contract.valueLeft.vat) : null,
    contract?.url ?? null,
    ...(['net', 'gross', 'unknown'] as const).map((basis) => (at === 0 && paid ? pounds(paid[basis]) : null)),
    at === 0 ? monthsRead : null,
  ]);
}
