import { sql } from 'kysely';
import type { Db, Trx } from '../schema/database.ts';

interface Entry {
  /** The council whose chain it belongs to; null for the installation. */
  readonly council: string | null;
  /** Who: a person's role or name as signed in, or the service. */
  readonly actor: string;
  /** What, as a verb: `acknowledged alert`, `uploaded register`. */
  readonly action: string;
  readonly subject: string;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** Writes to the append-only log in the transaction of the deed; Postgres chains the hash. */
export async function audit(trx: Trx, entry: Entry): Promise<void> {
  await trx
    .insertInto('audit')
    .values({
      council: entry.council,
      actor: entry.actor,
      action: entry.action,
      subject: entry.subject,
      detail: JSON.stringify(entry.detail ?? {}),
    })
    .execute();
}

interface AuditCheck {
  readonly entries: number;
  /** Of councils, and that of the installation. */
  readonly chains: number;
  /** Entries that ended, for which the last hash of their chain stands. */
  readonly ended: number;
  /** Ids of entries that do not follow from the one before. */
  readonly broken: readonly string[];
}

/** Recomputes every hash chain, and says how much was looked at: nothing broken in an empty log is no proof. */
export async function verifyAudit(db: Db): Promise<AuditCheck> {
  const counted = await db
    .selectFrom('audit')
    .select([
      sql<number>`count(*)::int`.as('entries'),
      sql<number>`count(distinct coalesce(council, ''))::int`.as('chains'),
      sql<number>`(select coalesce(sum(entries), 0)::int from audit_checkpoint)`.as('ended'),
    ])
    .executeTakeFirstOrThrow();
  return { ...counted, broken: await findBrokenAudit(db) };
}

/** Recomputes every hash chain. Returns the ids of entries that do not follow from the one before: [] = untouched. */
export async function findBrokenAudit(db: Db): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with chained as (
      select id, previous_hash, hash, coalesce(lag(hash) over (partition by council order by id),
          (select hash from audit_checkpoint where audit_checkpoint.council is not distinct from audit.council)) as expected,
        encode(sha256(convert_to(concat_ws('|', coalesce(previous_hash, ''), at at time zone 'UTC',
          coalesce(council, ''), actor, action, subject, detail::text), 'UTF8')), 'hex') as recomputed
      from audit)
    select id from chained where hash <> recomputed or previous_hash is distinct from expected order by id`.execute(
    db,
  );
  return rows.map((row) => row.id);
}
