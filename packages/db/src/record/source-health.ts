import { sql } from 'kysely';
import { readSetting } from '../councils/councils.ts';
import type { Db, Trx } from '../schema/database.ts';
import type { IngestReport } from '../schema/tables.ts';

export interface SourceState {
  readonly id: string;
  readonly lastStartedAt: string | null;
  readonly lastGoodAt: string | null;
  readonly lastError: string | null;
  readonly lastErrorAt: string | null;
  readonly note: string | null;
}

/** Where each source that ever ran stands. */
export async function findSourceStates(db: Db): Promise<SourceState[]> {
  return db
    .selectFrom('source_state')
    .select([
      'source_id as id',
      'last_started_at as lastStartedAt',
      'last_good_at as lastGoodAt',
      'last_error as lastError',
      'last_error_at as lastErrorAt',
      'note',
    ])
    .orderBy('source_id')
    .execute();
}

export interface SourceRun {
  readonly id: string;
  readonly sourceId: string;
  readonly trigger: string;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly outcome: string;
  readonly report: IngestReport | null;
  readonly error: string | null;
}

/** The last runs of every source, newest first. */
export async function findLastRuns(db: Db, each: number): Promise<SourceRun[]> {
  const { rows } = await sql<SourceRun>`
    select run.id, source_id as "sourceId", trigger, started_at as "startedAt", finished_at as "finishedAt",
      outcome, report, error
    from (select distinct source_id as id from source_run) as source
    cross join lateral (select * from source_run where source_id = source.id order by source_run.id desc limit ${each}) as run
    order by source_id, run.id desc`.execute(db);
  return rows;
}

export interface SourceYield {
  readonly source: string;
  readonly observations: number;
  readonly medianLagSeconds: number | null;
}

/**
 * How many observations of each source are stored, a payment counted as one, and the median time from publication to our seeing one, over those
 * of the last 30 days that were seen within a week of publication (a first load would say nothing about the lag).
 */
export async function findSourceYields(db: Db): Promise<SourceYield[]> {
  const { rows } = await sql<SourceYield>`
    with observed as (
      select source_id, count(*) as observations,
        percentile_cont(0.5) within group (order by extract(epoch from observed_at - published_at))
          filter (where observed_at > now() - interval '30 days' and observed_at - published_at < interval '7 days')
          ::float as lag
      from observation group by source_id),
    paid as (
      select source_id, sum(payments) as payments from spend_file
      join document on document.id = document_id where replaced_by is null group by source_id)
    select source_id as source, (coalesce(observations, 0) + coalesce(payments, 0))::int as observations,
      lag as "medianLagSeconds"
    from observed full join paid using (source_id)`.execute(db);
  return rows;
}

export interface DeadLetter {
  readonly id: string;
  readonly queue: string;
  readonly deadAt: string;
  /** A code. */
  readonly reason: string;
}

/** Messages about the public record that were put aside for a person, newest first. */
export async function findDeadLettersForAll(db: Db, limit: number): Promise<DeadLetter[]> {
  return db
    .selectFrom('put_aside')
    .select(['message_id as id', 'queue', 'at as deadAt', 'reason'])
    .orderBy('at', 'desc')
    .orderBy('message_id', 'desc')
    .limit(limit)
    .execute();
}

/** The ids of the sources that the set-up has switched on. */
export async function findSourcesOn(db: Db | Trx): Promise<readonly string[]> {
  const on = await readSetting(db, 'sources');
  return Array.isArray(on) ? on.filter((id) => typeof id === 'string') : [];
}
