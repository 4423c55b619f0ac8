import swagger from '@fastify/swagger';
import { asCouncil, findCouncilCoverage, findNotUnderstood, findUnmatched } from '@tocsin/db';
import { AlertFacts, AlertView, DeliveryView, Playbook } from '@tocsin/alerting';
import { AlertStatus, IsoDate, RiskAssessment, RiskLevel, RowId, scoreShown } from '@tocsin/domain';
import { CouncilCoverage, CouncilExposureView, ExposureView, NationalView } from '@tocsin/exposure';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { attributionLine } from './attribution.ts';
import { dayAsked } from './calendar.ts';
import { ActedView, DeedView } from './deeds-view.ts';
import { findReview } from './match-review.ts';
import { ReviewView, viewOfWaiting, WaitingName } from './match-view.ts';
import { findNationalView } from './national-view.ts';
import { findOurExposure } from './our-exposure.ts';
import { latestDay } from './pages.ts';
import { findAlertPage } from './pages/alert.ts';
import { findInboxPage } from './pages/inbox.ts';
import { findOpeningReport, OpeningReport } from './pages/opening.ts';
import { findReviewsPage } from './pages/reviews.ts';
import { findSourceHealth } from './pages/sources.ts';
import { findSupplier } from './pages/supplier.ts';
import { whoDid } from './actors.ts';
import { councilOf, scopeOf } from './person.ts';
import { watchNow, type Ports } from './ports.ts';
import { notFound } from './refusal.ts';
import { ReviewsView } from './reviews-view.ts';
import { SourceView } from './source-view.ts';
import { SupplierView } from './supplier-view.ts';

const OnDay = z.object({ on: z.iso.date().optional() });
const AlertsQuery = z.object({
  level: RiskLevel.optional(),
  status: AlertStatus.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  offset: z.coerce.number().int().min(0).default(0),
});
const QueueQuery = z.object({ limit: z.coerce.number().int().min(1).max(500).default(100) });
const ItemKey = z.object({ item: z.string().max(30) });
const AlertId = z.object({ id: RowId });
const SupplierKey = z.object({ number: z.string().max(200) });

const Council = z.object({ gss: z.string(), name: z.string() });

/** An assessment to programs: the level that is shown, and no score where not enough is known for one. */
const AssessmentTold = RiskAssessment.omit({ band: true, ownBand: true }).extend({
  level: RiskLevel,
  score: RiskAssessment.shape.score.nullable(),
});
const FactsTold = AlertFacts.unwrap().extend({ assessment: AssessmentTold });

function factsTold(facts: AlertFacts) {
  const { to: level } = facts.alert;
  const score = scoreShown(facts.assessment.score, level);
  return { ...facts, assessment: AssessmentTold.parse({ ...facts.assessment, level, score }) };
}

/** What each route answers, in the words of the views that its page prints too. */
export const answers = {
  alerts: z.object({ council: Council, alerts: z.array(AlertView), total: z.int() }),
  alert: z.object({
    alert: AlertView,
    facts: FactsTold,
    /** What the council has with the supplier on the day of asking; `facts` keep the day of the alert. Null where no live contract and no spend of twelve months is known. */
    today: z.object({ asOf: IsoDate, exposure: ExposureView.nullable() }),
    playbook: Playbook.nullable(),
    actions: z.array(DeedView),
    /** What stands of what people of the council did with it. */
    acted: ActedView,
    /** Of each, why this person was told; null where that was not kept. */
    deliveries: z.array(DeliveryView.extend({ because: z.string().nullable() })),
  }),
  exposure: CouncilExposureView.extend({ council: Council }),
  opening: OpeningReport.extend({ council: Council }),
  reviews: ReviewsView.extend({ council: Council }),
  matches: z.object({ council: Council, total: z.int(), items: z.array(WaitingName) }),
  match: ReviewView,
  supplier: SupplierView,
  national: NationalView,
  sources: z.object({
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
} as const;

/** What OpenAPI says of a route: inputs are checked by it, answers are described by it. */
function described(
  summary: string,
  answer: z.ZodObject,
  input: { querystring?: z.ZodType; params?: z.ZodType } = {},
) {
  const schemas = Object.entries(input).map(([part, schema]) => [part, jsonSchema(schema, 'input')]);
  return {
    schema: {
      summary,
      tags: ['Tocsin'],
      ...Object.fromEntries(schemas),
      response: { 200: jsonSchema(answer.extend({ attribution: z.string() }), 'output') },
    },
  };
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Record<string, unknown> {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io });
  return rest;
}

/** The pages as JSON under `/api/v1`, for the same signed-in person or a key of her council; described at `/api/v1/openapi.json`. */
export async function apiRoutes(app: FastifyInstance, ports: Ports): Promise<void> {
  await app.register(async (api) => {
    // The schemas of answers describe them; nothing is cut to fit one.
    api.setSerializerCompiler(() => (answer) => JSON.stringify(answer));
    await api.register(swagger, {
      openapi: {
        openapi: '3.1.0',
        info: {
          title: 'Tocsin',
          version: '1',
          description: `Supplier-risk early warning for English councils. Money is integer pence in its own VAT basis. ${attributionLine}`,
        },
      },
    });
    api.get('/api/v1/openapi.json', { schema: { hide: true } }, async () => api.swagger());
    councilRoutes(api, ports);
    openingRoute(api, ports);
    reviewsRoute(api, ports);
    matchRoutes(api, ports);
    publicRoutes(api, ports);
  });
}

function councilRoutes(api: FastifyInstance, ports: Ports): void {
  api.get(
    '/api/v1/alerts',
    described('Alerts of your council, newest day first', answers.alerts, { querystring: AlertsQuery }),
    async (request) => {
      const { level, status, limit, offset } = AlertsQuery.parse(request.query);
      const filter = {
        levels: level ? [level] : [],
        statuses: status ? [status] : [],
        stood: true,
        owner: null,
        service: null,
        putOff: 'too' as const,
        today: await latestDay(ports),
      };
      const council = councilOf(request);
      const who = await whoDid(ports, request);
      const found = await asCouncil(ports.db, council.gss, (trx) =>
        findInboxPage(trx, filter, { limit, offset }, who),
      );
      return { council, ...found, attribution: attributionLine };
    },
  );

  api.get(
    '/api/v1/alerts/:id',
    described('One alert with everything it says', answers.alert, { params: AlertId }),
    async (request) => {
      const { data } = AlertId.safeParse(request.params);
      if (!data) throw notFound('Alert');
      const today = await latestDay(ports);
      const who = await whoDid(ports, request);
      const found = await asCouncil(ports.db, councilOf(request).gss, (trx) =>
        findAlertPage(trx, data.id, ports.settings.PUBLIC_URL ?? '', { today, who }),
      );
      if (!found) throw notFound('Alert');
      const { alert, facts, today: now, playbook, acted, deliveries } = found;
      const actions = found.history.map((deed) => DeedView.parse(deed));
      const attribution = attributionLine;
      return {
        alert,
        facts: factsTold(facts),
        today: now,
        playbook,
        actions,
        acted,
        deliveries,
        attribution,
      };
    },
  );

  api.get(
    '/api/v1/exposure',
    described(
      'Live contracts and spend of your council by level, and how much of it can be watched',
      answers.exposure,
      {
        querystring: OnDay,
      },
    ),
    async (request) => {
      const asOf = dayAsked(OnDay.parse(request.query).on, await latestDay(ports));
      const council = councilOf(request);
      const exposure = await findOurExposure(ports.db, council.gss, asOf, watchNow(ports));
      return { ...exposure, council, attribution: attributionLine };
    },
  );
}

/** What a council is to look at of the contracts of its register. */
function reviewsRoute(api: FastifyInstance, ports: Ports): void {
  api.get(
    '/api/v1/reviews',
    described(
      'Contracts of your register that are to be looked at: due, in the next three months, and looked at last',
      answers.reviews,
    ),
    async (request) => {
      const council = councilOf(request);
      const reviews = await findReviewsPage(ports.db, council.gss, await latestDay(ports));
      const who = await whoDid(ports, request);
      const done = reviews.done.map((one) => ({ ...one, by: who(one.by) }));
      return { ...reviews, done, council, attribution: attributionLine };
    },
  );
}

/** Of one council at one time: what it is sent once, and what is known before that. */
function openingRoute(api: FastifyInstance, ports: Ports): void {
  api.get(
    '/api/v1/opening',
    described(
      'The opening report of your council: how its suppliers stood when they began to be watched',
      answers.opening,
    ),
    async (request) => {
      const council = councilOf(request);
      return { ...(await findOpeningReport(ports, council.gss)), council, attribution: attributionLine };
    },
  );
}

function matchRoutes(api: FastifyInstance, ports: Ports): void {
  api.get(
    '/api/v1/matches',
    described(
      'Printed names of your council that wait for a person, those with most pounds first',
      answers.matches,
      {
        querystring: QueueQuery,
      },
    ),
    async (request) => {
      const council = councilOf(request);
      const { limit } = QueueQuery.parse(request.query);
      const asOf = await latestDay(ports);
      const waiting = await asCouncil(ports.db, council.gss, (trx) => findUnmatched(trx, council.gss, asOf));
      const items = waiting.slice(0, limit).map(viewOfWaiting);
      return { council, total: waiting.length, items, attribution: attributionLine };
    },
  );

  api.get(
    '/api/v1/matches/:item',
    described(
      'One printed name: its candidates with their points, and what councils decided about it',
      answers.match,
      {
        params: ItemKey,
      },
    ),
    async (request) => {
      const { gss } = councilOf(request);
      const { item } = ItemKey.parse(request.params);
      const asOf = await latestDay(ports);
      const found = await asCouncil(ports.db, gss, (trx) => findReview(trx, gss, asOf, item, ''));
      if (!found) throw notFound('Name');
      return { ...found, attribution: attributionLine };
    },
  );
}

function publicRoutes(api: FastifyInstance, ports: Ports): void {
  api.get(
    '/api/v1/suppliers/:number',
    described(
      'One supplier on a day: level, score, findings with evidence, history, timeline',
      answers.supplier,
      {
        params: SupplierKey,
        querystring: OnDay,
      },
    ),
    async (request) => {
      const asOf = dayAsked(OnDay.parse(request.query).on, await latestDay(ports));
      const { number } = SupplierKey.parse(request.params);
      const found = await asCouncil(ports.db, scopeOf(request), (trx) =>
        findSupplier({ ...ports, db: trx }, number, asOf),
      );
      return { ...found, attribution: attributionLine };
    },
  );

  api.get(
    '/api/v1/national',
    described(
      'Public exposure by level, region, council and supplier; private registers only in groups of five',
      answers.national,
      {
        querystring: OnDay,
      },
    ),
    async (request) => {
      const asOf = dayAsked(OnDay.parse(request.query).on, await latestDay(ports));
      return {
        ...(await findNationalView(ports.national, asOf, watchNow(ports))),
        attribution: attributionLine,
      };
    },
  );

  api.get(
    '/api/v1/sources',
    described(
      'How every source stands, and how much of each council’s pounds is known to be whose',
      answers.sources,
    ),
    async () => ({
      sources: await findSourceHealth(ports),
      notUnderstood: await findNotUnderstood(ports.db),
      coverage: await findCouncilCoverage(ports.db),
      attribution: attributionLine,
    }),
  );
}
