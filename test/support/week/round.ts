import type { Db } from '@tocsin/db';
import { sql } from 'kysely';

/** What every company is asked about, whatever else depends on the answers. */
const TOPICS = [
  'company-profile',
  'insolvency-cases',
  'filing-history',
  'charges',
  'officers',
  'controllers',
];

/** Watched companies about which a topic was never answered. */
export async function findNotLookedAt(db: Db): Promise<readonly { ref: string; topic: string }[]> {
  const { rows } = await sql<{ ref: string; topic: string }>`
    select ref, topic from supplier join supplier_ref on supplier_ref.supplier_id = supplier.id
    cross join unnest(${TOPICS}::text[]) as asked (topic)
    where watched and scheme = 'GB-COH' and not exists (
      select from look_answer join mention on mention.id = mention_id
      where mention.supplier_id = supplier.id and look_answer.topic = asked.topic)
    order by ref, topic`.execute(db);
  return rows;
}

/** Whether the round has been everywhere, and all sources of dependence have been read. */
export async function isRoundDone(db: Db): Promise<boolean> {
  const { rows } = await sql<{ runs: number }>`
    select count(distinct source_id)::int as runs from source_run where outcome = 'ok'
      and source_id in ('council-spend', 'find-a-tender', 'contracts-finder', 'companies-house-company')`.execute(
    db,
  );
  return rows[0]?.runs === 4 && (await findNotLookedAt(db)).length === 0;
}
