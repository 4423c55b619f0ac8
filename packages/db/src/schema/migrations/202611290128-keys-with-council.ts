import { sql, type Kysely } from 'kysely';

/** Each refers to a row of a private table by its id: child, column, parent, and what becomes of it with that row. */
const references = [
  ['register_upload', 'replaces', 'register_upload', ''],
  ['register_line', 'upload_id', 'register_upload', 'ON DELETE CASCADE'],
  ['match_decision', 'undoes', 'match_decision', ''],
  ['shared_decision', 'id', 'match_decision', ''],
  ['shared_decision', 'undoes', 'shared_decision', ''],
  ['alert', 'told_with', 'alert', ''],
  ['alert', 'letter_id', 'letter', ''],
  ['alert_action', 'alert_id', 'alert', ''],
  ['delivery', 'alert_id', 'alert', ''],
  ['delivery', 'letter_id', 'letter', ''],
] as const;

/**
 * Keys that refer to a row of a private table bear the council too: nobody refers to a row of another council, and
 * whether there is one of a number is not to be asked. For the same reason the council is part of what must be unique
 * where a signed-in person may write, and she gives no row its number.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const parent of new Set(references.map(([, , table]) => table)))
    await sql`ALTER TABLE ${sql.table(parent)} ADD UNIQUE (id, council)`.execute(db);
  for (const [child, column, parent, fate] of references)
    await sql`
    ALTER TABLE ${sql.table(child)} DROP CONSTRAINT ${sql.ref(`${child}_${column}_fkey`)},
      ADD CONSTRAINT ${sql.ref(`${child}_${column}_fkey`)} FOREIGN KEY (${sql.ref(column)}, council)
        REFERENCES ${sql.table(parent)} (id, council) ON UPDATE CASCADE ${sql.raw(fate)}`.execute(db);
  await sql`
  ALTER TABLE register_line DROP CONSTRAINT register_line_upload_id_row_key, ADD UNIQUE (upload_id, row, council);

  REVOKE INSERT, UPDATE ON register_upload, register_line, recipient FROM tocsin_web;
  REVOKE INSERT ON alert_action, audit, match_decision, allocation, adjournment, letter FROM tocsin_web;
  GRANT INSERT (council, file_name, sha256, line_count, uploaded_by, columns, replaces), UPDATE (undone_at)
    ON register_upload TO tocsin_web;
  GRANT INSERT (upload_id, council, row, supplier_name, printed_ref, scheme, ref, title, value_pence, vat, starts_on,
    ends_on, criticality, owner, service, regime, details, reference, category, unread) ON register_line TO tocsin_web;
  GRANT INSERT (council, address, role, channel, levels, active), UPDATE (role, levels, active)
    ON recipient TO tocsin_web;
  GRANT INSERT (alert_id, council, action, by_whom, note) ON alert_action TO tocsin_web;
  GRANT INSERT (council, actor, action, subject, detail) ON audit TO tocsin_web;
  GRANT INSERT (council, mention_id, printed_text, undoes, verdict, company_number, reason, note, by_whom)
    ON match_decision TO tocsin_web;
  GRANT INSERT (council, contract_ref, successor, reason, allocated_by) ON allocation TO tocsin_web;
  GRANT INSERT (council, supplier_id, cause, hearing_on, evidence, by_whom) ON adjournment TO tocsin_web;
  GRANT INSERT (council, kind, last_document) ON letter TO tocsin_web;
  `.execute(db);
}
