import type { IsoDate, RiskAssessment, RiskBand } from '@tocsin/domain';
import { sql } from 'kysely';
import { chunksOf } from '../schema/chunks.ts';
import type { Trx } from '../schema/database.ts';
import type { Assessment } from '../schema/tables.ts';
import { factsHash } from './fact-sets.ts';

export interface NewAssessment {
  readonly assessment: RiskAssessment;
  readonly facts: unknown;
  readonly previous: Assessment | undefined;
  /** Counts the times that the band rose to elevated or above. */
  readonly episode: number;
  /** The band that a change of model alone has brought about; null or missing = none. */
  readonly liftedTo?: RiskBand | null;
  readonly replayed: boolean;
  /**
   * The day on which something that is recorded already becomes public, or on which a council that knows of a later
   * hearing is to hear of it: the supplier is scored again on it.
   */
  readonly nextPublishedOn?: IsoDate | null;
}

/**
 * Stores an assessment with the facts it rests on, content-addressed. The same supplier, model, day and facts are
 * stored once. It becomes the supplier's current one unless a newer day is there. Returns its id.
 */
export async function saveAssessment(trx: Trx, given: NewAssessment): Promise<string> {
  const id = (await saveAssessments(trx, [given])).get(given.assessment.supplierId);
  if (id === undefined) throw new Error('an assessment was not stored');
  return id;
}

/** As `saveAssessment`, for many suppliers, each once. Returns the ids of the assessments by supplier. */
export async function saveAssessments(
  trx: Trx,
  given: readonly NewAssessment[],
): Promise<ReadonlyMap<string, string>> {
  if (given.length === 0) return new Map();
  const saved = new Map<string, string>();
  for (const some of chunksOf(given, AT_ONCE)) {
    const rows = some.map(rowOf);
    const judgements = distinctOf(rows.map(({ judgement }) => judgement));
    const list = rows.map(({ row, judgement }) => ({
      ...row,
      judged: judgements.get(judgement.findings)?.judged,
    }));
    // In one order: two handlers that write the same facts wait for each other, and never both.
    await sql`
      insert into fact_set (facts_hash, facts)
      select distinct on (facts_hash) facts_hash, facts from ${listOf(rows.map(({ row, facts }) => ({ facts_hash: row.facts_hash, facts })))} order by facts_hash
      on conflict do nothing`.execute(trx);
    const { rows: stored } = await sql<{ id: string; supplier_id: string }>`
      insert into assessment (${COLUMNS}) select ${COLUMNS} from ${listOf(list)}
      join ${judgementsOf([...judgements.values()])} using (judged) order by supplier_id
      on conflict (supplier_id, model_version, as_of, facts_hash) do update set supplier_id = excluded.supplier_id
      returning id, supplier_id`.execute(trx);
    for (const { id, supplier_id } of stored) saved.set(supplier_id, id);
  }
  await noteLive(
    trx,
    given.flatMap(({ assessment, replayed }) => (replayed ? [] : [assessment.supplierId])),
  );
  await makeCurrent(
    trx,
    given.map(({ assessment, nextPublishedOn = null }) => ({
      id: saved.get(assessment.supplierId),
      next: nextPublishedOn,
    })),
  );
  return saved;
}

/** Rows of one statement: what is made of them at once must not keep others waiting. */
const AT_ONCE = 50;

/** The columns of an assessment without the longest one, for those who need no findings. */
export const BUT_FINDINGS =
  'supplier_id, model_version, as_of, facts_hash, previous_id, previous_band, band, own_band, score, raw_score, ' +
  'coverage, formal_events, endings, episode, lifted_to, review_on, replayed';
const COLUMNS = sql.raw(`${BUT_FINDINGS}, findings`);

function rowOf({ assessment, facts, previous, episode, liftedTo, replayed }: NewAssessment) {
  const row = {
    supplier_id: assessment.supplierId,
    model_version: assessment.modelVersion,
    as_of: assessment.asOf,
    facts_hash: factsHash(facts),
    previous_id: previous?.id ?? null,
    previous_band: previous?.band ?? null,
    band: assessment.band,
    own_band: assessment.ownBand,
    score: assessment.score,
    raw_score: assessment.rawScore,
    coverage: assessment.coverage,
    episode,
    lifted_to: liftedTo ?? null,
    review_on: assessment.reviewOn,
    replayed,
  };
  const { findings, formalEvents, endings } = assessment;
  return { row, facts, judgement: { findings, formal_events: formalEvents, endings: endings ?? [] } };
}

type Judgement = ReturnType<typeof rowOf>['judgement'];

/** Of many suppliers nothing is known, and what is said of one is said of all: it is sent once, by its place. */
function distinctOf(judgements: readonly Judgement[]) {
  const distinct = new Map<Judgement['findings'], Judgement & { readonly judged: number }>();
  for (const judgement of judgements)
    if (!distinct.has(judgement.findings))
      distinct.set(judgement.findings, { ...judgement, judged: distinct.size });
  return distinct;
}

/** One JSON parameter, as rows. */
function listOf(rows: readonly object[]) {
  return sql`json_to_recordset(${JSON.stringify(rows)}::json) as given (supplier_id bigint, model_version text,
    as_of date, facts_hash text, facts jsonb, previous_id bigint, previous_band text, band text, own_band text,
    score int, raw_score int, coverage real, episode int, lifted_to text, review_on date, replayed boolean, judged int)`;
}

function judgementsOf(judgements: readonly object[]) {
  return sql`json_to_recordset(${JSON.stringify(judgements)}::json)
    as judgement (judged int, findings jsonb, formal_events jsonb, endings jsonb)`;
}

/**
 * Of an installation with a sample: that its past is over. Whom the assessment is of is not everybody's to know, and the
 * canary's companies are nobody's suppliers.
 */
async function noteLive(trx: Trx, supplierIds: readonly string[]): Promise<void> {
  if (supplierIds.length === 0) return;
  await sql`
    insert into setting (key, value) select 'assessed-live', 'true' from setting where key = 'sample'
      and exists (select from unnest(${[...supplierIds]}::bigint[]) as assessed
        where not exists (select from supplier_ref where supplier_id = assessed and is_canary(ref)))
    on conflict (key) do nothing`.execute(trx);
}

async function makeCurrent(
  trx: Trx,
  assessed: readonly { readonly id: string | undefined; readonly next: IsoDate | null }[],
): Promise<void> {
  await sql`
    insert into current_assessment (supplier_id, assessment_id, band, score, as_of, review_on)
    select supplier_id, assessment.id, band, score, as_of, least(review_on, next)
    from assessment join json_to_recordset(${JSON.stringify(assessed)}::json) as given (id bigint, next date)
      on given.id = assessment.id
    order by supplier_id
    on conflict (supplier_id) do update set assessment_id = excluded.assessment_id, band = excluded.band,
      score = excluded.score, as_of = excluded.as_of, review_on = excluded.review_on
    where current_assessment.as_of <= excluded.as_of`.execute(trx);
}
