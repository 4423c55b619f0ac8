import { sql, type Kysely } from 'kysely';

// As `look-standings.ts` asks of them; whoever adds a topic to a look adds it there and in a migration.
const PROCEEDINGS =
  "source_id = 'companies-house-company' AND topic IN ('company-profile', 'insolvency-cases')";
const LISTS =
  "source_id = 'companies-house-company' AND topic IN ('filing-history', 'charges', 'officers', 'controllers')";
const PROFILE = "source_id = 'companies-house-company' AND topic = 'company-profile'";
const EVENT = "source_id = 'companies-house-stream' AND topic = 'insolvency-cases' AND answer = 'found'";

/** What answers come to, by mention: of many the last, and the first of all. */
const summed = (answers: string) => `
  SELECT mention_id, max(last_at) FILTER (WHERE ${PROCEEDINGS}), min(first_at) FILTER (WHERE ${PROCEEDINGS}),
    max(last_at) FILTER (WHERE ${LISTS}), max(last_at) FILTER (WHERE ${PROFILE}),
    max(last_at) FILTER (WHERE ${PROFILE} AND answer IN ('gone', 'not-held')), max(last_at) FILTER (WHERE ${EVENT})
  FROM ${answers} AS answers WHERE source_id IN ('companies-house-company', 'companies-house-stream')
  GROUP BY mention_id ORDER BY mention_id`;

/** Two may add to the same at once, neither of whom sees what the other writes. */
const ADDED = `
  ON CONFLICT (mention_id) DO UPDATE SET proceedings = greatest(standing.proceedings, excluded.proceedings),
    first_asked = least(standing.first_asked, excluded.first_asked), lists = greatest(standing.lists, excluded.lists),
    profile = greatest(standing.profile, excluded.profile), elsewhere = greatest(standing.elsewhere, excluded.elsewhere),
    event = greatest(standing.event, excluded.event)`;

const OF_THOSE = `(SELECT * FROM look_answer WHERE mention_id = any(those))`;

/**
 * Whom the register is asked about next was found out from every look there is, each minute anew. What the looks at a
 * company come to stands by itself from now on, as they are written.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
  CREATE TABLE look_standing (
    mention_id bigint PRIMARY KEY REFERENCES mention ON DELETE CASCADE,
    proceedings timestamptz, first_asked timestamptz, lists timestamptz, profile timestamptz, elsewhere timestamptz,
    event timestamptz);
  COMMENT ON TABLE look_standing IS
    'What the answers of the register to one mention come to: when each part was answered first and last. Follows look_answer.';
  INSERT INTO look_standing ${summed('look_answer')};

  GRANT SELECT ON look_standing TO tocsin_web, tocsin_national;
  GRANT SELECT, INSERT, UPDATE, DELETE ON look_standing TO tocsin_worker;
  ALTER TABLE look_standing ENABLE ROW LEVEL SECURITY;
  CREATE POLICY worker_serves_all_councils ON look_standing TO tocsin_worker USING (true) WITH CHECK (true);
  CREATE POLICY of_suppliers_that_are_seen ON look_standing FOR SELECT TO tocsin_web, tocsin_national USING (
    EXISTS (SELECT FROM mention WHERE mention.id = mention_id OFFSET 0));

  CREATE FUNCTION look_standing_adds() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO look_standing AS standing ${summed('added')} ${ADDED};
    RETURN null;
  END $$;
  CREATE FUNCTION look_standing_loses() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE those bigint[] := (SELECT array_agg(DISTINCT mention_id) FROM lost);
  BEGIN
    DELETE FROM look_standing WHERE mention_id = any(those);
    INSERT INTO look_standing AS standing ${summed(OF_THOSE)} ${ADDED};
    RETURN null;
  END $$;
  CREATE FUNCTION look_standing_moves() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE those bigint[] := (SELECT array_agg(DISTINCT mention_id) FROM lost WHERE NOT EXISTS (
    SELECT FROM added WHERE added.mention_id = lost.mention_id AND added.topic = lost.topic
      AND added.source_id = lost.source_id AND added.answer = lost.answer));
  BEGIN
    INSERT INTO look_standing AS standing ${summed('added')} ${ADDED};
    IF those IS NOT NULL THEN
      DELETE FROM look_standing WHERE mention_id = any(those);
      INSERT INTO look_standing AS standing ${summed(OF_THOSE)} ${ADDED};
    END IF;
    RETURN null;
  END $$;
  CREATE TRIGGER look_standing_adds AFTER INSERT ON look_answer REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION look_standing_adds();
  CREATE TRIGGER look_standing_loses AFTER DELETE ON look_answer REFERENCING OLD TABLE AS lost
    FOR EACH STATEMENT EXECUTE FUNCTION look_standing_loses();
  CREATE TRIGGER look_standing_moves AFTER UPDATE ON look_answer REFERENCING OLD TABLE AS lost NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION look_standing_moves();
  `)
    .execute(db);
}
