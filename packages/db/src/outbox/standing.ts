import { reasonOfDead } from './dead-letters.ts';
import { sql } from 'kysely';
import type { Db } from '../schema/database.ts';
import { isFree } from './handled.ts';

/** How the system stands, as far as its operator may know: numbers, moments and codes. */
export interface SystemStanding {
  readonly queues: readonly {
    readonly queue: string;
    /** Not finished and not put aside. */
    readonly open: number;
    /** For how long the oldest that nobody handles has been due, and the oldest of the most urgent; 0 where none is. */
    readonly waitsSeconds: number;
    readonly urgentWaitsSeconds: number;
  }[];
  /** Messages that were put aside, by their reason's code. */
  readonly putAside: readonly {
    readonly queue: string;
    readonly reason: string;
    readonly messages: number;
    /** Of these, within the last day. */
    readonly lastDay: number;
  }[];
  /** The last run of each source; `openTroubles` are items that it could not read yet. */
  readonly sources: readonly {
    readonly source: string;
    readonly outcome: string;
    readonly startedAt: string;
    readonly openTroubles: number;
  }[];
  /** Hosts that fail, or are slow, of all to which messages are sent. */
  readonly hostsInTrouble: number;
  readonly failingSince: string | null;
}

/** Asks how the system stands. `db` may act as `tocsin_operator`. */
export async function findStanding(db: Db): Promise<SystemStanding> {
  const queues = await sql<SystemStanding['queues'][number]>`
    select queue, count(*)::int as open,
      greatest(0, coalesce(extract(epoch from now() - min(available_at) filter (where ${isFree})), 0))::int as "waitsSeconds",
      greatest(0, coalesce(extract(epoch from now() - min(available_at) filter (where priority = 0 and ${isFree})), 0))::int
        as "urgentWaitsSeconds"
    from outbox where done_at is null and dead_at is null group by queue order by queue`.execute(db);
  const putAside = await sql<SystemStanding['putAside'][number]>`
    select queue, ${reasonOfDead} as reason, count(*)::int as messages,
      count(*) filter (where dead_at > now() - interval '1 day')::int as "lastDay"
    from outbox where dead_at is not null
    group by 1, 2 order by 1, 2`.execute(db);
  const sources = await sql<SystemStanding['sources'][number]>`
    select distinct on (source_id) source_id as source, outcome, started_at as "startedAt",
      (select count(*)::int from source_trouble where source_trouble.source_id = source_run.source_id
        and settled_at is null) as "openTroubles"
    from source_run where not is_canary(source_id) order by source_id, id desc`.execute(db);
  const hosts = await sql<{ hosts: number; since: string | null }>`
    select count(*)::int as hosts, min(least(failing_since, slow_since)) as since from provider_trouble`.execute(
    db,
  );
  return {
    queues: queues.rows,
    putAside: putAside.rows,
    sources: sources.rows,
    hostsInTrouble: hosts.rows[0]?.hosts ?? 0,
    failingSince: hosts.rows[0]?.since ?? null,
  };
}
