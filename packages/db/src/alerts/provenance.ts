import { LATE_BY_DAYS, type HowKnown } from '@tocsin/alerting';
import { firstInstantOf, type IsoDate, type IsoInstant } from '@tocsin/domain';
import { sql } from 'kysely';
import type { Trx } from '../schema/database.ts';
import { endOf } from '../schema/days.ts';

/** Evidence about a supplier, with the day of what it says. */
export interface AskedEvidence {
  readonly supplierId: string;
  readonly source: string;
  readonly sha256: string;
  readonly url: string;
  readonly retrievedAt: IsoInstant;
  readonly day: IsoDate | null;
}

/** How a piece of evidence came here; `documentId` null where its document is kept no longer. */
export interface Provenance {
  readonly how: HowKnown;
  readonly documentId: string | null;
}

/**
 * How each of these came to be known, in their order: handed in; by the first look at the supplier, or from before the
 * source was first read; from days in which the source was not read; or while it was.
 */
export async function findProvenance(
  trx: Trx,
  asked: readonly AskedEvidence[],
): Promise<readonly Provenance[]> {
  if (asked.length === 0) return [];
  const given = asked.map(({ day, ...one }, at) => ({
    ...one,
    at,
    begins: day && firstInstantOf(day),
    ends: day && endOf(day),
  }));
  const { rows } = await sql<{ documentId: string | null; how: HowKnown }>`
    with asked as materialized (
      select * from json_to_recordset(${JSON.stringify(given)}::json) as given (at int, "supplierId" bigint,
        source text, sha256 text, url text, "retrievedAt" timestamptz, begins timestamptz, ends timestamptz)),
    found as materialized (
      select asked.*, document.id, document.run_id, document.retrieved_at from asked left join lateral (
        select id, run_id, retrieved_at from document
        where source_id = asked.source and document.sha256 = asked.sha256
        order by url = asked.url desc, id limit 1) document on true),
    good as materialized (
      select source_id, id, started_at, lag(finished_at) over (partition by source_id order by id) as before
      from source_run where trigger = 'schedule' and outcome = 'ok'
        and source_id in (select source from found where run_id is not null))
    select found.id as "documentId", case
      when run_id is null then 'handed-in'
      when ends <= (select min(started_at) from source_run where source_id = source and trigger = 'schedule')
        or exists (select from look join mention on mention.id = look.mention_id
          where mention.supplier_id = "supplierId" and look.source_id = source and look.first_at = "retrievedAt")
        then 'first-look'
      when exists (select from good where good.source_id = source and good.id <= run_id
          and started_at - before > ${`${LATE_BY_DAYS} days`}::interval
          and ends > before and begins < started_at)
        then 'catching-up'
      else 'listening' end as how
    from found order by at`.execute(trx);
  return rows;
}

/** Times of more than so many days, in the days before, in which a source was not read. */
export interface SourceGap {
  readonly sourceId: string;
  readonly from: IsoInstant;
  readonly to: IsoInstant;
}

/** The last such time of each source that has ended since a moment. */
export async function findGapsEndedSince(trx: Trx, since: IsoInstant): Promise<readonly SourceGap[]> {
  const { rows } = await sql<SourceGap>`
    select distinct on (source_id) source_id as "sourceId", before as "from", started_at as "to" from (
      select source_id, started_at, lag(finished_at) over (partition by source_id order by id) as before
      from source_run where trigger = 'schedule' and outcome = 'ok') as good
    where started_at - before > ${`${LATE_BY_DAYS} days`}::interval and started_at > ${since}::timestamptz - interval '1 day'
    order by source_id, started_at desc`.execute(trx);
  return rows;
}
