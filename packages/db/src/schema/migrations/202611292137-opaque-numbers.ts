import { sql, type Kysely } from 'kysely';

/** Whose rows are shown to people, each under its id. */
const counted = [
  'adjournment',
  'alert',
  'alert_action',
  'allocation',
  'api_key',
  'audit_name',
  'calendar_address',
  'contest',
  'delivery',
  'endpoint',
  'hold',
  'invitation',
  'letter',
  'match_decision',
  'membership',
  'mention',
  'person',
  'recipient',
  'register_line',
  'register_upload',
  'returned_mail',
  'review',
  'session',
  'supplier',
] as const;

/**
 * A number that is counted over all councils tells each of them how much was written for others in between. From now on
 * the id of a row is drawn by lot, and what was counted stays inside as `nth`, by which rows are put in order. Rows from
 * before keep their ids: mails and addresses lead to them.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  CREATE FUNCTION opaque_number(bits integer) RETURNS bigint LANGUAGE sql VOLATILE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp AS $fn$
    SELECT (1::bigint << bits) + (('x000' || right(translate(gen_random_uuid()::text, '-', ''), 13))::bit(64)::bigint >> 52 - bits)
  $fn$;
  COMMENT ON FUNCTION opaque_number IS
    'An id by lot: so many random bits, at most 52, above all that was counted. JSON keeps numbers of 52 bits, spreadsheets those of 48.';
  `.execute(db);
  for (const table of counted) {
    const { rows } = await sql<{ last: string; called: boolean }>`
      SELECT last_value AS last, is_called AS called FROM ${sql.table(`${table}_id_seq`)}`.execute(db);
    await sql`
    ALTER TABLE ${sql.table(table)} ALTER COLUMN id DROP IDENTITY, ALTER COLUMN id SET DEFAULT opaque_number(${sql.lit(table === 'alert' ? 48 : 52)});
    ALTER TABLE ${sql.table(table)} ADD COLUMN nth bigint;
    `.execute(db);
    await countOn(db, table, rows[0]);
  }
  const { rows } = await sql<{ last: string; called: boolean }>`
    SELECT greatest(max(id), 1) AS last, count(*) > 0 AS called FROM shared_decision`.execute(db);
  await sql`ALTER TABLE shared_decision ADD COLUMN nth bigint`.execute(db);
  await countOn(db, 'shared_decision', rows[0]);
  await sql`
  GRANT SELECT (nth) ON api_key, calendar_address, invitation, session TO tocsin_web;
  GRANT SELECT (nth) ON contest TO tocsin_operator;
  `.execute(db);
}

/** Rewrites the table, since an update would pass by the rows that row security hides from whoever migrates. */
async function countOn(
  db: Kysely<unknown>,
  table: string,
  at: { readonly last: string; readonly called: boolean } | undefined,
): Promise<void> {
  await sql`
  ALTER TABLE ${sql.table(table)} ALTER COLUMN nth TYPE bigint USING id + 0;
  ALTER TABLE ${sql.table(table)} ALTER COLUMN nth SET NOT NULL, ALTER COLUMN nth ADD GENERATED ALWAYS AS IDENTITY;
  COMMENT ON COLUMN ${sql.table(table)}.nth IS 'The order in which rows were written, over all councils: rows are put in order by it, and it is told to nobody.';
  SELECT setval(${sql.lit(`${table}_nth_seq`)}, ${sql.lit(at?.last ?? '1')}, ${sql.lit(at?.called ?? false)});
  `.execute(db);
}
