import { sql, type Kysely } from 'kysely';

/** What we make of the public record: facts and assessments. National facts, the same for every council. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  CREATE TABLE fact_set (facts_hash text PRIMARY KEY, facts jsonb NOT NULL);
  COMMENT ON TABLE fact_set IS 'Facts by content, kept as long as an assessment cites them. Written by scoring.';

  CREATE TABLE assessment (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, supplier_id bigint NOT NULL REFERENCES supplier,
    model_version text NOT NULL, as_of date NOT NULL, facts_hash text NOT NULL REFERENCES fact_set,
    previous_id bigint REFERENCES assessment, previous_band text, band text NOT NULL, own_band text NOT NULL,
    score int NOT NULL, raw_score int NOT NULL, coverage real NOT NULL, findings jsonb NOT NULL,
    formal_events jsonb NOT NULL, episode int NOT NULL DEFAULT 0, review_on date,
    replayed boolean NOT NULL DEFAULT false, assessed_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (supplier_id, model_version, as_of, facts_hash));
  CREATE INDEX assessment_latest ON assessment (supplier_id, as_of DESC, id DESC);
  COMMENT ON TABLE assessment IS 'All answers about one supplier on one day, with reasons. Written by scoring.';

  CREATE TABLE current_assessment (
    supplier_id bigint PRIMARY KEY REFERENCES supplier, assessment_id bigint NOT NULL REFERENCES assessment,
    band text NOT NULL, score int NOT NULL, as_of date NOT NULL, review_on date);
  CREATE INDEX current_assessment_band ON current_assessment (band);
  CREATE INDEX current_assessment_review ON current_assessment (review_on);
  COMMENT ON TABLE current_assessment IS 'The newest assessment of each supplier. Written by scoring under its lock.';

  CREATE TABLE national_private (
    as_of date NOT NULL, dimension text NOT NULL, member text NOT NULL, band text NOT NULL,
    councils int NOT NULL CHECK (councils >= 5), contracts int, net_pence numeric(15,0),
    PRIMARY KEY (as_of, dimension, member, band));
  COMMENT ON TABLE national_private IS
    'Private exposure of five or more councils together, after suppression. Written by notifier; read by the national role.';
  `.execute(db);
}
