import { isDeepStrictEqual } from 'node:util';
import { randomUUID } from 'node:crypto';
import {
  assigneesOf,
  backgroundBlocks,
  besideBlocks,
  dayRows,
  decisionOf,
  endedOf,
  endingSentence,
  factsOfAlert,
  fixedLine,
  formalCause,
  hearingWords,
  informationBehind,
  informationOver,
  openEvent,
  leftSince,
  noSpendRead,
  playbookOfAlert,
  reasonWords,
  regimeWords,
  scoreBefore,
  scoreWords,
  spendSentences,
  standsByEntry,
  standsToday,
  toldEvent,
  toldFirst,
  totalSentence,
  viewOfAlert,
  viewOfDelivery,
  withEntry,
  type AlertDossier,
  type AlertFacts,
  type Assignee,
} from '@tocsin/alerting';
import {
  actOnAlerts,
  asCouncil,
  assessmentOf,
  findAlert,
  findAlertDeeds,
  findAlertDossier,
  findAlertsOf,
  findCouncilOfAlert,
  findCorrectionWords,
  findCouncilsToTell,
  findCurrentAssessment,
  findDeliveries,
  findEarlierAlert,
  findExposuresOf,
  findLinesElsewhere,
  findReasons,
  findSignals,
  findSignalsOf,
  findSupplierNames,
  recordAdjournment,
  type Trx,
} from '@tocsin/db';
import {
  dayInBrief,
  type Evidence,
  formatDate,
  type IsoDate,
  type RiskAssessment,
  RowId,
} from '@tocsin/domain';
import { viewOfExposure } from '@tocsin/exposure';
import { latestBaseRate, viewOfAssessment } from '@tocsin/scoring';
import { sources } from '@tocsin/sources';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { whoDid } from '../actors.ts';
import { viewOfDeeds } from '../deeds-view.ts';
import { latestDay, type PageRoutes } from '../pages.ts';
import { councilOf, personOf } from '../person.ts';
import { notFound, Refusal } from '../refusal.ts';
import { Adjourned, adjournmentOf, Deed, deedOf, onceOf, readForm } from './alert-forms.ts';
import { findOwnReach } from './deliveries.ts';

const Params = z.object({ id: RowId });
const Query = z.object({
  done: z
    .union([Deed.shape.action, z.literal('nothing')])
    .nullable()
    .catch(null),
});

/** One alert: what happened, what it means, what is exposed, what to do; and what people did with it. */
export const alertRoutes: PageRoutes = (app, ports, page) => {
  app.get('/alerts/:id', async (request, reply) => {
    const id = idOf(request.params);
    const council = councilOf(request);
    const today = await latestDay(ports);
    const who = await whoDid(ports, request);
    const found = await asCouncil(ports.db, council.gss, async (trx) => {
      const about = await findAlertPage(trx, id, ports.settings.PUBLIC_URL ?? '', { today, who });
      if (!about) return undefined;
      const assignees = await findAssignees(trx, request);
      return { ...about, assignees, reach: await findOwnReach(trx, council.gss) };
    });
    if (!found) return elsewhere(request, reply, id);
    return page(request, reply, 'alert', {
      title: `${found.facts.supplier.name}: ${found.facts.alert.title}`,
      nav: 'alerts',
      done: Query.parse(request.query).done,
      form: randomUUID(),
      who,
      ...found,
    });
  });

  /** The one user of a local copy may act for every council: a link in a mail to another one leads to the switcher. */
  async function elsewhere(request: FastifyRequest, reply: FastifyReply, id: string) {
    const local = ports.settings.TOCSIN_MODE === 'local';
    const council = local ? await findCouncilOfAlert(ports.db, id) : undefined;
    if (!council) throw local ? goneAlert() : notFound('Alert');
    reply.code(404);
    return page(request, reply, 'elsewhere', {
      title: `This alert is for ${council.name}`,
      nav: 'alerts',
      council,
      id,
    });
  }

  app.post('/alerts/:id/hearing', async (request, reply) => {
    const id = idOf(request.params);
    const council = councilOf(request);
    const adjournment = adjournmentOf(readForm(Adjourned, request.body), await latestDay(ports));
    const done = await asCouncil(ports.db, council.gss, (trx) =>
      recordAdjournment(trx, id, adjournment, personOf(request).actor),
    );
    if (!done) throw notFound('Alert');
    return reply.redirect(`/alerts/${id}`, 303);
  });

  app.post('/alerts/:id', async (request, reply) => {
    const id = idOf(request.params);
    const council = councilOf(request);
    const form = readForm(Deed, request.body);
    const today = await latestDay(ports);
    const done = await asCouncil(ports.db, council.gss, async (trx) => {
      if (!(await findAlert(trx, id))) throw notFound('Alert');
      const deed = deedOf(form, { assignees: await findAssignees(trx, request), today });
      return actOnAlerts(trx, council.gss, [id], deed, personOf(request).actor, onceOf(form, deed));
    });
    return reply.redirect(`/alerts/${id}?done=${done.length > 0 ? form.action : 'nothing'}`, 303);
  });
};

/** To whom an alert can be given: people of the council, whom it has named to be told, and the user of a local copy. */
export async function findAssignees(trx: Trx, request: FastifyRequest): Promise<readonly Assignee[]> {
  const { gss } = councilOf(request);
  const { actor, name } = personOf(request);
  const council = (await findCouncilsToTell(trx, [gss])).get(gss);
  const known = council ? assigneesOf(council) : [];
  return known.some(({ to }) => to === actor) ? known : [...known, { to: actor, owner: actor, name }];
}

/** In a local copy mails stay when the sample that they tell of is taken out. */
function goneAlert(): Refusal {
  return new Refusal(
    404,
    'Alert not found',
    'If you typed the address, check that it is correct. An alert of the sample is gone once the sample was removed, though its mail stays in the mailbox.',
  );
}

function idOf(params: unknown): string {
  const read = Params.safeParse(params);
  if (!read.success) throw notFound('Alert');
  return read.data.id;
}

/** Everything of one alert of the council that `trx` acts for; undefined when it has no such alert. */
export async function findAlertPage(
  trx: Trx,
  id: string,
  publicUrl: string,
  { today, who }: { readonly today: IsoDate; readonly who: (actor: string) => string },
) {
  const dossier = await findAlertDossier(trx, id);
  if (!dossier) return undefined;
  const { supplierId } = dossier.alert;
  const deliveries = (await findDeliveries(trx, id)).map(viewOfDelivery);
  const reasons = await findReasons(trx, id);
  const because = new Map(reasons.map(({ address, reason }) => [address, reasonWords(reason)]));
  const facts = factsOfAlert(dossier, { publicUrl, baseRate: latestBaseRate() });
  const supplier = (await findSupplierNames(trx, [supplierId])).get(supplierId) ?? dossier.supplier;
  const others = (await findAlertsOf(trx, [supplierId])).filter((other) => other.id !== id);
  const correctedBy = others.find(
    ({ kind, cause }) => kind === 'corrected' && cause.startsWith(`${dossier.alert.cause}:corrected:`),
  );
  const now = await exposureOn(trx, dossier.alert, today);
  const current = await findCurrentAssessment(trx, supplierId);
  const standing = current ? assessmentOf(current) : dossier.assessment;
  const exposureNow = now ? viewOfExposure(now) : null;
  const left = leftSince(dossier.alert.exposure, now);
  const deeds = viewOfDeeds(dossier.alert.kind, await findAlertDeeds(trx, id), who);
  return {
    alert: {
      ...viewOfAlert(dossier.alert, dossier.supplier, left),
      owner: dossier.alert.owner && who(dossier.alert.owner),
    },
    today: { asOf: today, exposure: exposureNow },
    // What was read since on its own day is another reading of it, too.
    isLater: today !== facts.exposure.asOf || !isDeepStrictEqual(exposureNow, facts.exposure),
    elsewhere: left ? await elsewhereNow(trx, dossier, left.contracts) : [],
    when: dayRows(facts.alert),
    dayInBrief: dayInBrief(facts.alert),
    exposure: facts.exposure,
    facts,
    supplier,
    ...(await meaningOf(trx, dossier, facts, today)),
    readSince: evidenceSince(dossier, standing),
    stands: await standsNow(trx, dossier, standing, today),
    givesCare: (await findSignalsOf(trx, [supplierId], today, ['care-location'])).size > 0,
    adjournments: dossier.adjournments.filter(({ cause }) => cause === toldFirst(dossier.alert.cause)),
    isPetition: isPetition(dossier.alert),
    totalSentence: totalSentence(facts),
    spendSentence: spendSentences(facts.exposure),
    noSpendRead,
    beside: besideBlocks(facts),
    regimes: facts.exposure.contracts.map(regimeWords),
    assessment: viewOfAssessment(facts.assessment, {
      level: facts.alert.to,
      levelBecause: facts.alert.levelBecause,
      levelBefore: facts.alert.from,
    }),
    score: scoreWords(facts.assessment.score, facts.alert.to),
    scoreBefore: scoreBefore(facts),
    background: backgroundBlocks(facts),
    fixedLine,
    ...deeds,
    dismissal:
      dossier.alert.status === 'dismissed'
        ? deeds.history.findLast(({ action, undone }) => action === 'dismiss' && !undone)
        : undefined,
    deliveries: deliveries.map((one) => ({ ...one, because: because.get(one.recipient) ?? null })),
    inDigests: reasons
      .filter(({ waits }) => waits)
      .map(({ address, dueAt, reason }) => ({ address, dueAt, because: reasonWords(reason, 'To be told') })),
    reachedNobody: deliveries.every(
      ({ status }) => status === 'permanent-failure' || status === 'technical-failure',
    ),
    correction: (await findCorrectionOf(trx, dossier.alert)) ?? null,
    correctedBy: correctedBy ? viewOfAlert(correctedBy, supplier) : null,
    others: others.map((other) => viewOfAlert(other, supplier)),
  };
}

async function findCorrectionOf(trx: Trx, { cause }: AlertDossier['alert']) {
  const id = decisionOf(cause);
  return id === null ? undefined : (await findCorrectionWords(trx, [id])).get(id);
}

const LINES_ELSEWHERE = 5;
const sourceTitles = new Map(sources.map(({ id, title }) => [id, title]));

/** How what an alert tells of stands on its reader's day, by the newest assessment; null where nothing more is to say. */
async function standsNow(
  trx: Trx,
  dossier: AlertDossier,
  standing: RiskAssessment,
  today: IsoDate,
): Promise<string | null> {
  const cause = toldFirst(dossier.alert.cause);
  const { supplierId } = dossier.alert;
  const assessment = standsByEntry(cause)
    ? withEntry(standing, await findSignals(trx, supplierId, today))
    : standing;
  const now = { ...dossier, assessment };
  const event = openEvent(cause, assessment.formalEvents);
  if (event) return event.life ? standsToday(event.family, event.life, dossier, today) : null;
  const { endings = [] } = now.assessment;
  const ended =
    endedOf(dossier) ??
    (dossier.alert.kind === 'information'
      ? informationOver(cause, endings)
      : endings.find(({ ref }) => ref !== null && formalCause({ ref }) === cause));
  if (!ended) return null;
  const [source] = ended.evidence;
  return endingSentence(
    dossier.supplier.name,
    ended,
    source ? (sourceTitles.get(source.source) ?? source.source) : null,
  );
}

/** What was read of an event after its alert was raised: a notice with the hearing, where only the register had been. */
function evidenceSince({ alert, assessment }: AlertDossier, standing: RiskAssessment): readonly Evidence[] {
  const told = toldEvent(alert, assessment.formalEvents);
  const known = new Set(told?.evidence.map(({ url }) => url));
  return told === null
    ? []
    : (openEvent(alert.cause, standing.formalEvents)?.evidence.filter(({ url }) => !known.has(url)) ?? []);
}

/** How much the council of an alert depends on its supplier on the reader's day; undefined where it does no longer. */
async function exposureOn(trx: Trx, { supplierId, council }: AlertDossier['alert'], today: IsoDate) {
  const exposures = (await findExposuresOf(trx, [supplierId], today)).get(supplierId) ?? [];
  return exposures.find((one) => one.exposed && one.exposure.council === council)?.exposure;
}

/** Contracts that the council’s register ties to another supplier by now, of those that an alert was about or of its name. */
async function elsewhereNow(trx: Trx, { alert, supplier }: AlertDossier, titles: readonly string[]) {
  const { council, supplierId } = alert;
  const lines = await findLinesElsewhere(
    trx,
    council,
    { supplierId, name: supplier.name, titles },
    LINES_ELSEWHERE,
  );
  const names = await findSupplierNames(
    trx,
    lines.map((line) => line.supplierId),
  );
  return lines.map(({ title, supplierId: other }) => {
    const found = names.get(other);
    return {
      title,
      key: found?.key ?? other,
      name: found?.name ?? 'another supplier',
      number: found?.number ?? null,
    };
  });
}

function isPetition({ kind, cause }: AlertDossier['alert']): boolean {
  return (kind === 'formal' || kind === 'no-outcome') && cause.startsWith('formal:winding-up-petition:');
}

function informationEvent(facts: AlertFacts) {
  const behind = informationBehind(facts);
  return behind && { title: facts.alert.title, evidence: behind.evidence };
}

/** The days to a hearing are counted while it is awaited: of a petition that is over only its day is told. */
function hearingOf(on: IsoDate, { status }: AlertDossier['alert'], today: IsoDate): string {
  return status === 'superseded' ? formatDate(on) : hearingWords(on, today);
}

/** An alert that a proceeding has ended explains itself by the alert before it; every other one by its playbook. */
async function meaningOf(trx: Trx, { alert, supplier }: AlertDossier, facts: AlertFacts, today: IsoDate) {
  if (alert.kind === 'ended' || alert.kind === 'corrected') {
    const earlier = await findEarlierAlert(trx, alert);
    return {
      event: null,
      playbook: null,
      hearing: null,
      earlier: earlier ? viewOfAlert(earlier, supplier) : null,
    };
  }
  const hearingOn = facts.petition?.hearing?.on;
  return {
    event: toldEvent(facts.alert, facts.assessment.formalEvents) ?? informationEvent(facts),
    playbook: playbookOfAlert(facts),
    hearing: hearingOn ? hearingOf(hearingOn, alert, today) : null,
    earlier: null,
  };
}
