import { sql, type Kysely } from 'kysely';

/** That somebody followed a company outlasts the papers that did: a council may leave, and take its papers with it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  ALTER TABLE supplier ADD COLUMN followed boolean NOT NULL DEFAULT false;
  COMMENT ON COLUMN supplier.followed IS
    'Papers of a council that has left named it: what was read of it may have been read for that council. Written as a council is erased.';
  `.execute(db);
}
