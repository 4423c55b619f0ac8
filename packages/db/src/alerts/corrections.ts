import { correctionOf, restsOn, toldFirst, type AlertRecord } from '@tocsin/alerting';
import {
  dayOf,
  eventDay,
  type Evidence,
  type IsoInstant,
  type RiskBand,
  type RiskLevel,
} from '@tocsin/domain';
import { sql } from 'kysely';
import { enqueueNotifying, enqueueScoring } from '../outbox/outbox.ts';
import { assessmentOf, findAssessments, findCurrentAssessment } from '../risk/assessments.ts';
import type { Db, Trx } from '../schema/database.ts';
import type { Assessment } from '../schema/tables.ts';
import { raiseAlerts, supersedeAlerts, type NewAlert } from './alerts.ts';

/** Contests that were upheld and had no effect yet, the oldest first. */
export async function findToApply(db: Db | Trx): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('contest')
    .select('id')
    .where('verdict', '=', 'upheld')
    .where('applied_at', 'is', null)
    .orderBy('nth')
    .execute();
  return rows.map(({ id }) => id);
}

/**
 * Takes back the fact of a contest that was upheld, and asks for its supplier to be judged again. What was said stays as
 * it was recorded. Of a line of a register nothing is taken back: the council uploads another. A fact that an earlier
 * decision has taken back is told of once, in the words of that decision.
 */
export async function applyCorrection(trx: Trx, id: string, now: IsoInstant): Promise<boolean> {
  const contest = await trx
    .updateTable('contest')
    .set({ applied_at: now })
    .where('id', '=', id)
    .where('verdict', '=', 'upheld')
    .where('applied_at', 'is', null)
    .returning(['supplier_id', 'source_id', 'ref', 'version', 'wrong', 'should_read'])
    .executeTakeFirst();
  if (!contest) return false;
  const { supplier_id: supplierId, source_id: source, ref, version, wrong, should_read: right } = contest;
  if (source !== null && (await isTakenBack(trx, { source, ref, version }))) {
    await trx.updateTable('contest').set({ told_at: now }).where('id', '=', id).execute();
    return true;
  }
  if (source !== null)
    await sql`
      insert into withdrawal (source_id, ref, version, published_at, observed_at, document_id, url, contest, wrong, should_read)
      select source_id, ref, version, greatest(published_at, ${now}::timestamptz), ${now}, document_id, url, ${id}, ${wrong}, ${right}
      from observation where source_id = ${source} and ref = ${ref} and version = ${version}
      on conflict do nothing`.execute(trx);
  await enqueueScoring(trx, [supplierId], null);
  return true;
}

async function isTakenBack(
  trx: Trx,
  { source, ref, version }: Readonly<Record<'source' | 'ref' | 'version', string | null>>,
): Promise<boolean> {
  const { rows } = await sql`
    select from withdrawal where source_id = ${source} and ref = ${ref} and version = ${version} and contest is not null`.execute(
    trx,
  );
  return rows.length > 0;
}

/** Where a supplier is not to be judged again any more: what was asked for since a correction is done. */
const isJudgedAgain = sql<boolean>`not exists (select from outbox where queue = 'score' and done_at is null
  and dead_at is null and message -> 'supplierIds' @> to_jsonb(contest.supplier_id::text))`;

/** Asks for those to be told whom corrections concern whose suppliers were judged again. Returns how many. */
export async function tellOfCorrections(trx: Trx): Promise<number> {
  const rows = await trx
    .selectFrom('contest')
    .select('supplier_id')
    .distinct()
    .where('applied_at', 'is not', null)
    .where('told_at', 'is', null)
    .where(isJudgedAgain)
    .execute();
  for (const { supplier_id } of rows) {
    const current = await findCurrentAssessment(trx, supplier_id);
    if (current) await enqueueNotifying(trx, [current.id]);
  }
  return rows.length;
}

/** How a supplier stands, what was told of it, and what is shown in the place of its band. */
interface Corrected {
  readonly row: Assessment;
  readonly sent: readonly AlertRecord[];
  readonly shown: {
    readonly to: (band: RiskBand) => RiskLevel;
    readonly because: (band: RiskBand) => string | null;
  };
}

interface Pending {
  readonly id: string;
  readonly supplier_id: string;
  readonly alert_id: string | null;
  readonly decided_at: IsoInstant;
  /** Null of a line of a register. */
  readonly evidence: Evidence | null;
}

/**
 * Corrects what was told of suppliers: of each fact that was taken back, everybody who was told an alert that rests on it
 * is told so, by an alert of its own. An alert of which nothing is left is superseded. Returns the ids of those.
 */
export async function raiseCorrections(
  trx: Trx,
  standings: readonly Corrected[],
  now: IsoInstant,
): Promise<ReadonlySet<string>> {
  const pending = await findPending(
    trx,
    standings.map(({ row }) => row.supplier_id),
  );
  if (pending.length === 0) return new Set();
  const ofSupplier = new Map(standings.map((one) => [one.row.supplier_id, one]));
  const alerts: NewAlert[] = [];
  const superseded = new Set<string>();
  for (const contest of pending) {
    const standing = ofSupplier.get(contest.supplier_id);
    if (!standing) continue;
    for (const alert of await findWrong(trx, standing, contest)) {
      const { raised, supersedes } = correct(standing, alert, contest);
      alerts.push(raised);
      if (supersedes) superseded.add(alert.id);
    }
    await trx.updateTable('contest').set({ told_at: now }).where('id', '=', contest.id).execute();
  }
  await raiseAlerts(trx, alerts, now);
  await supersedeAlerts(trx, [...superseded]);
  return superseded;
}

async function findPending(trx: Trx, supplierIds: readonly string[]): Promise<readonly Pending[]> {
  const { rows } = await sql<Pending>`
    select contest.id::text, supplier_id::text, alert_id::text, decided_at, case when sha256 is not null then
      jsonb_strip_nulls(jsonb_build_object('source', contest.source_id, 'url', observation.url, 'sha256', sha256,
        'quote', quote)) end as evidence
    from contest left join observation using (source_id, ref, version) left join document on document.id = document_id
    where supplier_id = any(${[...supplierIds]}::bigint[]) and applied_at is not null and told_at is null and ${isJudgedAgain}
    order by contest.nth`.execute(trx);
  return rows;
}

/** The alerts that told a fact, the first of each thread; of a line of a register the one by which it was contested. */
async function findWrong(
  trx: Trx,
  { sent }: Corrected,
  { evidence, alert_id }: Pending,
): Promise<readonly AlertRecord[]> {
  const first = sent.filter(({ cause }) => toldFirst(cause) === cause);
  if (evidence === null) return first.filter(({ id }) => id === alert_id);
  const judged = new Map(
    (
      await findAssessments(
        trx,
        first.map(({ assessmentId }) => assessmentId),
      )
    ).map((row) => [row.id, assessmentOf(row)]),
  );
  return first.filter((alert) => {
    const assessment = judged.get(alert.assessmentId);
    return assessment !== undefined && restsOn(alert, assessment, evidence);
  });
}

function correct({ row, shown }: Corrected, alert: AlertRecord, contest: Pending) {
  const correction = correctionOf(alert, contest.id, assessmentOf(row));
  const raised: NewAlert = {
    council: alert.council,
    supplierId: row.supplier_id,
    assessmentId: row.id,
    cause: correction.cause,
    kind: 'corrected',
    title: correction.title,
    fromBand: alert.to,
    toBand: row.band,
    fromLevel: alert.toLevel,
    toLevel: shown.to(row.band),
    levelBecause: shown.because(row.band),
    asOf: row.as_of,
    days: { eventDay: eventDay(dayOf(contest.decided_at)), publishedOn: alert.publishedOn, seenAt: null },
    exposure: alert.exposure,
    replayed: row.replayed,
    follows: [alert.id],
  };
  // A line of the register that is wrong takes nothing from what was published of the supplier.
  return { raised, supersedes: contest.evidence !== null && correction.supersedes };
}

/** What a correction says: what was written, and what it should read. */
export interface CorrectionWords {
  readonly wrong: string;
  readonly right: string;
}

/** The words of decisions, by their ids, as far as `trx` may read them: of published facts everybody may. */
export async function findCorrectionWords(
  trx: Db | Trx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, CorrectionWords>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<CorrectionWords & { readonly id: string }>`
    select contest::text as id, wrong, should_read as "right" from withdrawal where contest = any(${[...ids]}::bigint[])
    union
    select id::text, wrong, should_read from contest
    where id = any(${[...ids]}::bigint[]) and register_line is not null and verdict = 'upheld'`.execute(trx);
  return new Map(rows.map(({ id, ...words }) => [id, words]));
}
