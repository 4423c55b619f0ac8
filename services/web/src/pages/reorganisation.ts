import { count } from '@tocsin/alerting';
import { findContractsOnRecord, findSuccession } from '@tocsin/db';
import { formatDate, IsoDate } from '@tocsin/domain';
import { viewOfReorganisation, type ContractRecord, type ReorganisationView } from '@tocsin/exposure';
import { z } from 'zod';
import { drawRankedBars } from '../charts/ranked-bars.ts';
import { exportRoutes, type Cell } from '../export.ts';
import { latestDay, type PageRoutes } from '../pages.ts';
import type { Ports } from '../ports.ts';
import { valueLeftCells, valueLeftHeadings } from '../value-left-cells.ts';

const ReorganisationQuery = z.object({ day: IsoDate.nullable().catch(null) });

/** What becomes of published contracts where councils are replaced: by successor, with what ends soon and what is there twice. */
export const reorganisationRoutes: PageRoutes = (app, ports, page) => {
  app.get('/national/reorganisation', async (request, reply) => {
    const { day } = ReorganisationQuery.parse(request.query);
    const asOf = await latestDay(ports);
    const { days, view } = await findReorganisation(ports, day, asOf);
    return page(request, reply, 'reorganisation', {
      title: 'Reorganisation',
      nav: 'national',
      days,
      view,
      chart: view && view.before.contracts > 0 ? drawInherited(view) : null,
    });
  });

  exportRoutes(app, '/national/reorganisation', async (request) => {
    const { day } = ReorganisationQuery.parse(request.query);
    const { view } = await findReorganisation(ports, day, await latestDay(ports));
    return {
      name: `reorganisation-${view?.vestingDay ?? 'none'}`,
      header: [
        'Vesting day',
        'Place',
        'Councils before',
        'Contracts',
        ...valueLeftHeadings,
        'End within six months',
      ],
      rows: view ? exportRows(view) : [],
    };
  });
};

/** Every vesting day that is known, and what becomes of contracts on the one asked for: else the next, else the last. */
async function findReorganisation({ national }: Ports, asked: IsoDate | null, asOf: IsoDate) {
  const { changes, nameOf } = await findSuccession(national);
  const days = [...new Set(changes.map(({ startsOn }) => startsOn))].toSorted();
  const vestingDay =
    days.find((day) => day === asked) ?? days.find((day) => day >= asOf) ?? days.at(-1) ?? null;
  if (vestingDay === null) return { days, view: null };
  const ofDay = changes.filter(({ startsOn }) => startsOn === vestingDay);
  const records = new Map<string, ContractRecord>();
  for (const council of new Set(ofDay.map(({ predecessor }) => predecessor)))
    for (const record of await findContractsOnRecord(national, { council }, asOf))
      records.set(record.contract.ref, record);
  return {
    days,
    view: viewOfReorganisation({ vestingDay, changes: ofDay, records: [...records.values()], nameOf }),
  };
}

function drawInherited({ successors, vestingDay }: ReorganisationView) {
  const most = successors.toSorted((a, b) => b.totals.contracts - a.totals.contracts);
  return drawRankedBars({
    title: `Published contracts that each successor inherits on ${formatDate(vestingDay)}`,
    description:
      'The longest bar first. Contracts that wait for a decision, or that are placed together, are in none.',
    bars: most.map(({ name, totals }) => ({
      label: name,
      value: totals.contracts,
      words: count(totals.contracts, 'contract'),
    })),
  });
}

function exportRows({ vestingDay, before, successors, shared, awaiting }: ReorganisationView): Cell[][] {
  return [
    [vestingDay, 'All before', null, before.contracts, ...valueLeftCells(before), null],
    ...successors.map(({ name, from, totals, ending }): Cell[] => [
      vestingDay,
      name,
      from.map((one) => one.name).join('; '),
      totals.contracts,
      ...valueLeftCells(totals),
      ending.length,
    ]),
    [
      vestingDay,
      'Placed together by councils that part',
      null,
      shared.contracts,
      ...valueLeftCells(shared),
      null,
    ],
    [
      vestingDay,
      'Of a council that is split, awaiting allocation',
      null,
      awaiting.contracts,
      ...valueLeftCells(awaiting),
      null,
    ],
  ];
}
