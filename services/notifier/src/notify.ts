import {
  awardGate,
  causesOf,
  formalCause,
  inactivityOf,
  informationAgain,
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
  findAssessments,
  findCurrentAssessments,
  findEpisodeStarts,
  findExposuresOf,
  findOwnSuppliers,
  findSignalsOf,
  inTransaction,
  lockSuppliers,
  raiseAlerts,
  raiseCorrections,
  raiseFollowUps,
  type Assessment,
  type CouncilExposure,
  type Db,
  type NewAlert,
  type OvertakenNow,
  type Trx,
  type Watch,
} from '@tocsin/db';
import {
  groupBy,
  isAtRisk,
  type Exposure,
  type IsoDate,
  type ObservedSignal,
  type RiskAssessment,
} from '@tocsin/domain';
import type { Work } from '@tocsin/queue';
import { Refuse } from '@tocsin/runtime';
import { findLevelsShown, type LevelsShown } from './levels-shown.ts';
import { chooseLetters } from './choose-letters.ts';
import { watchBySettings } from './watch.ts';

/**
 * Tells the councils that depend on suppliers what their assessments hold for them: one alert a council and cause. When
 * that fails, or the process died of it, each assessment is told of by itself.
 */
export async function notify(
  db: Db,
  work: Work<'notify'>,
  watch: () => Watch = watchBySettings,
): Promise<void> {
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
    await enqueueNotifying(trx, work.message.assessmentIds, { alone: true });
    await work.finish(trx);
  });
}

async function tellTogether(db: Db, work: Work<'notify'>, watch: Watch): Promise<void> {
  const { assessmentIds } = work.message;
  await inTransaction(db, async (trx) => {
    const given = await findAssessments(trx, assessmentIds);
    const missing = assessmentIds.find((id) => given.every((one) => one.id !== id));
    if (missing !== undefined)
      throw new Refuse(`there is no assessment ${missing}`, { reason: 'nothing-there' });
    await lockSuppliers(
      trx,
      given.map((one) => one.supplier_id),
    );
    for (const round of roundsOf(given)) await tell(trx, round, watch);
    await work.finish(trx);
  });
}

/** Of assessments of one supplier each is told of when the one before it was. */
function roundsOf(given: readonly Assessment[]): readonly (readonly Assessment[])[] {
  const rounds: Assessment[][] = [];
  const inOrder = given.toSorted((a, b) => Number(a.id) - Number(b.id));
  for (const same of groupBy(inOrder, (one) => one.supplier_id).values())
    for (const [at, one] of same.entries()) (rounds[at] ??= []).push(one);
  return rounds;
}

/** How a supplier stands, by the assessment to tell of, and what was told of it before. */
interface Standings {
  readonly given: Assessment;
  readonly before: Assessment | undefined;
  /** Messages overtake one another: told is how the supplier stands now, against how it stood before this message. */
  readonly row: Assessment;
  readonly previous: Assessment | undefined;
  readonly sent: readonly AlertRecord[];
  readonly atRiskSince: IsoDate | undefined;
  readonly levels: LevelsShown;
}

/** Tells of one assessment a supplier: what was told and is not so, what has become of what was, then what is news. */
async function tell(trx: Trx, given: readonly Assessment[], watch: Watch): Promise<void> {
  const found = await findStandings(trx, given, watch);
  const corrected = await raiseCorrections(
    trx,
    found.map(({ row, sent, levels }) => ({ row, sent, shown: levels })),
    watch.now,
  );
  const asCorrected = found.map((one) => ({
    ...one,
    sent: one.sent.map((alert) =>
      corrected.has(alert.id) ? { ...alert, status: 'superseded' as const } : alert,
    ),
  }));
  const { overtaken, causes } = await raiseFollowUps(
    trx,
    asCorrected.map(({ row, sent, levels }) => ({ row, sent, shown: levels })),
    watch.now,
  );
  const standings = asCorrected.map((one) => ({
    ...one,
    sent: one.sent.map((alert) => ({ ...alert, cause: causes.get(alert.id) ?? alert.cause })),
  }));
  const alerts: NewAlert[] = [];
  for (const [asOf, same] of groupBy(standings, ({ row }) => row.as_of)) {
    const supplierIds = same.map(({ row }) => row.supplier_id);
    const signals = await findSignalsOf(trx, supplierIds, asOf);
    const exposures = await findExposuresOf(trx, supplierIds, asOf);
    const toldAsOwn = groupBy(await findOwnSuppliers(trx, supplierIds), ({ base }) => base);
    for (const one of same) {
      const { supplier_id: id } = one.row;
      alerts.push(
        ...newsOf(one, {
          signals: signals.get(id) ?? [],
          exposures: butTo(
            toldAsOwn.get(id)?.flatMap(({ councils }) => councils),
            exposures.get(id) ?? [],
          ),
          overtaken: overtaken.get(id) ?? [],
        }),
      );
    }
  }
  const ofSupplier = new Map(standings.map((one) => [one.row.supplier_id, one]));
  const standingOf = (supplierId: string) => ofSupplier.get(supplierId);
  await raiseAlerts(trx, await chooseLetters(trx, alerts, standingOf, watch.now), watch.now);
}

/** Who knows the supplier as one of its own is told of that one. */
function butTo(councils: readonly string[] = [], exposures: readonly CouncilExposure[]) {
  return exposures.filter(({ exposure }) => !councils.includes(exposure.council));
}

async function findStandings(
  trx: Trx,
  given: readonly Assessment[],
  watch: Watch,
): Promise<readonly Standings[]> {
  const supplierIds = given.map((one) => one.supplier_id);
  const current = await findCurrentAssessments(trx, supplierIds, given);
  const rows = given.map((one) => ({ given: one, row: current.get(one.supplier_id) ?? one }));
  const before = new Map(
    (
      await findAssessments(
        trx,
        rows.flatMap((one) => [one.given.previous_id ?? [], one.row.previous_id ?? []].flat()),
      )
    ).map((one) => [one.id, one]),
  );
  const previousOf = ({ previous_id }: Assessment) => before.get(previous_id ?? '');
  const sent = groupBy(await findAlertsOf(trx, supplierIds), (alert): string => alert.supplierId);
  const since = await findEpisodeStarts(
    trx,
    rows.flatMap(({ row }) => (isAtRisk(row.band) ? [row] : [])),
  );
  const levelsOf = await findLevelsShown(
    trx,
    rows.map(({ row }) => ({ row, before: previousOf(row) })),
    watch,
  );
  return rows.map(({ given: one, row }) => ({
    given: one,
    before: previousOf(one),
    row,
    previous: previousOf(row),
    sent: sent.get(row.supplier_id) ?? [],
    atRiskSince: since.get(row.supplier_id),
    levels: levelsOf(row),
  }));
}

interface Known {
  readonly signals: readonly ObservedSignal[];
  readonly exposures: readonly CouncilExposure[];
  readonly overtaken: readonly OvertakenNow[];
}

/**
 * What each council that depends on the supplier has not been told yet. Whose petition has become a liquidation is told
 * of that, whether or not the council depends on the supplier still.
 */
function newsOf(standings: Standings, { signals, exposures, overtaken }: Known): readonly NewAlert[] {
  const { row, sent } = standings;
  const assessment = assessmentOf(row);
  const news = causesOf(assessment, standingBefore(standings));
  // A council that comes to depend on the supplier later is told how it stands, as if that were news.
  const standing = causesOf(assessment, untold({ episode: row.episode, liftedTo: row.lifted_to }));
  const told = new Set(sent.map((alert) => alert.council));
  const gate = openGate(standings, assessment, inactivityOf(signals));
  const information = informationOf(signals, assessment, { band: row.band, episode: row.episode });
  const becomes = overtakenBy(sent, overtaken);
  const alertOf = (exposure: Exposure, cause: RaisedCause) =>
    alertFor(standings, exposure, cause, becomes(exposure.council, cause.cause));
  const raised = exposures.flatMap((exposed) => {
    const { council } = exposed.exposure;
    const causes = !exposed.exposed ? [] : told.has(council) ? news : standing;
    const known = exposed.exposed ? information : [];
    const own = sent.filter((alert) => alert.council === council).map(({ cause }) => cause);
    return [...causes, ...known, ...gate(exposed)]
      .map((cause) => informationAgain(cause, own))
      .filter((cause) => !isTold(cause, own))
      .map((cause) => alertOf(exposed.exposure, cause));
  });
  const became = overtaken.flatMap(({ by, exposure }) => {
    const cause = standing.find((one) => by && one.cause === formalCause(by));
    return cause ? [alertOf(exposure, cause)] : [];
  });
  return [...raised, ...became];
}

/**
 * What is said of contracts announced, and of contracts placed and payments made after the supplier came to stand badly:
 * who placed them may not have known.
 */
function openGate(
  { row, atRiskSince }: Standings,
  assessment: RiskAssessment,
  inactivity: Inactivity | null,
): (exposed: CouncilExposure) => readonly RaisedCause[] {
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

function standingBefore({ before }: Standings): Standing | null {
  return before ? { band: before.band, episode: before.episode, formalEvents: before.formal_events } : null;
}

function alertFor(
  { row, levels }: Standings,
  exposure: Exposure,
  cause: RaisedCause,
  overtakes: readonly string[],
): NewAlert {
  const from = cause.from ?? row.previous_band;
  return {
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
    overtakes,
  };
}

/** What was told to a council of each event that its alerts have become. */
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
