import { sql, type Kysely } from 'kysely';

/**
 * The register of companies is loaded by the role that loads everything else: only making its tables anew, and putting
 * them in the place of the old ones, need their owner, and two functions do that in his name. Tables that were put in
 * place before had indexes of other names, and no comments.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  DROP TABLE IF EXISTS register_company_next, register_key_next, register_block_next, register_word_next,
    register_word_load;
  CREATE TABLE IF NOT EXISTS register_load (file text PRIMARY KEY, rows bigint NOT NULL);
  ALTER TABLE register_load ADD COLUMN IF NOT EXISTS keys bigint;
  TRUNCATE register_load;

  DO $do$
  DECLARE one record;
  BEGIN
    FOR one IN
      SELECT index.relname AS is, tab.relname || CASE WHEN indisprimary THEN '_pkey' ELSE '_key' END AS should_be
      FROM pg_index JOIN pg_class index ON index.oid = indexrelid JOIN pg_class tab ON tab.oid = indrelid
      WHERE tab.relnamespace = 'public'::regnamespace
        AND tab.relname IN ('register_company', 'register_key', 'register_block', 'register_word')
    LOOP
      IF one.is <> one.should_be THEN EXECUTE format('ALTER INDEX %I RENAME TO %I', one.is, one.should_be); END IF;
    END LOOP;
  END
  $do$;

  COMMENT ON TABLE register_load IS
    'How far loading the register of companies has come, so that it goes on there. Written by its loader; empty between two loads.';
  COMMENT ON TABLE register_company IS 'Every company of the bulk register. Written by its loader, swapped in whole.';
  COMMENT ON TABLE register_block IS
    'Companies by the hashed blocking keys of every registered name, present and former. Written with register_company.';
  COMMENT ON TABLE register_word IS
    'How many registered companies bear a word, so that a misprint is told from a name. Written with register_company.';
  COMMENT ON TABLE register_key IS 'Given up for register_block: no longer written.';
  REVOKE ALL ON register_load, register_company, register_block, register_word, register_key
    FROM tocsin_web, tocsin_national, tocsin_worker;
  GRANT SELECT ON register_company, register_block, register_word, register_key
    TO tocsin_web, tocsin_national, tocsin_worker;
  GRANT SELECT, INSERT, UPDATE ON register_load TO tocsin_worker;

  CREATE FUNCTION register_begin_load() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp AS $fn$
  BEGIN
    DROP TABLE IF EXISTS register_company_next, register_block_next, register_word_next, register_word_load;
    CREATE TABLE register_company_next (LIKE register_company INCLUDING DEFAULTS INCLUDING COMMENTS);
    CREATE TABLE register_block_next (LIKE register_block INCLUDING COMMENTS);
    CREATE TABLE register_word_next (LIKE register_word INCLUDING COMMENTS);
    CREATE TABLE register_word_load (word text, companies int);
    GRANT INSERT ON register_company_next, register_block_next, register_word_load TO tocsin_worker;
    TRUNCATE register_load;
  END
  $fn$;

  CREATE FUNCTION register_put_in_place() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp SET maintenance_work_mem = '256MB' SET work_mem = '64MB' AS $fn$
  DECLARE
    name text;
    said text;
  BEGIN
    ALTER TABLE register_company_next ADD PRIMARY KEY (number);
    CREATE INDEX register_block_next_key ON register_block_next (key);
    INSERT INTO register_word_next SELECT word, sum(companies) FROM register_word_load GROUP BY word;
    ALTER TABLE register_word_next ADD PRIMARY KEY (word);
    ANALYZE register_company_next, register_block_next, register_word_next;
    FOREACH name IN ARRAY ARRAY['register_company', 'register_block', 'register_word'] LOOP
      said := obj_description(name::regclass, 'pg_class');
      EXECUTE format('DROP TABLE %I', name);
      EXECUTE format('ALTER TABLE %I RENAME TO %I', name || '_next', name);
      EXECUTE format('COMMENT ON TABLE %I IS %L', name, said);
      EXECUTE format('REVOKE ALL ON %I FROM tocsin_worker', name);
      EXECUTE format('GRANT SELECT ON %I TO tocsin_web, tocsin_national, tocsin_worker', name);
    END LOOP;
    ALTER INDEX register_company_next_pkey RENAME TO register_company_pkey;
    ALTER INDEX register_block_next_key RENAME TO register_block_key;
    ALTER INDEX register_word_next_pkey RENAME TO register_word_pkey;
    DROP TABLE register_word_load;
    TRUNCATE register_load;
  END
  $fn$;

  REVOKE ALL ON FUNCTION register_begin_load, register_put_in_place FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION register_begin_load, register_put_in_place TO tocsin_worker;
  `.execute(db);
}
