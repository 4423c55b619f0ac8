import { sql, type Kysely } from 'kysely';

/**
 * Exercises: what would be lost if a supplier failed, as it stood when it was asked. Those of a council are its own, with who
 * of it had read them when; those of the national body hold the public record alone.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  CREATE TABLE exercise (
    id bigint DEFAULT opaque_number(52) PRIMARY KEY, nth bigint GENERATED ALWAYS AS IDENTITY,
    council text NOT NULL REFERENCES council ON UPDATE CASCADE, seen jsonb NOT NULL, by_whom text NOT NULL,
    at timestamptz NOT NULL DEFAULT now(), form text, UNIQUE (id, council));
  CREATE UNIQUE INDEX exercise_form ON exercise (form, council) WHERE form IS NOT NULL;
  CREATE TABLE exercise_read (
    exercise_id bigint NOT NULL, council text NOT NULL, by_whom text NOT NULL, at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (exercise_id, council, by_whom),
    FOREIGN KEY (exercise_id, council) REFERENCES exercise (id, council) ON UPDATE CASCADE ON DELETE CASCADE);
  CREATE TABLE sector_exercise (
    id bigint DEFAULT opaque_number(52) PRIMARY KEY, nth bigint GENERATED ALWAYS AS IDENTITY, seen jsonb NOT NULL,
    by_whom text NOT NULL, at timestamptz NOT NULL DEFAULT now(), form text UNIQUE);
  COMMENT ON TABLE exercise IS
    'What a council would lose if a supplier failed, as it stood when somebody asked. Counts nowhere. Written by web.';
  COMMENT ON TABLE exercise_read IS 'Who of a council said when that she had read an exercise. Written by web.';
  COMMENT ON TABLE sector_exercise IS
    'The same of all councils by public record, for the national body. Counts nowhere. Written by web.';

  ALTER TABLE exercise ENABLE ROW LEVEL SECURITY;
  ALTER TABLE exercise FORCE ROW LEVEL SECURITY;
  CREATE POLICY council_of_the_signed_in_person ON exercise TO tocsin_web
    USING (council = nullif(current_setting('app.council', true), ''))
    WITH CHECK (council = nullif(current_setting('app.council', true), ''));
  CREATE POLICY worker_serves_all_councils ON exercise TO tocsin_worker USING (true) WITH CHECK (true);
  ALTER TABLE exercise_read ENABLE ROW LEVEL SECURITY;
  ALTER TABLE exercise_read FORCE ROW LEVEL SECURITY;
  CREATE POLICY council_of_the_signed_in_person ON exercise_read TO tocsin_web
    USING (council = nullif(current_setting('app.council', true), ''))
    WITH CHECK (council = nullif(current_setting('app.council', true), ''));
  CREATE POLICY worker_serves_all_councils ON exercise_read TO tocsin_worker USING (true) WITH CHECK (true);

  GRANT SELECT, INSERT (council, seen, by_whom, form) ON exercise TO tocsin_web;
  GRANT SELECT, INSERT (exercise_id, council, by_whom) ON exercise_read TO tocsin_web;
  GRANT INSERT (seen, by_whom, form) ON sector_exercise TO tocsin_web;
  GRANT SELECT ON sector_exercise TO tocsin_national;
  GRANT SELECT, DELETE ON exercise, exercise_read, sector_exercise TO tocsin_worker;
  GRANT UPDATE (seen) ON exercise, sector_exercise TO tocsin_worker;
  `.execute(db);
}
