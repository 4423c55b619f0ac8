import { lastDayWords } from '@tocsin/alerting';
import { asCouncil, findVendorNumbers } from '@tocsin/db';
import type { Money, Safeguards } from '@tocsin/domain';
import type { CouncilContract } from '@tocsin/exposure';
import { formatLevel } from '@tocsin/matching';
import { z } from 'zod';
import { dayAsked } from '../calendar.ts';
import { exportRoutes, pounds, VENDOR_NUMBERS, type Cell } from '../export.ts';
import { drawMeter } from '../charts/meter.ts';
import { drawCoverage } from '../coverage-table.ts';
import { findDaysToCome } from '../days-to-come.ts';
import { drawLevels, drawTwoYears } from '../exposure-pictures.ts';
import { findOurExposure } from '../our-exposure.ts';
import { latestDay, type PageRoutes } from '../pages.ts';
import { councilOf } from '../person.ts';
import { watchNow } from '../ports.ts';
import { consentWords, criticalityWords, formatVat } from '../words.ts';

const ExposureQuery = z.object({ on: z.unknown().optional() });

/** What the council depends on, by level, and how much of it can be seen at all. */
export const exposureRoutes: PageRoutes = (app, ports, page) => {
  app.get('/exposure', async (request, reply) => {
    const council = councilOf(request);
    const latest = await latestDay(ports);
    const asOf = dayAsked(ExposureQuery.parse(request.query).on, latest);
    const exposure = await findOurExposure(ports.db, council.gss, asOf, watchNow(ports));
    return page(request, reply, 'exposure', {
      title: 'Our exposure',
      nav: 'exposure',
      ...exposure,
      isPast: asOf < latest,
      isAnyAssessed: exposure.byLevel.some(({ level, totals }) => level !== null && totals.contracts > 0),
      notAssessed: exposure.byLevel.find(({ level }) => level === null)?.totals.contracts ?? 0,
      meter: drawMeter(exposure.coverage.lines),
      known: drawCoverage([
        ...(exposure.pounds.spend
          ? [{ of: 'Spend in 12 months', buckets: exposure.pounds.spend.buckets }]
          : []),
        { of: 'Value of live contracts', buckets: exposure.pounds.contracts.buckets },
      ]),
      levels: drawLevels(exposure),
      // What was to come on a day gone by is not on record: petitions and reviews are known as of today.
      twoYears: asOf === latest ? drawTwoYears(await findDaysToCome(ports.db, exposure, asOf), asOf) : null,
    });
  });

  exportRoutes(app, '/exposure', async (request) => {
    const council = councilOf(request);
    const asOf = dayAsked(ExposureQuery.parse(request.query).on, await latestDay(ports));
    const { held, awaiting } = await findOurExposure(ports.db, council.gss, asOf, watchNow(ports));
    const vendors = await asCouncil(ports.db, council.gss, (trx) => findVendorNumbers(trx, council.gss));
    return {
      name: `exposure-${council.gss}-${asOf}`,
      header: [...exportHeader, VENDOR_NUMBERS],
      rows: [...held, ...awaiting].map((one) => [
        ...exportRow(one),
        one.suppliers.flatMap(({ number }) => vendors.get(number ?? '') ?? []).join('; '),
      ]),
    };
  });
};

const exportHeader = [
  'Contract',
  'Your reference',
  'Suppliers',
  'Company numbers',
  'Level',
  'Value (£)',
  'Value left (£)',
  'VAT',
  'Note on the value',
  'Starts',
  'Ends',
  'Next break',
  'Kind',
  'Notice by',
  'Bond expires',
  'Insurance expires',
  'Re-let lead time (months)',
  'Criticality',
  'Service',
  'Owner',
  'Known from',
  'Reference',
  'Link',
  'Placed by',
  'Awaiting allocation between',
  'Section 24 consent',
];

function exportRow({ contract, suppliers, level }: CouncilContract): Cell[] {
  return [
    contract.title,
    contract.reference ?? null,
    suppliers.map((supplier) => supplier.name).join('; '),
    suppliers.map(numberWords).join('; '),
    formatLevel(
      level,
      suppliers.filter(({ key }) => key !== null),
    ),
    pounds(contract.value?.pence ?? null),
    pounds(contract.valueLeft?.pence ?? null),
    vatOf(contract.value ?? contract.valueLeft),
    contract.valueNote ?? null,
    contract.startsOn,
    contract.endsOn ?? (contract.endPrinted ? lastDayWords(contract) : null),
    contract.nextBreakOn ?? null,
    ...reviewCells(contract.safeguards),
    criticalityWords[contract.criticality],
    contract.service,
    contract.owner,
    contract.origin === 'register' ? 'Own register' : 'Published notice',
    contract.ref,
    contract.url,
    contract.placedBy?.name ?? null,
    contract.awaiting?.between.join('; ') ?? null,
    contract.consent ? consentWords[contract.consent] : null,
  ];
}

function numberWords({ number, unreadNumber }: CouncilContract['suppliers'][number]): string {
  if (number !== null) return number;
  return unreadNumber === undefined
    ? 'none named'
    : `a number is printed that could not be read: ${unreadNumber}`;
}

/** What the reviews of a contract rest on; empty is not recorded. */
function reviewCells({
  kind,
  noticeBy,
  bondExpiresOn,
  insuranceExpiresOn,
  reletMonths,
}: Safeguards = {}): Cell[] {
  return [kind, noticeBy, bondExpiresOn, insuranceExpiresOn, reletMonths].map((cell) => cell ?? null);
}

function vatOf(money: Money | null): Cell {
  return money && formatVat(money.vat);
}
