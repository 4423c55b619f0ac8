import { sql, type Kysely } from 'kysely';

/** Postgres plans what stands below `OFFSET 0` once, row by row, and not as a list of all rows besides. */
const once = 'OFFSET 0';

const ofOwnCouncil = "council = nullif(current_setting('app.council', true), '')";

/** In the words of each table, as before. */
const seen = {
  supplier_ref: `EXISTS (SELECT FROM supplier WHERE supplier.id = supplier_id ${once})`,
  mention: `EXISTS (SELECT FROM supplier WHERE supplier.id = supplier_id)
    OR EXISTS (SELECT FROM award_supplier WHERE mention_id = mention.id ${once})
    OR EXISTS (SELECT FROM payment WHERE mention_id = mention.id ${once})
    OR EXISTS (SELECT FROM award_subcontractor WHERE mention_id = mention.id ${once})`,
  look: `EXISTS (SELECT FROM mention WHERE mention.id = mention_id ${once})`,
  look_answer: `EXISTS (SELECT FROM mention WHERE mention.id = mention_id ${once})`,
  fact_set: `EXISTS (SELECT FROM assessment WHERE assessment.facts_hash = fact_set.facts_hash ${once})`,
} as const;

/**
 * Each policy asks another table, which has its own: planned both ways at every step, a page of one supplier waited longer
 * for its plans than for its rows. Both ways are kept where many rows are read at once.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  ALTER POLICY supplies_publicly_or_known_to_own_council ON supplier USING (supplies_publicly
    OR EXISTS (SELECT FROM register_line WHERE register_line.supplier_id = supplier.id AND
      register_line.${sql.raw(`${ofOwnCouncil} ${once}`)})
    OR EXISTS (SELECT FROM alert WHERE alert.supplier_id = supplier.id AND alert.${sql.raw(`${ofOwnCouncil} ${once}`)}));
  `.execute(db);
  for (const [table, using] of Object.entries(seen))
    await sql`ALTER POLICY of_suppliers_that_are_seen ON ${sql.table(table)} USING (${sql.raw(using)})`.execute(
      db,
    );
}
