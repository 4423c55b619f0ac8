import {
  awardGate,
  causesOf,
  formalCause,
  inactivityOf,
  informationOf,
  isTold,
  paidWhileAtRisk,
  paidWhileInactive,
  untold,
  type AlertRecord,
  type Inactivity,
  type Overtaken,
  type RaisedCause,
  type Standing,
} from '@tocsin/alerting';
import {
  AlreadyFinished,
  assessmentOf,
  enqueueNotifying,
  findAlertsOf,
  findAssessment,
  findAssessments,
  findCurrentAssessment,
  findEpisodeStart,
  findExposures,
  findSignals,
  lockSuppliers,
  raiseAlert,
  raiseFollowUps,
  type Assessment,
  type CouncilExposure,
  type Db,
  type NewAlert,
  type Trx,
  type Watch,
} from '@tocsin/db';
import { chooseLetters } from './choose-letters.ts';
import { watchNow } from './watch.ts';
import { findLevelsShown, type LevelsShown } from './levels-shown.ts';
import { isAtRisk, type Exposure, type ObservedSignal, type RiskAssessment } from '@tocsin/domain';
import type { Work } from '@tocsin/queue';
import { Refuse } from '@tocsin/runtime';

/**
 * Tells the councils that depend on suppliers what their assessments hold for them: one alert a council and cause. When
 * that fails, or the process died of it, each assessment is told of by itself.
 */
export async function notify(db: Db, work: Work<'notify'>, watch: () => Watch = watchNow): Promise<void> {
  if (work.message.assessmentIds.length === 1) return tellTogether(db, work, watch());
  if (work.afterDeath) return tellApart(db, work);
  try {
    await tellTogether(db, work, watch());
  } catch (error) {
    if (error instanceof AlreadyFinished) throw error;
    await tellApart(db, work);
  }
}

async function tellApart(db: Db, work: Work<'notify'>): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await enqueueNotifying(trx, work.message.assessmentIds, 'alone');
    await work.finish(trx);
  });
}

async function tellTogether(db: Db, work: Work<'notify'>, watch: Watch): Promise<void> {
  const { assessmentIds } = work.message;
  await db.transaction().execute(async (trx) => {
    const given = await findAssessments(trx, assessmentIds);
    const missing = assessmentIds.find((id) => given.every((one) => one.id !== id));
    if (missing !== undefined) throw new Refuse(`there is no assessment ${missing}`);
    await lockSuppliers(
      trx,
      given.map((one) => one.supplier_id),
    );
    for (const one of given.toSorted((a, b) => Number(a.id) - Number(b.id))) await tell(trx, one, watch);
    await work.finish(trx);
  });
}

async function tell(trx: Trx, given: Assessment, watch: Watch): Promise<void> {
  // Messages overtake one another: told is how the supplier stands now, against how it stood before this message.
  const row = (await findCurrentAssessment(trx, given.supplier_id)) ?? given;
  const assessment = assessmentOf(row);
  const news = causesOf(assessment, await standingBefore(trx, given));
  // A council that comes to depend on the supplier later is told how it stands, as if that were news.
  const standing = causesOf(assessment, untold({ episode: row.episode, liftedTo: row.lifted_to }));
  const sent = await findAlertsOf(trx, row.supplier_id);
  const told = new Set(sent.map((alert) => alert.council));
  const levels = await findLevelsShown(trx, row, watch);
  const overtaken = await raiseFollowUps(trx, row, sent, levels);
  const becomes = overtakenBy(sent, overtaken);
  const signals = await findSignals(trx, row.supplier_id, row.as_of);
  const gate = await openGate(trx, row, signals);
  const information = informationOf(signals, assessment, { band: row.band, episode: row.episode });
  for (const exposed of await findExposures(trx, row.supplier_id, row.as_of)) {
    const causes = !exposed.exposed ? [] : told.has(exposed.exposure.council) ? news : standing;
    const own = sent.filter(({ council }) => council === exposed.exposure.council).map(({ cause }) => cause);
    const known = exposed.exposed ? information : [];
    for (const cause of [...causes, ...known, ...gate(exposed)])
      if (!isTold(cause, own)) await raise(trx, row, levels, exposed.exposure, cause, becomes);
  }
  for (const { alertId, by } of overtaken) {
    const earlier = sent.find(({ id }) => id === alertId);
    const cause = standing.find((one) => by && one.cause === formalCause(by));
    if (earlier && cause) await raise(trx, row, levels, earlier.exposure, cause, becomes);
  }
}

/**
 * What is said of contracts announced, and of contracts placed and payments made after the supplier came to stand badly:
 * who placed them may not have known.
 */
async function openGate(
  trx: Trx,
  row: Assessment,
  signals: readonly ObservedSignal[],
): Promise<(exposed: CouncilExposure) => readonly RaisedCause[]> {
  const assessment = assessmentOf(row);
  const inactivity = inactivityOf(signals);
  const atRiskSince = isAtRisk(row.band) ? await findEpisodeStart(trx, row) : undefined;
  const [since] = [inactivity?.since, atRiskSince].filter((day) => day !== undefined).sort();
  const standing = { band: row.band, episode: row.episode };
  return ({ placed, paidLastOn, exposure }) => {
    const intended = (exposure.intended ?? []).map(({ ref }) =>
      awardGate({ ref, stage: 'tender', on: null }, assessment, inactivity, standing),
    );
    const awards = placed
      .filter(({ on }) => since !== undefined && on > since)
      .map(({ ref, on }) => awardGate({ ref, stage: 'award', on }, assessment, inactivity, standing));
    const paid =
      paidLastOn === null ? null : paidAfter(paidLastOn, inactivity, atRiskSince, assessment, standing);
    return [...intended, ...awards, paid].filter((cause) => cause !== null);
  };
}

/** Once a company is inactive that is what is said of a payment; of one before, that the supplier was at risk. */
function paidAfter(
  paidLastOn: string,
  inactivity: Inactivity | null,
  atRiskSince: string | undefined,
  assessment: RiskAssessment,
  standing: Standing,
): RaisedCause | null {
  const inactive = inactivity && paidWhileInactive(paidLastOn, inactivity, assessment, standing);
  if (inactive || atRiskSince === undefined) return inactive;
  return paidWhileAtRisk(paidLastOn, atRiskSince, assessment, standing);
}

async function standingBefore(trx: Trx, row: Assessment): Promise<Standing | null> {
  const previous = row.previous_id ? await findAssessment(trx, row.previous_id) : undefined;
  return previous
    ? { band: previous.band, episode: previous.episode, formalEvents: previous.formal_events }
    : null;
}

async function raise(
  trx: Trx,
  row: Assessment,
  levels: LevelsShown,
  exposure: Exposure,
  cause: RaisedCause,
  becomes: (council: string, cause: string) => readonly string[],
): Promise<void> {
  const from = cause.from ?? row.previous_band;
  const alert: NewAlert = {
    council: exposure.council,
    supplierId: row.supplier_id,
    assessmentId: row.id,
    cause: cause.cause,
    kind: cause.kind,
    title: cause.title,
    fromBand: from,
    toBand: cause.to,
    fromLevel: levels.from(from),
    toLevel: levels.to(cause.to),
    levelBecause: levels.because(cause.to),
    asOf: row.as_of,
    days: cause.days,
    exposure,
    replayed: row.replayed,
    overtakes: becomes(exposure.council, cause.cause),
  };
  const previous = row.previous_id ? await findAssessment(trx, row.previous_id) : undefined;
  const sent = await findAlertsOf(trx, row.supplier_id);
  for (const one of await chooseLetters(trx, [alert], () => ({ row, previous, sent }), watchNow().now))
    await raiseAlert(trx, one);
}

/**
 * Whose petition has become a liquidation is told of that, whether or not the council depends on the supplier still.
 * What was told to a council of each event that its alerts have become.
 */
function overtakenBy(
  sent: readonly AlertRecord[],
  overtaken: readonly Overtaken[],
): (council: string, cause: string) => readonly string[] {
  const councilOf = new Map(sent.map(({ id, council }) => [id, council]));
  return (council, cause) =>
    overtaken
      .filter(({ alertId, by }) => by && formalCause(by) === cause && councilOf.get(alertId) === council)
      .map(({ alertId }) => alertId);
}
