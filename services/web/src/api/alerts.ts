import { asCouncil } from '@tocsin/db';
import { AlertFacts, AlertView, DeliveryView, Playbook } from '@tocsin/alerting';
import { AlertStatus, IsoDate, RiskAssessment, RiskLevel, RowId, scoreShown } from '@tocsin/domain';
import { ExposureView } from '@tocsin/exposure';
import { z } from 'zod';
import { whoDid } from '../actors.ts';
import { ActedView, DeedView } from '../deeds-view.ts';
import { latestDay } from '../pages.ts';
import { findAlertPage } from '../pages/alert.ts';
import { findInboxPage } from '../pages/inbox.ts';
import { findOpeningReport, OpeningReport } from '../pages/opening.ts';
import { councilOf } from '../person.ts';
import { notFound } from '../refusal.ts';
import { operation } from './operation.ts';
import { cursorAfter, keyAfter, NextCursor, ListPart, unknownCursor } from './paging.ts';

export const CouncilNamed = z.object({ gss: z.string(), name: z.string() });

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

export const listAlerts = operation({
  id: 'listAlerts',
  path: '/alerts',
  tag: 'Alerts',
  summary: 'Alerts of your council, newest day first',
  query: ListPart.extend({
    level: RiskLevel.optional().meta({ description: 'Of this level alone.' }),
    status: AlertStatus.optional().meta({ description: 'Of this status alone.' }),
  }),
  answer: z.object({ council: CouncilNamed, alerts: z.array(AlertView), total: z.int(), next: NextCursor }),
  find: async ({ ports, request, query }) => {
    const { level, status, limit } = query;
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
    const after = keyAfter(query);
    if (after !== undefined && !RowId.safeParse(after).success) throw unknownCursor();
    // One more than is shown says whether the list goes on.
    const part = { limit: limit + 1, offset: 0, after };
    const { alerts, total } = await asCouncil(ports.db, council.gss, (trx) =>
      findInboxPage(trx, filter, part, who),
    );
    const some = alerts.slice(0, limit);
    const last = some.at(-1);
    return {
      council,
      alerts: some,
      total,
      next: last && alerts.length > limit ? cursorAfter(last.id) : null,
    };
  },
});

export const getAlert = operation({
  id: 'getAlert',
  path: '/alerts/:id',
  tag: 'Alerts',
  summary: 'One alert with everything it says',
  params: z.object({ id: RowId }),
  answer: z.object({
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
  find: async ({ ports, request, params }) => {
    const today = await latestDay(ports);
    const who = await whoDid(ports, request);
    const found = await asCouncil(ports.db, councilOf(request).gss, (trx) =>
      findAlertPage(trx, params.id, ports.settings.PUBLIC_URL ?? '', { today, who }),
    );
    if (!found) throw notFound('Alert');
    const { alert, facts, today: now, playbook, acted, deliveries, history } = found;
    return { alert, facts: factsTold(facts), today: now, playbook, actions: history, acted, deliveries };
  },
});

/** Of one council at one time: what it is sent once, and what is known before that. */
export const getOpeningReport = operation({
  id: 'getOpeningReport',
  path: '/opening',
  tag: 'Alerts',
  summary: 'The opening report of your council: how its suppliers stood when they began to be watched',
  answer: OpeningReport.extend({ council: CouncilNamed }),
  find: async ({ ports, request }) => {
    const council = councilOf(request);
    return { ...(await findOpeningReport(ports, council.gss)), council };
  },
});
