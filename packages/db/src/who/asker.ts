import { sql, type RawBuilder } from 'kysely';
import { inForceOrWaits } from '../holdings/in-force.ts';
import type { Db, Trx } from '../schema/database.ts';
import { isOwnInForceOrWaits } from '../spend/own-names.ts';

/**
 * For whom names and numbers are looked up. What is known of a company only because others follow it is told to nobody
 * else: not that it was read, not what it is called.
 */
export interface Asker {
  /** The council whose own papers are looked up; null for what is there for everybody. */
  readonly council: string | null;
  /** The register or spending file of its own that is looked up now: it makes nobody known before it is looked up. */
  readonly uploadId: string | null;
  readonly fileId: string | null;
}

/** Whoever reads the public record. */
export const EVERYBODY: Asker = { council: null, uploadId: null, fileId: null };

/** The council itself, as its pages and lists ask. */
export function councilItself(council: string): Asker {
  return { council, uploadId: null, fileId: null };
}

/**
 * Of `supplier`: the asker knows it, because everybody does, or because its own papers in force, or about to be, name it or
 * it was told of it. The policy of `supplier` says the same of sessions.
 */
export function isKnownTo({ council, uploadId, fileId }: Asker): RawBuilder<boolean> {
  if (council === null) return sql<boolean>`supplier.supplies_publicly`;
  return sql<boolean>`(supplier.supplies_publicly
    or exists (select from register_line join register_upload on register_upload.id = upload_id and ${inForceOrWaits}
      where register_line.supplier_id = supplier.id and register_line.council = ${council}
        and register_line.upload_id is distinct from ${uploadId}::bigint)
    or exists (select from own_payee join own_spend_file on own_spend_file.id = file_id and ${isOwnInForceOrWaits}
      where own_payee.supplier_id = supplier.id and own_payee.council = ${council}
        and own_payee.file_id is distinct from ${fileId}::bigint)
    or exists (select from alert where alert.supplier_id = supplier.id and alert.council = ${council}))`;
}

/** Whether the register or the spending file that is looked up counts, or is about to. */
export async function isPaperInForce(db: Db | Trx, { uploadId, fileId }: Asker): Promise<boolean> {
  const { rows } = await sql<{ counts: boolean }>`
    select exists (select from register_upload where id = ${uploadId}::bigint and ${inForceOrWaits})
      or exists (select from own_spend_file where id = ${fileId}::bigint and ${isOwnInForceOrWaits}) as counts`.execute(
    db,
  );
  return rows[0]?.counts ?? false;
}
