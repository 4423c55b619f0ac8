import { openDatabase, privateTables, type Db } from '@tocsin/db';
import { MailWay, PostedWay } from '@tocsin/domain';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../support/stack.ts';
import { findHoles } from '../support/system-catalogue.ts';

let database: FreshDatabase;
let db: Db;
beforeAll(async () => {
  database = await freshDatabase();
  db = openDatabase(database.adminUrl, { max: 1 });
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

test.each([
  ['telling_rule', 'mail_by', MailWay.options],
  ['endpoint', 'channel', PostedWay.options],
])('%s.%s takes the ways of telling that the domain knows, and no other', async (table, column, ways) => {
  const { rows } = await sql<{ said: string }>`
    select pg_get_constraintdef(pg_constraint.oid) as said from pg_constraint
    join pg_attribute on attrelid = conrelid and conkey = array[attnum]
    where contype = 'c' and conrelid = ${table}::regclass and attname = ${column}`.execute(db);
  const taken = rows.flatMap(({ said }) => [...said.matchAll(/'([^']+)'/g)].map(([, way]) => way));
  expect(new Set(taken)).toEqual(new Set(ways));
});

test('the catalogue shows no way round row-level security', async () => {
  expect(await findHoles(db)).toEqual([]);
  expect(privateTables.length).toBeGreaterThan(0);
});

test.each([
  ['CREATE VIEW all_alerts AS SELECT * FROM alert', 'view all_alerts reads as its owner'],
  [
    'CREATE MATERIALIZED VIEW kept_alerts AS SELECT * FROM alert',
    'materialised view kept_alerts keeps rows outside row security',
  ],
  [
    'CREATE FUNCTION leak() RETURNS SETOF alert SECURITY DEFINER LANGUAGE sql AS $$ SELECT * FROM alert $$',
    'function leak runs as its owner',
  ],
  ['ALTER FUNCTION register_begin_load RESET search_path', 'function register_begin_load runs as its owner'],
  [
    `CREATE OR REPLACE FUNCTION register_begin_load() RETURNS void SECURITY DEFINER SET search_path = public, pg_temp
      LANGUAGE sql AS $$ DELETE FROM alert $$`,
    'function register_begin_load runs as its owner',
  ],
  ['ALTER TABLE delivery NO FORCE ROW LEVEL SECURITY', 'private table delivery does not force row security'],
  [
    'DROP POLICY council_of_the_signed_in_person ON recipient',
    'private table recipient has no policy of tocsin_web by the council',
  ],
  ['CREATE POLICY everyone ON alert USING (true)', 'policy everyone of alert opens it to public'],
  ['CREATE TABLE planted (council text, note text)', 'table planted names a council and is in neither list'],
  ['CREATE TABLE ward (holder text REFERENCES council)', 'table ward names a council and is in neither list'],
  ['ALTER TABLE supplier OWNER TO tocsin_worker', 'relation supplier belongs to tocsin_worker'],
  ['GRANT SELECT ON alert TO tocsin_national', 'tocsin_national may select private table alert'],
  [
    'ALTER TABLE alert ALTER COLUMN id DROP DEFAULT, ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY',
    'column id of alert is counted over all councils',
  ],
  ['GRANT TRUNCATE ON audit TO tocsin_worker', 'tocsin_worker may truncate audit'],
  [
    'ALTER TABLE alert_action ADD CONSTRAINT planted FOREIGN KEY (alert_id) REFERENCES alert',
    'key planted of alert_action refers to private table alert without the council',
  ],
  [
    'CREATE UNIQUE INDEX planted ON register_line (printed_ref)',
    'what planted of register_line keeps unique can be asked for across councils',
  ],
  [
    'GRANT INSERT ON recipient TO tocsin_web',
    'what recipient_pkey of recipient keeps unique can be asked for across councils',
  ],
  ['GRANT UPDATE ON outbox TO tocsin_web', 'tocsin_web may outbox update message, which is not listed'],
  [
    'REVOKE INSERT (note) ON alert_action FROM tocsin_web',
    'tocsin_web may not alert_action insert note, which is listed',
  ],
  ['GRANT SELECT (message) ON outbox TO tocsin_web', 'tocsin_web may read outbox'],
  [
    'ALTER POLICY laid_open ON ledger_leaf USING (true)',
    'policy laid_open of ledger_leaf opens it to tocsin_national, tocsin_web',
  ],
  [
    'ALTER TABLE current_assessment DISABLE ROW LEVEL SECURITY',
    'table current_assessment of suppliers shows tocsin_web those that no published contract names',
  ],
  [
    'DROP POLICY supplies_publicly ON supplier',
    'table supplier of suppliers shows tocsin_national those that no published contract names',
  ],
  [
    'ALTER TABLE mention DISABLE ROW LEVEL SECURITY',
    'table mention of suppliers shows tocsin_web those that no published contract names',
  ],
  [
    `ALTER POLICY of_suppliers_that_are_seen ON observation USING (source_id <> 'companies-house-company' OR EXISTS (
      SELECT FROM mention WHERE mention.id = mention_id))`,
    'policy of_suppliers_that_are_seen of observation forgets the source accounts-packs',
  ],
  [
    'CREATE POLICY planted ON assessment FOR SELECT USING (true)',
    'policy planted of assessment opens it to public',
  ],
  ['GRANT SELECT ON source_state TO PUBLIC', 'everybody may select source_state'],
  ['GRANT SELECT ON alert TO tocsin_sign_in', 'tocsin_sign_in may select alert'],
  ['GRANT SELECT ON audit TO tocsin_sign_in', 'tocsin_sign_in may read what detail of audit says'],
  ['GRANT SELECT (message) ON outbox TO tocsin_operator', 'tocsin_operator may select message of outbox'],
  ['GRANT SELECT ON alert TO tocsin_operator', 'tocsin_operator may select cause of alert'],
  ['GRANT SELECT ON session TO tocsin_web', 'tocsin_web may read id_hash of session'],
  [
    'CREATE POLICY planted ON alert TO tocsin_sign_in USING (true)',
    'policy planted of alert opens it to tocsin_sign_in',
  ],
  [
    'DROP POLICY council_of_the_signed_in_person ON person',
    'table person of people shows tocsin_web those of other councils',
  ],
  ['DROP POLICY no_canary ON council', 'table council shows tocsin_sign_in the canary'],
  ['GRANT INSERT ON setting TO tocsin_national', 'tocsin_national may insert setting'],
  [
    'CREATE STATISTICS planted ON council, supplier_name FROM register_line',
    'statistics planted keep values of private table register_line',
  ],
])('a hole that is planted is found: %s', async (plant, found) => {
  const holes = await db
    .transaction()
    .execute(async (trx) => {
      await sql.raw(plant).execute(trx);
      throw new Found(await findHoles(trx));
    })
    .catch((error: unknown) => {
      if (error instanceof Found) return error.holes;
      throw error;
    });
  expect(holes).toContain(found);
  expect(await findHoles(db)).toEqual([]);
});

/** Carries what was found out of the transaction and undoes what was planted in it. */
class Found extends Error {
  readonly holes: readonly string[];
  constructor(holes: readonly string[]) {
    super('found');
    this.holes = holes;
  }
}
