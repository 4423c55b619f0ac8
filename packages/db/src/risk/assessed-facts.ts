import { spellOf } from '@tocsin/alerting';
import type { IsoDate, RiskAssessment, RiskBand } from '@tocsin/domain';
import { sql } from 'kysely';
import { TOGETHER } from '../schema/chunks.ts';
import { copyInto, copyLine } from '../schema/copy.ts';
import { bulkTransaction, type Db } from '../schema/database.ts';

/** A supplier's current assessment with the facts that it rests on. */
export interface StandingFacts {
  readonly supplierId: string;
  readonly asOf: IsoDate;
  readonly assessmentId: string;
  readonly band: RiskBand;
  readonly previousBand: RiskBand | null;
  readonly episode: number;
  readonly liftedTo: RiskBand | null;
  readonly replayed: boolean;
  readonly factsHash: string;
  /** As scoring folded them. */
  readonly facts: unknown;
}

/** An assessment of the same facts by another version of the score. */
export interface Rescored {
  readonly of: Omit<StandingFacts, 'facts'>;
  readonly assessment: RiskAssessment;
}

/** Every current assessment that was not made by `version`, in batches by supplier. */
export async function* eachAssessedFacts(db: Db, version = ''): AsyncGenerator<readonly StandingFacts[]> {
  let after = '0';
  for (;;) {
    const rows = await db
      .selectFrom('current_assessment')
      .innerJoin('assessment', 'assessment.id', 'assessment_id')
      .innerJoin('fact_set', 'fact_set.facts_hash', 'assessment.facts_hash')
      .select([
        'assessment.supplier_id as supplierId',
        'assessment.as_of as asOf',
        'assessment.id as assessmentId',
        'assessment.band',
        'previous_band as previousBand',
        'episode',
        'lifted_to as liftedTo',
        'replayed',
        'assessment.facts_hash as factsHash',
        'facts',
      ])
      .where('assessment.supplier_id', '>', after)
      .where('model_version', '<>', version)
      .where(
        sql<boolean>`not exists (select from supplier_ref
          where supplier_ref.supplier_id = assessment.supplier_id and is_canary(ref))`,
      )
      .orderBy('assessment.supplier_id')
      .limit(TOGETHER)
      .execute();
    const last = rows.at(-1);
    if (!last) return;
    yield rows;
    after = last.supplierId;
  }
}

/**
 * Judges every supplier whose current assessment is not by `version` and stores what comes out as current, for the same
 * day; nobody is told. Yields each batch as it is judged: it is stored while the next one is read
 * and judged.
 */
export async function* rescoreAll(
  db: Db,
  version: string,
  judge: (assessed: StandingFacts) => RiskAssessment,
): AsyncGenerator<readonly Rescored[]> {
  const batches = eachAssessedFacts(db, version);
  const next = async (): Promise<readonly Rescored[]> => {
    const batch = await batches.next();
    return batch.done ? [] : batch.value.map((of) => ({ of, assessment: judge(of) }));
  };
  let judged = await next();
  while (judged.length > 0) {
    yield judged;
    [judged] = await Promise.all([next(), saveRescored(db, judged)]);
  }
}

const COLUMNS =
  'supplier_id, model_version, as_of, facts_hash, previous_id, previous_band, band, own_band, score, raw_score, coverage, findings, formal_events, endings, episode, review_on, replayed, lifted_to';

/**
 * Stores assessments of known facts by COPY and makes each the current one of its supplier, unless that has moved on.
 * Nobody is told, now or later, of what the change of model has lifted.
 */
async function saveRescored(db: Db, rescored: readonly Rescored[]): Promise<void> {
  await bulkTransaction(db, async (trx, client) => {
    // COPY refuses a table whose rows not everybody sees.
    await sql`create temp table rescored on commit drop as select ${sql.raw(COLUMNS)} from assessment limit 0`.execute(
      trx,
    );
    await copyInto(client, `rescored (${COLUMNS})`, linesOf(rescored));
    await sql`insert into assessment (${sql.raw(COLUMNS)}) select * from rescored`.execute(trx);
    await sql`
      update current_assessment c
      set assessment_id = a.id, band = a.band, score = a.score,
        -- What is recorded and not public yet is still to come.
        review_on = least(a.review_on, c.review_on)
      from assessment a
      where a.previous_id = c.assessment_id and a.supplier_id = c.supplier_id
        and c.supplier_id = any(${rescored.map((r) => r.of.supplierId)}::bigint[])`.execute(trx);
  });
}

/** Made one by one, while Postgres stores those before. */
function* linesOf(rescored: readonly Rescored[]): Generator<string> {
  for (const one of rescored) yield rescoredLine(one);
}

/** One assessment as a line of COPY. */
export function rescoredLine({ of, assessment }: Rescored): string {
  const { episode, liftedTo } = spellOf(assessment.band, of, 'model');
  return copyLine([
    of.supplierId,
    assessment.modelVersion,
    of.asOf,
    of.factsHash,
    of.assessmentId,
    of.band,
    assessment.band,
    assessment.ownBand,
    assessment.score,
    assessment.rawScore,
    assessment.coverage,
    JSON.stringify(assessment.findings),
    JSON.stringify(assessment.formalEvents),
    JSON.stringify(assessment.endings ?? []),
    episode,
    assessment.reviewOn,
    of.replayed ? 't' : 'f',
    liftedTo,
  ]);
}
