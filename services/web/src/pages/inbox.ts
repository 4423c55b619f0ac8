import { randomUUID } from 'node:crypto';
import { leftInBrief, leftSince, viewOfAlert, isYearKnown, type AlertView } from '@tocsin/alerting';
import {
  actOnAlerts,
  asCouncil,
  chunksOf,
  findExposuresOf,
  findVendorNumbersOf,
  findInbox,
  findInboxChoices,
  findLetter,
  type InboxFilter,
  type InboxPart,
  type Trx,
} from '@tocsin/db';
import {
  AlertStatus,
  knownDay,
  openAlertStatuses,
  RiskLevel,
  type Exposure,
  type IsoDate,
  RowId,
} from '@tocsin/domain';
import { z } from 'zod';
import { whoDid } from '../actors.ts';
import { exportRoutes, pounds, VENDOR_NUMBERS, type Cell } from '../export.ts';
import { latestDay, type PageRoutes } from '../pages.ts';
import { councilOf, personOf } from '../person.ts';
import { levelWords, statusWords } from '../words.ts';
import { findAssignees } from './alert.ts';
import { Deed, deedOf, onceOf, readForm } from './alert-forms.ts';
import { findArrivals } from './deliveries.ts';
import { valueLeftCells, valueLeftHeadings } from '../value-left-cells.ts';

const PAGE = 25;
const EXPORT = 10_000;

/** One or many of a field that a form may send once or several times; what is not known is left out. */
function several<T>(member: z.ZodType<T>) {
  return z.preprocess(
    (given) => [given].flat().filter((one) => member.safeParse(one).success),
    z.array(member),
  );
}

const text = z.preprocess(
  (given) => (typeof given === 'string' && given !== '' ? given : null),
  z.string().nullable(),
);

const InboxQuery = z.object({
  level: several(RiskLevel),
  status: z.preprocess(
    (given) => given ?? 'open',
    z.union([z.literal(['open', 'all', 'put-off']), AlertStatus]).catch('open'),
  ),
  owner: text,
  service: text,
  stood: z.preprocess((given) => given === 'yes', z.boolean()),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
  done: z
    .union([Deed.shape.action, z.literal('nothing')])
    .nullable()
    .catch(null),
  n: z.coerce.number().int().min(0).catch(0),
});
type InboxQuery = z.infer<typeof InboxQuery>;

/** Alerts of the council: found by level, status, service and owner; acknowledged and assigned together; exported. */
export const inboxRoutes: PageRoutes = (app, ports, page) => {
  app.get('/alerts', async (request, reply) => {
    const query = InboxQuery.parse(request.query);
    const council = councilOf(request);
    const today = await latestDay(ports);
    const who = await whoDid(ports, request);
    const part = { limit: PAGE, offset: (query.page - 1) * PAGE };
    const found = await asCouncil(ports.db, council.gss, async (trx) => ({
      ...(await findInboxPage(trx, filterOf(query, today), part, who)),
      choices: await findInboxChoices(trx, today),
      assignees: await findAssignees(trx, request),
      opening: (await findLetter(trx, { openingOf: council.gss })) ?? null,
      arrivals: await findArrivals(trx),
    }));
    return page(request, reply, 'inbox', {
      title: 'Alerts',
      nav: 'alerts',
      query,
      alerts: found.alerts,
      total: found.total,
      choices: found.choices,
      assignees: found.assignees,
      form: randomUUID(),
      who,
      opening: found.opening,
      arrivals: found.arrivals,
      pages: Math.max(1, Math.ceil(found.total / PAGE)),
      leftInBrief,
      here: `/alerts?${queryString(query)}`,
      pageLink: (to: number) => `/alerts?${queryString({ ...query, page: to })}`,
      csvLink: `/alerts.csv?${queryString({ ...query, page: 1 })}`,
      xlsxLink: `/alerts.xlsx?${queryString({ ...query, page: 1 })}`,
    });
  });

  exportRoutes(app, '/alerts', async (request) => {
    const council = councilOf(request);
    const filter = filterOf(InboxQuery.parse(request.query), await latestDay(ports));
    const who = await whoDid(ports, request);
    const { alerts } = await asCouncil(ports.db, council.gss, (trx) =>
      findInboxPage(trx, filter, { limit: EXPORT, offset: 0 }, who),
    );
    const vendors = await asCouncil(ports.db, council.gss, (trx) =>
      findVendorNumbersOf(
        trx,
        council.gss,
        alerts.map(({ supplier }) => supplier.id),
      ),
    );
    return {
      name: `alerts-${council.gss}`,
      header: [...exportHeader, VENDOR_NUMBERS],
      rows: alerts.map((one) => [...exportRow(one), (vendors.get(one.supplier.id) ?? []).join('; ')]),
    };
  });

  app.post('/alerts', async (request, reply) => {
    const council = councilOf(request);
    const form = readForm(Deed.extend({ alert: several(RowId) }), request.body);
    const today = await latestDay(ports);
    const done = await asCouncil(ports.db, council.gss, async (trx) => {
      const deed = deedOf(form, { assignees: await findAssignees(trx, request), today });
      return actOnAlerts(trx, council.gss, form.alert, deed, personOf(request).actor, onceOf(form, deed));
    });
    const back = InboxQuery.parse(request.query);
    const said = done.length === 0 ? 'nothing' : form.action;
    return reply.redirect(`/alerts?${queryString(back)}&done=${said}&n=${done.length}`, 303);
  });
};

function filterOf(query: InboxQuery, today: IsoDate): InboxFilter {
  const { status } = query;
  const isOpen = status === 'open' || status === 'put-off';
  return {
    levels: query.level,
    statuses: status === 'all' ? [] : isOpen ? openAlertStatuses : [status],
    putOff: status === 'put-off' ? 'only' : status === 'all' ? 'too' : 'no',
    today,
    owner: query.owner,
    service: query.service,
    stood: query.stood,
  };
}

function queryString(query: InboxQuery): string {
  const pairs = [
    ...query.level.map((level) => ['level', level]),
    ...(query.status === 'open' ? [] : [['status', query.status]]),
    ...(query.service ? [['service', query.service]] : []),
    ...(query.owner ? [['owner', query.owner]] : []),
    ...(query.stood ? [['stood', 'yes']] : []),
    ...(query.page > 1 ? [['page', String(query.page)]] : []),
  ];
  return new URLSearchParams(pairs).toString();
}

/** Some alerts of the council that `trx` acts for, as every page, export and the API show them, and how many there are. */
export async function findInboxPage(
  trx: Trx,
  filter: InboxFilter,
  part: InboxPart,
  who: (actor: string) => string,
): Promise<{ readonly alerts: readonly AlertView[]; readonly total: number }> {
  const { alerts, total } = await findInbox(trx, filter, part);
  const ids = [...new Set(alerts.map(({ alert }) => alert.supplierId))];
  const now = new Map<string, Exposure>();
  for (const some of chunksOf(ids))
    for (const [id, all] of await findExposuresOf(trx, some, filter.today))
      for (const { exposed, exposure } of all) if (exposed) now.set(`${id} ${exposure.council}`, exposure);
  const views = alerts.map(({ alert, supplier }) =>
    viewOfAlert(
      { ...alert, owner: alert.owner && who(alert.owner) },
      { name: supplier },
      leftSince(alert.exposure, now.get(`${alert.supplierId} ${alert.council}`)),
    ),
  );
  return { alerts: views, total };
}

const exportHeader = [
  'Alert',
  'Supplier',
  'What happened',
  'Event day',
  'Published on',
  'First seen by us',
  'Level',
  'Level before',
  'Status',
  'Owner',
  'Put off until',
  'Since the alert',
  'Contracts and pounds as of',
  'Contracts',
  ...valueLeftHeadings,
  'Spend last 12 months without VAT (£)',
  'Spend last 12 months with VAT (£)',
  'Spend last 12 months, VAT not stated (£)',
  'Months of spend read, of 12',
  'Those 12 months end on',
];

function exportRow(alert: AlertView): Cell[] {
  const { spend, totals } = alert.exposure;
  const year = spend && isYearKnown(spend) ? spend.last12Months : null;
  return [
    Number(alert.id),
    alert.supplier.name,
    alert.title,
    ...daysOf(alert),
    levelWords[alert.to],
    alert.from ? levelWords[alert.from] : null,
    statusWords[alert.status],
    alert.owner,
    alert.snoozedUntil,
    alert.left && leftInBrief(alert.left),
    alert.exposure.asOf,
    totals.contracts,
    ...valueLeftCells(totals),
    pounds(year?.net ?? null),
    pounds(year?.gross ?? null),
    pounds(year?.unknown ?? null),
    spend?.monthsRead ?? null,
    spend?.to ?? null,
  ];
}

/** Days as a spreadsheet sorts them; one that nobody gives is `unknown`, never empty and never the day we looked. */
function daysOf({ eventDay, publishedOn, seenAt }: AlertView): Cell[] {
  const cell = (day: AlertView['eventDay']) => knownDay(day) ?? 'unknown';
  return [cell(eventDay), cell(publishedOn), seenAt];
}
