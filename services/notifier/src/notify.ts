import {
  awardGate,
  causesOf,
  inactivityOf,
  isTold,
  ownDays,
  paidWhileAtRisk,
  paidWhileInactive,
  supersedes,
  untold,
  type AlertRecord,
  type Inactivity,
  type RaisedCause,
  type Standing,
} from '@tocsin/alerting';
import {
  assessmentOf,
  findAlertsOf,
  findAssessment,
  findCurrentAssessment,
  findEpisodeStart,
  findExposures,
  findSignals,
  lockSupplier,
  raiseAlert,
  supersedeAlerts,
  type Assessment,
  type CouncilExposure,
  type Db,
  type Trx,
  type Watch,
} from '@tocsin/db';
import { watchNow } from './watch.ts';
import { findLevelsShown, type LevelsShown } from './levels-shown.ts';
import { isAtRisk, type Exposure, type RiskAssessment } from '@tocsin/domain';
import type { Work } from '@tocsin/queue';
import { Refuse } from '@tocsin/runtime';

/** Tells the councils that depend on a supplier what its assessment holds for them: one alert a council and cause. */
export async function notify(db: Db, work: Work<'notify'>, watch: () => Watch = watchNow): Promise<void> {
  const { assessmentId } = work.message;
  await db.transaction().execute(async (trx) => {
    const given = await findAssessment(trx, assessmentId);
    if (!given) throw new Refuse(`there is no assessment ${assessmentId}`);
    await lockSupplier(trx, given.supplier_id);
    // Messages overtake one another: told is how the supplier stands now, against how it stood before this message.
    const row = (await findCurrentAssessment(trx, given.supplier_id)) ?? given;
    const assessment = assessmentOf(row);
    const news = causesOf(assessment, await standingBefore(trx, given));
    // A council that comes to depend on the supplier later is told how it stands, as if that were news.
    const standing = causesOf(assessment, untold({ episode: row.episode, liftedTo: row.lifted_to }));
    const sent = await findAlertsOf(trx, row.supplier_id);
    const told = new Set(sent.map((alert) => alert.council));
    const gate = await openGate(trx, row);
    const levels = await findLevelsShown(trx, row, watch());
    for (const exposed of await findExposures(trx, row.supplier_id, row.as_of)) {
      const causes = !exposed.exposed ? [] : told.has(exposed.exposure.council) ? news : standing;
      const own = sent
        .filter(({ council }) => council === exposed.exposure.council)
        .map(({ cause }) => cause);
      for (const cause of [...causes, ...gate(exposed)])
        if (!isTold(cause, own)) await raise(trx, row, levels, exposed.exposure, cause);
    }
    await withdraw(trx, row, levels, sent);
    await work.finish(trx);
  });
}

/**
 * What is said of contracts announced, and of contracts placed and payments made after the supplier came to stand badly:
 * who placed them may not have known.
 */
async function openGate(
  trx: Trx,
  row: Assessment,
): Promise<(exposed: CouncilExposure) => readonly RaisedCause[]> {
  const assessment = assessmentOf(row);
  const inactivity = inactivityOf(await findSignals(trx, row.supplier_id, row.as_of));
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
): Promise<void> {
  const from = cause.from ?? row.previous_band;
  await raiseAlert(trx, {
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
    asOf: row.as_of,
    days: cause.days,
    exposure,
    replayed: row.replayed,
  });
}

/** A proceeding that is over: whoever was told of it is told that, and the old alert is superseded. */
async function withdraw(
  trx: Trx,
  row: Assessment,
  levels: LevelsShown,
  sent: readonly AlertRecord[],
): Promise<void> {
  const standing = sent.filter((alert) => alert.kind === 'formal' && alert.status !== 'superseded');
  const over = supersedes(standing, assessmentOf(row));
  for (const { alertId, how } of over) {
    const earlier = standing.find((alert) => alert.id === alertId);
    if (!earlier || how !== 'ended') continue;
    await raiseAlert(trx, {
      council: earlier.council,
      supplierId: row.supplier_id,
      assessmentId: row.id,
      cause: `${earlier.cause}:ended`,
      kind: 'ended',
      title: `No longer open: ${earlier.title.charAt(0).toLowerCase()}${earlier.title.slice(1)}`,
      fromBand: earlier.to,
      toBand: row.band,
      fromLevel: earlier.toLevel,
      toLevel: levels.to(row.band),
      asOf: row.as_of,
      days: ownDays(null),
      exposure: earlier.exposure,
      replayed: row.replayed,
      endsAlertId: earlier.id,
    });
  }
  await supersedeAlerts(
    trx,
    over.map(({ alertId }) => alertId),
  );
}
