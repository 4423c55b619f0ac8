import { sql, type Kysely } from 'kysely';

/**
 * A council's register has its own reference of a contract and a category; a cell that could not be read leaves the
 * contract in force, and is shown as it was written. Of the file that is looked at, which sheet and row a person chose.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  ALTER TABLE register_line ADD COLUMN reference text, ADD COLUMN category text,
    ADD COLUMN unread jsonb NOT NULL DEFAULT '{}';
  COMMENT ON COLUMN register_line.reference IS 'The council''s own reference of the contract.';
  COMMENT ON COLUMN register_line.unread IS 'What stands in cells that could not be read, by their column; of the contract they are not known.';
  ALTER TABLE register_draft ADD COLUMN sheet text, ADD COLUMN header_row int;
  `.execute(db);
}
