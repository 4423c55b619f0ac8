import { createHash } from 'node:crypto';
import { type IsoDate, RiskAssessment, type RiskBand } from '@tocsin/domain';
import { sql } from 'kysely';
import type { Db, Trx } from '../schema/database.ts';
import type { Assessment } from '../schema/tables.ts';

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
    reviewOn: row.review_on,
  });
}

/** Text that is the same for the same content, whatever the order of its keys. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  const members = entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join(',')}}`;
}

/** sha256 of facts: the same facts have the same hash, for ever. */
export function factsHash(facts: unknown): string {
  return createHash('sha256').update(canonicalJson(facts)).digest('hex');
}

/** Only one handler at a time assesses a supplier; the lock ends with the transaction. */
export async function lockSupplier(trx: Trx, supplierId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('assess'), hashtext(${supplierId}))`.execute(trx);
}

/** The newest assessment of a supplier made for a day not after `asOf`. */
export async function findAssessmentBefore(
  db: Db | Trx,
  supplierId: string,
  asOf: string,
): Promise<Assessment | undefined> {
  return db
    .selectFrom('assessment')
    .selectAll()
    .where('supplier_id', '=', supplierId)
    .where('as_of', '<=', asOf)
    .orderBy('as_of', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/**
 * How those of these suppliers stand on a day against whom something stands: own band `severe`, unless a change of model
 * alone has lifted it there, or a formal event. Of each the newest assessment for a day not after `asOf`.
 */
export async function findStandings(
  db: Db | Trx,
  supplierIds: readonly string[],
  asOf: string,
): Promise<ReadonlyMap<string, Pick<RiskAssessment, 'asOf' | 'ownBand' | 'formalEvents' | 'findings'>>> {
  if (supplierIds.length === 0) return new Map();
  const rows = await db
    .selectFrom((newest) =>
      newest
        .selectFrom('assessment')
        .distinctOn('supplier_id')
        .select(['supplier_id', 'as_of', 'own_band', 'formal_events', 'findings', 'lifted_to'])
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
    rows.map(({ supplier_id, as_of, own_band, formal_events, findings }) => [
      supplier_id,
      { asOf: as_of, ownBand: own_band, formalEvents: formal_events, findings },
    ]),
  );
}

export interface NewAssessment {
  readonly assessment: RiskAssessment;
  readonly facts: unknown;
  readonly previous: Assessment | undefined;
  /** Counts the times that the band rose to elevated or above. */
  readonly episode: number;
  /** The band that a change of model alone has brought about; null or missing = none. */
  readonly liftedTo?: RiskBand | null;
  readonly replayed: boolean;
  /** The day on which something that is recorded already becomes public: the supplier is scored again on it. */
  readonly nextPublishedOn?: IsoDate | null;
}

/**
 * Stores an assessment with the facts it rests on, content-addressed. The same supplier, model, day and facts are
 * stored once. It becomes the supplier's current one unless a newer day is there. Returns its id.
 */
export async function saveAssessment(trx: Trx, given: NewAssessment): Promise<string> {
  const { assessment, previous } = given;
  const facts_hash = factsHash(given.facts);
  await trx
    .insertInto('fact_set')
    .values({ facts_hash, facts: JSON.stringify(given.facts) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { id } = await trx
    .insertInto('assessment')
    .values({
      supplier_id: assessment.supplierId,
      model_version: assessment.modelVersion,
      as_of: assessment.asOf,
      facts_hash,
      previous_id: previous?.id ?? null,
      previous_band: previous?.band ?? null,
      band: assessment.band,
      own_band: assessment.ownBand,
      score: assessment.score,
      raw_score: assessment.rawScore,
      coverage: assessment.coverage,
      findings: JSON.stringify(assessment.findings),
      formal_events: JSON.stringify(assessment.formalEvents),
      episode: given.episode,
      lifted_to: given.liftedTo ?? null,
      review_on: assessment.reviewOn,
      replayed: given.replayed,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['supplier_id', 'model_version', 'as_of', 'facts_hash'])
        .doUpdateSet({ supplier_id: sql`excluded.supplier_id` }),
    )
    .returning('id')
    .executeTakeFirstOrThrow();
  await makeCurrent(trx, assessment, id, given.nextPublishedOn ?? null);
  return id;
}

async function makeCurrent(
  trx: Trx,
  assessment: RiskAssessment,
  id: string,
  nextPublishedOn: IsoDate | null,
): Promise<void> {
  const [review_on = null] = [assessment.reviewOn, nextPublishedOn].filter((day) => day !== null).sort();
  const current = {
    supplier_id: assessment.supplierId,
    assessment_id: id,
    band: assessment.band,
    score: assessment.score,
    as_of: assessment.asOf,
    review_on,
  };
  await trx
    .insertInto('current_assessment')
    .values(current)
    .onConflict((conflict) =>
      conflict
        .column('supplier_id')
        .doUpdateSet(current)
        .where('current_assessment.as_of', '<=', assessment.asOf),
    )
    .execute();
}

/** The facts that assessments rest on, by their hash, as scoring folded them. */
export async function findFactSet(db: Db | Trx, hash: string): Promise<unknown> {
  const { facts } = await db
    .selectFrom('fact_set')
    .select('facts')
    .where('facts_hash', '=', hash)
    .executeTakeFirstOrThrow();
  return facts;
}

/** The first day of the spell at elevated or above that an assessment belongs to. */
export async function findEpisodeStart(trx: Trx, row: Assessment): Promise<string | undefined> {
  const first = await trx
    .selectFrom('assessment')
    .select('as_of')
    .where('supplier_id', '=', row.supplier_id)
    .where('episode', '=', row.episode)
    .where('band', 'in', ['elevated', 'severe', 'insolvent'])
    .orderBy('as_of')
    .limit(1)
    .executeTakeFirst();
  return first?.as_of;
}

/** How a supplier stands now; undefined before its first assessment. */
export async function findCurrentAssessment(
  db: Db | Trx,
  supplierId: string,
): Promise<Assessment | undefined> {
  return db
    .selectFrom('current_assessment')
    .innerJoin('assessment', 'assessment.id', 'assessment_id')
    .selectAll('assessment')
    .where('current_assessment.supplier_id', '=', supplierId)
    .executeTakeFirst();
}

/** One stored assessment. */
export async function findAssessment(db: Db | Trx, id: string): Promise<Assessment | undefined> {
  return db.selectFrom('assessment').selectAll().where('id', '=', id).executeTakeFirst();
}

/**
 * Suppliers whose answer changes with time alone by this day, and those at risk of whom other councils must hear since a
 * council was replaced after they were last assessed. Replayed history is left as it stood: nobody has looked
 * at those suppliers since.
 */
export async function findDueForReview(db: Db, today: string, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('current_assessment')
    .innerJoin('assessment', 'assessment.id', 'assessment_id')
    .select('current_assessment.supplier_id')
    .where('replayed', '=', false)
    .where(
      sql<boolean>`(current_assessment.review_on <= ${today}
        or (current_assessment.band in ('elevated', 'severe', 'insolvent') and exists (
          select from council where replaced_by <> '{}' and ends_on < ${today}
          and ends_on >= current_assessment.as_of)))`,
    )
    .orderBy('current_assessment.review_on')
    .limit(limit)
    .execute();
  return rows.map((row) => row.supplier_id);
}
