import { sql } from 'kysely';
import { retention } from '../keeping/retention.ts';
import type { Trx } from '../schema/database.ts';

/**
 * Ends entries of the audit log that are older than they are kept, by the clock of Postgres, chain by chain from their
 * beginning: of each the last hash stays, from which the chain still verifies. A chain of a council at which a hold stands
 * stays whole. Returns how many entries ended.
 */
export async function endOldEntries(trx: Trx): Promise<number> {
  await sql`
    with chain as (
      select council, min(id) filter (where at >= now() - make_interval(years => ${retention.audit.years})) as first_young from audit group by council),
    ended as (
      select chain.council, max(audit.id) as last_id from chain join audit on audit.council is not distinct from chain.council
      where audit.id < coalesce(first_young, 9223372036854775807)
        and not exists (select from hold where hold.council = chain.council and released_at is null)
      group by chain.council)
    insert into audit_checkpoint (council, last_id) select council, last_id from ended
    on conflict (council) do update set last_id = excluded.last_id`.execute(trx);
  const { numAffectedRows } = await sql`
    delete from audit using audit_checkpoint
    where audit_checkpoint.council is not distinct from audit.council and audit.id <= last_id`.execute(trx);
  return Number(numAffectedRows ?? 0);
}
