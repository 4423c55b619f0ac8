import { dayOf } from '@tocsin/domain';
import { sql } from 'kysely';
import type { Db, Trx } from '../schema/database.ts';
import { publishedBy } from '../schema/days.ts';
import type { IngestReport } from '../schema/tables.ts';

/** Where a source stopped last; null on its first run. */
export async function readCursor(db: Db | Trx, sourceId: string): Promise<unknown> {
  const row = await db
    .selectFrom('source_state')
    .select('cursor')
    .where('source_id', '=', sourceId)
    .executeTakeFirst();
  return row?.cursor ?? null;
}

/** Moves a source on, in the transaction of what it produced. */
export async function saveCursor(trx: Trx, sourceId: string, cursor: unknown): Promise<void> {
  const value = JSON.stringify(cursor);
  await trx
    .insertInto('source_state')
    .values({ source_id: sourceId, cursor: value })
    .onConflict((conflict) => conflict.column('source_id').doUpdateSet({ cursor: value }))
    .execute();
}

/** Opens the record of one run. */
export async function startRun(db: Db, sourceId: string, trigger: 'schedule' | 'folder'): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    with state as (
      insert into source_state (source_id, last_started_at) values (${sourceId}, now())
      on conflict (source_id) do update set last_started_at = now())
    insert into source_run (source_id, trigger, started_at) values (${sourceId}, ${trigger}, now())
    returning id`.execute(db);
  const [run] = rows;
  if (!run) throw new Error('a run was not written down');
  return run.id;
}

/**
 * Closes the runs on schedule of a source that nobody is at work on any more: their process was ended. Call it alone with
 * the source. Returns how many.
 */
export async function closeAbandonedRuns(db: Db, sourceId: string): Promise<number> {
  const { rows } = await sql`
    update source_run set finished_at = now(), outcome = 'failed', error = ${ABANDONED}
    where source_id = ${sourceId} and trigger = 'schedule' and finished_at is null returning id`.execute(db);
  return rows.length;
}

const ABANDONED = 'the process that ran it was ended; what it had stored is kept';

/** Sources with a run on schedule that is not closed: at work, or abandoned. */
export async function findSourcesAtWork(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('source_run')
    .select('source_id')
    .distinct()
    .where('trigger', '=', 'schedule')
    .where('finished_at', 'is', null)
    .execute();
  return rows.map((row) => row.source_id);
}

/** Closes a run that went through; only a run on schedule makes the source good. */
export async function finishRun(trx: Trx, runId: string, report: IngestReport): Promise<void> {
  const { rows } = await sql`
    with run as (
      update source_run set finished_at = now(), outcome = 'ok', report = ${JSON.stringify(report)}::jsonb
      where id = ${runId} returning trigger),
    state as (
      update source_state set last_good_at = now(), last_error = null, last_error_at = null
      where source_id = ${report.source} and (select trigger from run) = 'schedule')
    select from run`.execute(trx);
  if (rows.length === 0) throw new Error(`there is no run ${runId}`);
}

/** Closes a run that failed; what it had committed is kept, and the pages say since when the source is stale. */
export async function failRun(db: Db, runId: string, sourceId: string, error: string): Promise<void> {
  const now = sql<string>`now()`;
  await db
    .updateTable('source_run')
    .set({ finished_at: now, outcome: 'failed', error })
    .where('id', '=', runId)
    .execute();
  await db
    .updateTable('source_state')
    .set({ last_error: error, last_error_at: now })
    .where('source_id', '=', sourceId)
    .execute();
}

/** The day on which each source last read all that it covers by its own clock, up to the end of a day. */
export async function findLastGoodDays(db: Db | Trx, asOf: string): Promise<ReadonlyMap<string, string>> {
  const rows = await db
    .selectFrom('source_run')
    .select(['source_id', sql<string>`max(finished_at)`.as('at')])
    .where('trigger', '=', 'schedule')
    .where('outcome', '=', 'ok')
    .where(sql<boolean>`report->'incomplete' is null`)
    .where(publishedBy(asOf, 'finished_at'))
    .groupBy('source_id')
    .execute();
  return new Map(rows.map((row) => [row.source_id, dayOf(row.at)]));
}

/** More failures in a row than these are not told apart. */
const MOST_FAILURES = 16;

/** How many runs of a source have failed since its last good one. */
export async function countFailedRuns(db: Db | Trx, sourceId: string): Promise<number> {
  const runs = await db
    .selectFrom('source_run')
    .select('outcome')
    .where('source_id', '=', sourceId)
    .where('outcome', 'is not', null)
    .orderBy('id', 'desc')
    .limit(MOST_FAILURES)
    .execute();
  const good = runs.findIndex(({ outcome }) => outcome === 'ok');
  return good === -1 ? runs.length : good;
}
