import { type IsoDate, RiskAssessment } from '@tocsin/domain';
import { sql } from 'kysely';
import type { Db, Trx } from '../schema/database.ts';
import type { Assessment } from '../schema/tables.ts';
import { atRiskBands } from './bands.ts';
import { BUT_FINDINGS } from './save-assessments.ts';

/** An assessment as stored, in the words of the domain. */
export function assessmentOf(row: Assessment): RiskAssessment {
  return RiskAssessment.parse({
    supplierId: row.supplier_id,
    modelVersion: row.model_version,
    asOf: row.as_of,
    band: row.band,
    ownBand: row.own_band,
    score: row.score,
    rawScore: row.raw_score,
    coverage: row.coverage,
    findings: row.findings,
    formalEvents: row.formal_events,
    endings: row.endings,
    reviewOn: row.review_on,
  });
}

/** Only one handler at a time assesses a supplier; the lock ends with the transaction. */
export async function lockSupplier(trx: Trx, supplierId: string): Promise<void> {
  await lockSuppliers(trx, [supplierId]);
}

/** As `lockSupplier`, for many: in one order, so that two handlers wait for each other and never both. */
export async function lockSuppliers(trx: Trx, supplierIds: readonly string[]): Promise<void> {
  await sql`
    select pg_advisory_xact_lock(hashtext('assess'), key)
    from (select distinct hashtext(id) as key from unnest(${[...supplierIds]}::text[]) as id order by key) as locks`.execute(
    trx,
  );
}

/** The newest assessment of a supplier made for a day not after `asOf`. */
export async function findAssessmentBefore(
  db: Db | Trx,
  supplierId: string,
  asOf: string,
): Promise<Assessment | undefined> {
  return (await findAssessmentsBefore(db, [supplierId], asOf)).get(supplierId);
}

/**
 * As `findAssessmentBefore`, for many suppliers; those without any are left out. Of their findings only those of the
 * named indicators are read, where some are named: all of two hundred suppliers are megabytes.
 */
export async function findAssessmentsBefore(
  db: Db | Trx,
  supplierIds: readonly string[],
  asOf: string,
  indicators?: readonly string[],
): Promise<ReadonlyMap<string, Assessment>> {
  const findings = indicators
    ? sql`(select coalesce(jsonb_agg(one), '[]') from jsonb_array_elements(findings) as one
        where one ->> 'indicator' = any(${[...indicators]}::text[])) as findings`
    : sql`findings`;
  const { rows } = await sql<Assessment>`
    select newest.* from unnest(${[...supplierIds]}::bigint[]) as asked
    cross join lateral (
      select id, assessed_at, ${sql.raw(BUT_FINDINGS)}, ${findings} from assessment
      where supplier_id = asked and as_of <= ${asOf}
      order by as_of desc, id desc limit 1) as newest`.execute(db);
  return new Map(rows.map((row) => [row.supplier_id, row]));
}

/** How a supplier stands, and the assessment that says so. */
export interface SupplierStanding extends Pick<
  RiskAssessment,
  'asOf' | 'ownBand' | 'formalEvents' | 'findings'
> {
  readonly assessmentId: string;
}

/**
 * How those of these suppliers stand on a day against whom something stands: own band `severe`, unless a change of model
 * alone has lifted it there, or a formal event. Of each the newest assessment for a day not after `asOf`.
 */
export async function findStandings(
  db: Db | Trx,
  supplierIds: readonly string[],
  asOf: string,
): Promise<ReadonlyMap<string, SupplierStanding>> {
  if (supplierIds.length === 0) return new Map();
  const rows = await db
    .selectFrom((newest) =>
      newest
        .selectFrom('assessment')
        .distinctOn('supplier_id')
        .select(['id', 'supplier_id', 'as_of', 'own_band', 'formal_events', 'findings', 'lifted_to'])
        .where('supplier_id', '=', sql<string>`any(${[...supplierIds]}::bigint[])`)
        .where('as_of', '<=', asOf)
        .orderBy('supplier_id')
        .orderBy('as_of', 'desc')
        .orderBy('id', 'desc')
        .as('newest'),
    )
    .selectAll()
    .where((badly) =>
      badly.or([
        badly.and([badly('own_band', '=', 'severe'), badly('lifted_to', 'is distinct from', 'severe')]),
        sql<boolean>`jsonb_array_length(formal_events) > 0`,
      ]),
    )
    .execute();
  return new Map(
    rows.map(({ id, supplier_id, as_of, own_band, formal_events, findings }) => [
      supplier_id,
      { assessmentId: id, asOf: as_of, ownBand: own_band, formalEvents: formal_events, findings },
    ]),
  );
}

/** The first days of the spells at elevated or above that assessments belong to, by supplier; each of another supplier. */
export async function findEpisodeStarts(
  trx: Trx,
  of: readonly Pick<Assessment, 'supplier_id' | 'episode'>[],
): Promise<ReadonlyMap<string, IsoDate>> {
  const given = of.map(({ supplier_id, episode }) => ({ supplier_id, episode }));
  const { rows } = await sql<{ supplier_id: string; first: IsoDate }>`
    select supplier_id, min(as_of) as first from assessment
    join json_to_recordset(${JSON.stringify(given)}::json) as given (supplier_id bigint, episode int)
      using (supplier_id, episode)
    where band in (${atRiskBands}) group by supplier_id`.execute(trx);
  return new Map(rows.map(({ supplier_id, first }) => [supplier_id, first]));
}

/** How a supplier stands now; undefined before its first assessment. */
export async function findCurrentAssessment(
  db: Db | Trx,
  supplierId: string,
): Promise<Assessment | undefined> {
  return (await findCurrentAssessments(db, [supplierId])).get(supplierId);
}

/**
 * As `findCurrentAssessment`, for several suppliers; those without any are left out. Assessments that the caller has
 * read already are not read again.
 */
export async function findCurrentAssessments(
  db: Db | Trx,
  supplierIds: readonly string[],
  read: readonly Assessment[] = [],
): Promise<ReadonlyMap<string, Assessment>> {
  const current = await db
    .selectFrom('current_assessment')
    .select('assessment_id')
    .where('supplier_id', '=', sql<string>`any(${[...supplierIds]}::bigint[])`)
    .execute();
  const ids = new Set(current.map((row) => row.assessment_id));
  const known = read.filter(({ id }) => ids.delete(id));
  const rows = [...known, ...(await findAssessments(db, [...ids]))];
  return new Map(rows.map((row) => [row.supplier_id, row]));
}

/** What is said of the assessment before another: its score, and by which rules it was made. */
export async function findScores(
  db: Db | Trx,
  ids: readonly string[],
): Promise<readonly Pick<Assessment, 'id' | 'score' | 'model_version'>[]> {
  if (ids.length === 0) return [];
  return db
    .selectFrom('assessment')
    .select(['id', 'score', 'model_version'])
    .where('id', '=', sql<string>`any(${[...ids]}::bigint[])`)
    .execute();
}

/** One stored assessment. */
export async function findAssessment(db: Db | Trx, id: string): Promise<Assessment | undefined> {
  return db.selectFrom('assessment').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Stored assessments, in no order. */
export async function findAssessments(db: Db | Trx, ids: readonly string[]): Promise<Assessment[]> {
  if (ids.length === 0) return [];
  return db
    .selectFrom('assessment')
    .selectAll()
    .where('id', '=', sql<string>`any(${[...ids]}::bigint[])`)
    .execute();
}

/**
 * Suppliers whose answer changes with time alone by this day, and those at risk of whom other councils must hear since a
 * council was replaced after they were last assessed. Replayed history is left as it stood: nobody has looked
 * at those suppliers since.
 */
export async function findDueForReview(db: Db, today: string): Promise<string[]> {
  const rows = await db
    .selectFrom('current_assessment')
    .innerJoin('assessment', 'assessment.id', 'assessment_id')
    .select('current_assessment.supplier_id')
    .where('replayed', '=', false)
    .where(
      sql<boolean>`(current_assessment.review_on <= ${today}
        or (current_assessment.band in (${atRiskBands}) and exists (
          select from council where replaced_by <> '{}' and ends_on < ${today}
          and ends_on >= current_assessment.as_of)))`,
    )
    .orderBy('current_assessment.review_on')
    .execute();
  return rows.map((row) => row.supplier_id);
}
