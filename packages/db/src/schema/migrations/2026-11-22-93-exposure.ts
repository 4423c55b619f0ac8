import { sql, type Kysely } from 'kysely';

/** Who controls whom can be asked from both ends; what a split council placed is allocated by people. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  CREATE INDEX observation_parent ON observation ((content->'parent'->'ref'->>'id')) WHERE kind = 'parent-company';
  CREATE INDEX mention_ref ON mention (ref) WHERE ref IS NOT NULL;

  ALTER TABLE council ADD COLUMN direction_on date;
  COMMENT ON COLUMN council.direction_on IS
    'Day of the direction under section 24 of the 2007 Act; null = none is recorded. Written by the command line.';

  CREATE TABLE allocation (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, council text NOT NULL REFERENCES council,
    contract_ref text NOT NULL, successor text NOT NULL REFERENCES council, reason text NOT NULL,
    allocated_by text NOT NULL, allocated_at timestamptz NOT NULL DEFAULT now(),
    undone_by text, undone_reason text, undone_at timestamptz);
  CREATE UNIQUE INDEX allocation_in_force ON allocation (council, contract_ref) WHERE undone_at IS NULL;
  COMMENT ON TABLE allocation IS
    'Which successor takes over a contract of a split council, as people decided; kept when undone. Written by web.';
  ALTER TABLE allocation ENABLE ROW LEVEL SECURITY;
  ALTER TABLE allocation FORCE ROW LEVEL SECURITY;
  CREATE POLICY council_of_the_signed_in_person ON allocation TO tocsin_web
    USING (council = nullif(current_setting('app.council', true), ''))
    WITH CHECK (council = nullif(current_setting('app.council', true), ''));
  CREATE POLICY worker_serves_all_councils ON allocation TO tocsin_worker USING (true) WITH CHECK (true);
  GRANT SELECT, INSERT, UPDATE ON allocation TO tocsin_worker;
  GRANT SELECT, INSERT ON allocation TO tocsin_web;
  GRANT UPDATE (undone_by, undone_reason, undone_at) ON allocation TO tocsin_web;

  CREATE TABLE award_subcontractor (
    award_id bigint NOT NULL REFERENCES award ON DELETE CASCADE, mention_id bigint NOT NULL REFERENCES mention,
    PRIMARY KEY (award_id, mention_id));
  CREATE INDEX award_subcontractor_mention ON award_subcontractor (mention_id);
  COMMENT ON TABLE award_subcontractor IS 'Subcontractors that a notice names, as printed. Public; written by ingest.';
  ALTER TABLE award ADD COLUMN extends_to date;
  COMMENT ON COLUMN award.extends_to IS 'The last day after every extension that the contract allows.';
  GRANT SELECT ON award_subcontractor TO tocsin_web, tocsin_national, tocsin_worker;
  GRANT INSERT, DELETE ON award_subcontractor TO tocsin_worker;
  `.execute(db);
}
