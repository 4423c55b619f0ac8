import type { Db } from '@tocsin/db';
import { sql } from 'kysely';

/** As urgent as the reviews that come by themselves: after everything that is news. */
const LOW = 5;

/** Asks for watched suppliers to be scored so many times, each time by itself. */
export async function enqueueBacklog(db: Db, jobs: number): Promise<void> {
  await sql`
    with listed as (select array_agg(id order by nth) as ids from supplier where watched)
    insert into outbox (queue, message, priority, key)
    select 'score', jsonb_build_object('v', 2, 'asOf', null, 'supplierIds',
      jsonb_build_array(ids[1 + n % cardinality(ids)]::text)), ${LOW}, 'alone:backlog:' || n
    from listed, generate_series(1, ${jobs}::int) n`.execute(db);
  await sql`select pg_notify('outbox', 'score')`.execute(db);
}

/** How many of them are not done. */
export async function countBacklog(db: Db): Promise<number> {
  const { rows } = await sql<{ left: number }>`
    select count(*)::int as left from outbox where priority = ${LOW} and done_at is null`.execute(db);
  return rows[0]?.left ?? 0;
}

/** How many messages are open that are more urgent. */
export async function countUrgent(db: Db): Promise<number> {
  const { rows } = await sql<{ open: number }>`
    select count(*)::int as open from outbox
    where priority < ${LOW} and done_at is null and dead_at is null`.execute(db);
  return rows[0]?.open ?? 0;
}
