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
  findSourceStates,
  type InboxFilter,
  type InboxPart,
  findHearings,
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
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { whoDid } from '../actors.ts';
import { exportRoutes, pounds, VENDOR_NUMBERS, type Cell } from '../export.ts';
import { latestDay, type PageRoutes } from '../pages.ts';
import { councilOf, personOf } from '../person.ts';
import { levelWords, statusWords } from '../words.ts';
import { findAssignees } from './alert.ts';
import { Deed, deedOf, onceOf, readForm } from './alert-forms.ts';
import { findArrivals } from './deliveries.ts';
import { inboxRowOf } from '../inbox-rows.ts';
import { sinceLastLook } from '../last-look.ts';
import { findOurExposure } from '../our-exposure.ts';
import { watchNow, type Ports } from '../ports.ts';
import { Refusal } from '../refusal.ts';
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
  app.get('/alerts', async (request, reply) =>
    inbox(request, reply, InboxQuery.parse(request.query), { sent: null, errors: [] }),
  );

  /** The list; after what could not be done with it what was chosen and entered stands as it was sent. */
  async function inbox(
    request: FastifyRequest,
    reply: FastifyReply,
    query: InboxQuery,
    { sent, errors }: Answered,
  ): Promise<string> {
    const council = councilOf(request);
    const today = await latestDay(ports);
    const who = await whoDid(ports, request);
    const since = sinceLastLook(request, reply, {
      at: '/alerts',
      now: ports.now().toISOString(),
      secure: ports.settings.TOCSIN_MODE === 'server',
    });
    const part = { limit: PAGE, offset: (query.page - 1) * PAGE, ranked: { since } };
    const found = await asCouncil(ports.db, council.gss, async (trx) => ({
      ...(await findInboxPage(trx, filterOf(query, today), part, who)),
      hearings: new Map((await findHearings(trx)).map(({ alertId, hearingOn }) => [alertId, hearingOn])),
      choices: await findInboxChoices(trx, today),
      assignees: await findAssignees(trx, request),
      opening: (await findLetter(trx, { openingOf: council.gss })) ?? null,
      arrivals: await findArrivals(trx, council.gss),
    }));
    return page(request, reply, 'inbox', {
      title: errors.length > 0 ? 'Error: Alerts' : 'Alerts',
      nav: 'alerts',
      query,
      since,
      errors,
      sent: sent ?? nothingSent,
      watched: found.total === 0 ? await findWatched(ports, council.gss, today) : null,
      alerts: found.alerts.map((alert) => inboxRowOf(alert, { hearings: found.hearings, since, today })),
      total: found.total,
      choices: found.choices,
      assignees: found.assignees,
      form: randomUUID(),
      who,
      opening: found.opening,
      reach: found.arrivals.reach,
      undelivered: found.arrivals.undelivered,
      pages: Math.max(1, Math.ceil(found.total / PAGE)),
      leftInBrief,
      here: `/alerts?${queryString(query)}`,
      pageLink: (to: number) => `/alerts?${queryString({ ...query, page: to })}`,
      csvLink: `/alerts.csv?${queryString({ ...query, page: 1 })}`,
      xlsxLink: `/alerts.xlsx?${queryString({ ...query, page: 1 })}`,
    });
  }

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
    const back = InboxQuery.parse(request.query);
    const today = await latestDay(ports);
    const assignees = await asCouncil(ports.db, council.gss, (trx) => findAssignees(trx, request));
    const errors = mistakesOf(form, { assignees, today });
    if (errors.length > 0)
      return reply.code(400).send(await inbox(request, reply, back, { sent: form, errors }));
    const deed = deedOf(form, { assignees, today });
    const done = await asCouncil(ports.db, council.gss, (trx) =>
      actOnAlerts(trx, council.gss, form.alert, deed, personOf(request).actor, onceOf(form, deed)),
    );
    const said = done.length === 0 ? 'nothing' : form.action;
    return reply.redirect(`/alerts?${queryString(back)}&done=${said}&n=${done.length}`, 303);
  });
};

/** What was sent, and what is wrong with it, each beside where it was entered. */
interface Answered {
  readonly sent: Sent | null;
  readonly errors: readonly { readonly text: string; readonly at: string }[];
}

type Sent = Pick<z.infer<typeof Deed>, 'to' | 'until' | 'reason'> & { readonly alert: readonly string[] };

const nothingSent: Sent = { alert: [], to: '', until: '', reason: '' };

/** Where each deed is entered. */
const entered: Readonly<Record<string, string>> = { assign: 'assign-to', snooze: 'until', dismiss: 'reason' };

function mistakesOf(
  form: z.infer<typeof Deed> & { readonly alert: readonly string[] },
  around: Parameters<typeof deedOf>[1],
): Answered['errors'] {
  const none = form.alert.length === 0 ? [{ text: 'Choose at least one alert', at: 'alerts' }] : [];
  try {
    deedOf(form, around);
    return none;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return [...none, { text: error.title, at: entered[form.action] ?? 'alerts' }];
  }
}

/** Whom the council depends on, and how fresh what is known of them is, for a list without alerts. */
async function findWatched(ports: Ports, gss: string, today: IsoDate) {
  const { byLevel, totals, spend } = await findOurExposure(ports.db, gss, today, watchNow(ports));
  const states = await findSourceStates(ports.db);
  const read = ports.sources.flatMap(({ id, title }) => {
    const lastGoodAt = states.find((state) => state.id === id)?.lastGoodAt;
    return lastGoodAt ? [{ title, lastGoodAt }] : [];
  });
  return {
    suppliers: byLevel.reduce((sum, { suppliers }) => sum + suppliers, 0),
    contracts: totals.contracts,
    spendTo: spend?.to ?? null,
    read,
  };
}

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
