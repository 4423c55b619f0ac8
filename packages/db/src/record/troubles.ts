import type { IsoInstant } from '@tocsin/domain';
import { sql } from 'kysely';
import type { Db, Trx } from '../schema/database.ts';

/** An item that a source could not have or read. */
export interface SourceTrouble {
  readonly source: string;
  readonly item: string;
  readonly reason: string;
  readonly tries: number;
  readonly firstAt: IsoInstant;
  readonly lastAt: IsoInstant;
  /** Null once it is left to a person. */
  readonly nextAt: IsoInstant | null;
}

interface NewTrouble {
  readonly source: string;
  readonly item: string;
  readonly reason: string;
  /** A list or a span of time: nobody knows what is in it. */
  readonly hides: boolean;
  readonly at: IsoInstant;
  /** When to try again after so many tries; null for no more. */
  readonly later: (tries: number) => IsoInstant | null;
}

/** Records that one item of a source could not be had, once more or for the first time. */
export async function noteTrouble(trx: Trx, trouble: NewTrouble): Promise<void> {
  const { source, item, reason, hides, at, later } = trouble;
  const before = await trx
    .selectFrom('source_trouble')
    .select('tries')
    .where('source_id', '=', source)
    .where('item', '=', item)
    .where('settled_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  const tries = (before?.tries ?? 0) + 1;
  const now = { reason, hides, tries, last_at: at, next_at: later(tries), settled_at: null };
  await trx
    .insertInto('source_trouble')
    .values({ source_id: source, item, first_at: at, ...now })
    .onConflict((conflict) =>
      conflict.columns(['source_id', 'item']).doUpdateSet({ ...now, ...(before ? {} : { first_at: at }) }),
    )
    .execute();
}

/** Records that an item was read after all. */
export async function settleTrouble(
  db: Db | Trx,
  source: string,
  item: string,
  at: IsoInstant,
): Promise<void> {
  await db
    .updateTable('source_trouble')
    .set({ settled_at: at, next_at: null })
    .where('source_id', '=', source)
    .where('item', '=', item)
    .where('settled_at', 'is', null)
    .execute();
}

/** Items of a source whose time to be tried again has come, the longest due first. */
export async function findDueTroubles(
  db: Db | Trx,
  source: string,
  now: IsoInstant,
  limit: number,
): Promise<SourceTrouble[]> {
  return db
    .selectFrom('source_trouble')
    .select([
      'source_id as source',
      'item',
      'reason',
      'tries',
      'first_at as firstAt',
      'last_at as lastAt',
      'next_at as nextAt',
    ])
    .where('settled_at', 'is', null)
    .where('source_id', '=', source)
    .where('next_at', '<=', now)
    .orderBy('next_at')
    .orderBy('item')
    .limit(limit)
    .execute();
}

/** The names of all items of a source that are in trouble. */
export async function findTroubledItems(db: Db | Trx, source: string): Promise<Set<string>> {
  const rows = await db
    .selectFrom('source_trouble')
    .select('item')
    .where('source_id', '=', source)
    .where('settled_at', 'is', null)
    .execute();
  return new Set(rows.map(({ item }) => item));
}

/** Whether a list or a span of time of a source waits to be read. */
export async function isSomethingHidden(db: Db | Trx, source: string): Promise<boolean> {
  const row = await db
    .selectFrom('source_trouble')
    .select('item')
    .where('source_id', '=', source)
    .where('settled_at', 'is', null)
    .where('next_at', 'is not', null)
    .where('hides', '=', true)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** The open troubles of every source, or of one, at most `each` of a source; those that were met last first. */
export async function findTroubles(db: Db | Trx, each: number, source?: string): Promise<SourceTrouble[]> {
  const { rows } = await sql<SourceTrouble>`
    select source_id as source, item, reason, tries, first_at as "firstAt", last_at as "lastAt", next_at as "nextAt"
    from (select *, row_number() over (partition by source_id order by last_at desc, item) as place
      from source_trouble where settled_at is null) as open
    where place <= ${each} and (${source ?? null}::text is null or source_id = ${source ?? null})
    order by source_id, place`.execute(db);
  return rows;
}

export interface TroubleCount {
  readonly source: string;
  readonly open: number;
  /** Of the open ones, those that are left to a person. */
  readonly left: number;
  /** Read after all, as far as that is kept. */
  readonly settled: number;
}

/** How many items of each source are in trouble, or were. */
export async function countTroubles(db: Db | Trx): Promise<TroubleCount[]> {
  const { rows } = await sql<TroubleCount>`
    select source_id as source, count(*) filter (where settled_at is null)::int as open,
      count(*) filter (where settled_at is null and next_at is null)::int as left,
      count(*) filter (where settled_at is not null)::int as settled
    from source_trouble group by source_id order by source_id`.execute(db);
  return rows;
}

/** Makes troubles due at once, those left to a person too; gives by source how many. */
export async function hurryTroubles(
  trx: Trx,
  now: IsoInstant,
  only: { readonly source?: string | undefined; readonly item?: string | undefined } = {},
): Promise<ReadonlyMap<string, number>> {
  const rows = await trx
    .updateTable('source_trouble')
    .set({ next_at: now })
    .where('settled_at', 'is', null)
    .$if(only.source !== undefined, (query) => query.where('source_id', '=', only.source ?? ''))
    .$if(only.item !== undefined, (query) => query.where('item', '=', only.item ?? ''))
    .returning('source_id')
    .execute();
  const counts = new Map<string, number>();
  for (const { source_id } of rows) counts.set(source_id, (counts.get(source_id) ?? 0) + 1);
  return counts;
}

/** Drops what was settled more than so many days ago; gives how many. */
export async function trimTroubles(db: Db, days: number): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('source_trouble')
    .where('settled_at', '<', sql<string>`now() - ${days} * interval '1 day'`)
    .executeTakeFirst();
  return Number(numDeletedRows);
}
