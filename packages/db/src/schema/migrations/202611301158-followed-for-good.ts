import { sql, type Kysely } from 'kysely';

/**
 * That papers named a company outlasts whatever becomes of them: a line may be said to mean another, an upload be undone,
 * replaced or removed, a council leave. Whom they named until now nobody wrote down: whoever is not known to everybody may
 * have been.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  UPDATE supplier SET followed = true WHERE NOT supplies_publicly AND NOT followed;
  COMMENT ON COLUMN supplier.followed IS
    'Papers of a council named it before everybody knew it: what was read of it may have been read for that council. Written as papers are matched, and kept whatever becomes of them.';
  `.execute(db);
}
