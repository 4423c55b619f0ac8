import {
  type StandingFacts,
  eachAssessedFacts,
  factsHash,
  openDatabase,
  rescoreAll,
  type Db,
} from '@tocsin/db';
import { type RiskAssessment, SupplierId } from '@tocsin/domain';
import { assess, model, models, releases, type SupplierFacts } from '@tocsin/scoring';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { say } from '../support/faults-figures.ts';
import { sized } from '../support/faults-size.ts';
import { thirtyFacts } from '../support/scoring-facts.ts';
import { freshDatabase, type FreshDatabase } from '../support/stack.ts';

const SUPPLIERS = sized(5_000, 500);
const OLD = releases.at(-2)!.version;

let database: FreshDatabase;
let db: Db;
beforeAll(async () => {
  database = await freshDatabase();
  db = openDatabase(database.url, { role: 'tocsin_worker', max: 2 });
  const hashes: string[] = [];
  for (let number = 0; number < 250; number += 1) {
    const facts = thirtyFacts(number);
    hashes.push(factsHash(facts));
    await sql`insert into fact_set values (${factsHash(facts)}, ${JSON.stringify(facts)})`.execute(db);
  }
  await sql`insert into supplier (name) select 'EXAMPLE ' || n from generate_series(1, ${SUPPLIERS}::int) n`.execute(
    db,
  );
  await sql`
    insert into assessment (supplier_id, model_version, as_of, facts_hash, band, own_band, score, raw_score, coverage,
      findings, formal_events)
    select id, 'seed', date '2026-11-01' - (id % 900)::int, (${hashes}::text[])[1 + id % 250],
      (array['low', 'watch', 'elevated', 'severe'])[1 + id % 4], 'low', 0, 0, 0, '[]', '[]' from supplier`.execute(
    db,
  );
  await sql`
    insert into current_assessment (supplier_id, assessment_id, band, score, as_of)
    select supplier_id, id, band, score, as_of from assessment`.execute(db);
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

const judgeBy =
  (version: string) =>
  ({ facts, supplierId, asOf, band }: StandingFacts): RiskAssessment =>
    assess(
      facts as SupplierFacts,
      { supplierId: SupplierId.parse(supplierId), asOf, previousBand: band },
      models[version],
    );

/** How many of these assessments say something else than their own version says of the stored facts now. */
async function countDifferences(batch: readonly StandingFacts[]): Promise<number> {
  const rows = await db
    .selectFrom('assessment')
    .select(['id', 'model_version', 'band', 'score', 'raw_score'])
    // Of the findings only their points, in order: the sentences are many times as long.
    .select(sql<number[]>`jsonb_path_query_array(findings::jsonb, '$[*].points')`.as('points'))
    .where(
      'id',
      'in',
      batch.map(({ assessmentId }) => assessmentId),
    )
    .execute();
  const stored = new Map(rows.map((row) => [row.id, row]));
  return batch.filter(({ assessmentId, supplierId, facts, ...of }) => {
    const row = stored.get(assessmentId);
    if (!row) return true;
    const context = { ...of, supplierId: SupplierId.parse(supplierId) };
    const again = assess(facts as SupplierFacts, context, models[row.model_version]);
    const shown = row.points.reduce((sum, points) => sum + points, 0);
    return (
      again.band !== row.band ||
      again.score !== row.score ||
      shown !== row.raw_score ||
      again.findings.map(({ points }) => points).join() !== row.points.join()
    );
  }).length;
}

test('the stored scores of two versions recompute from what is stored: differences 0', async () => {
  let [recomputed, differences] = [0, 0];
  for (const version of [OLD, model.version]) {
    for await (const batch of rescoreAll(db, version, judgeBy(version)))
      expect(batch.length).toBeGreaterThan(0);
    for await (const batch of eachAssessedFacts(db)) {
      recomputed += batch.length;
      differences += await countDifferences(batch);
    }
  }
  say(17, 'stored scores computed again', { recomputed, differences });
  expect({ recomputed, differences }).toEqual({ recomputed: 2 * SUPPLIERS, differences: 0 });
});
