import { setImmediate } from 'node:timers/promises';
import type { TableRecord } from '@tocsin/domain';
import { sql } from 'kysely';
import type { PoolClient } from 'pg';
import { copyInto, copyText } from '../schema/copy.ts';
import type { Trx } from '../schema/database.ts';

/** What reading an edition came to. */
export interface StagedRows {
  /** Rows that were read and are to be compared, each id once. */
  readonly rows: number;
  readonly items: number;
  readonly ignored: Map<string, number>;
  readonly refused: { readonly item: string; readonly reason: string }[];
  /** Rows of which not even the id could be read: they may be any of those that seem to be gone. */
  readonly unknown: number;
}

/** Characters that go to Postgres in one piece; while they do, the next ones are read. */
const PIECE = 1 << 20;
/** Rows that are read in one go. Between them, other work of the process moves on. */
const BREATH = 200;

/**
 * Copies the rows of an edition into a table of this transaction. A row that is there and was not understood stands
 * there as an id alone.
 */
export async function stageRows(
  trx: Trx,
  client: PoolClient,
  records: Iterable<TableRecord> | AsyncIterable<TableRecord>,
): Promise<StagedRows> {
  await sql`create temporary table staged (row_id text not null, "row" text) on commit drop`.execute(trx);
  const read = { rows: 0, items: 0, unknown: 0 };
  const ignored = new Map<string, number>();
  const refused: StagedRows['refused'] = [];
  for await (const piece of sentAhead(client, piecesOf())) void piece;
  const { copies, contradictions } = await mergeRepeated(trx);
  if (copies > 0) ignored.set('printed twice', copies);
  for (const { id } of contradictions) refused.push({ item: id, reason: 'rows with this id differ' });
  const lost = contradictions.reduce((sum, { times }) => sum + times, 0);
  // Of rows that contradict each other one item is refused, and the others say nothing beside it.
  const beside = lost - contradictions.length;
  if (beside > 0) ignored.set('has the id of another row that differs', beside);
  return { ...read, rows: read.rows - copies - lost, ignored, refused };

  async function* piecesOf(): AsyncGenerator<string, void> {
    let piece = '';
    for await (const some of breathsOf(records)) {
      read.items += some.length;
      for (const record of some) piece += lineOf(record);
      if (piece.length < PIECE) continue;
      yield piece;
      piece = '';
    }
    yield piece;
  }

  function lineOf(record: TableRecord): string {
    if (record.outcome === 'row') {
      read.rows += 1;
      return `${copyText(record.id)}\t${copyText(JSON.stringify(record.row))}\n`;
    }
    if (record.outcome === 'ignored') {
      ignored.set(record.reason, (ignored.get(record.reason) ?? 0) + 1);
      return '';
    }
    refused.push({ item: record.item, reason: record.reason });
    if (record.id !== null) return `${copyText(record.id)}\t\\N\n`;
    read.unknown += 1;
    return '';
  }
}

/** Some records at a time, with a breath between them. */
async function* breathsOf(
  records: Iterable<TableRecord> | AsyncIterable<TableRecord>,
): AsyncGenerator<readonly TableRecord[]> {
  // Rows that are there need not be waited for one by one.
  const next = Symbol.iterator in records ? records[Symbol.iterator]() : records[Symbol.asyncIterator]();
  for (;;) {
    const some: TableRecord[] = [];
    while (some.length < BREATH) {
      const step = next.next();
      const { done, value } = step instanceof Promise ? await step : step;
      if (done) return yield some;
      some.push(value);
    }
    yield some;
    await setImmediate();
  }
}

/** Sends each piece while the next is made. What fails is thrown when nothing is under way any more. */
async function* sentAhead(client: PoolClient, pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let sending: Promise<void> = Promise.resolve();
  try {
    for await (const piece of pieces) {
      await sending;
      sending = copyInto(client, 'staged (row_id, "row")', [piece]);
      // Its failure is met where it is waited for.
      sending.catch(() => undefined);
      yield piece;
    }
  } finally {
    await sending.catch(() => undefined);
  }
  await sending;
}

interface Repeated {
  /** Rows that say what another one of the same id says too. */
  readonly copies: number;
  /** Ids under which rows differ, and how many of them were read. */
  readonly contradictions: readonly { readonly id: string; readonly times: number }[];
}

/** Leaves each id once: rows of one id that differ are one row that was not understood. */
async function mergeRepeated(trx: Trx): Promise<Repeated> {
  await sql`set local work_mem = '128MB'`.execute(trx);
  const { rows: repeated } = await sql<{ id: string }>`
    select row_id as id from staged group by row_id having count(*) > 1`.execute(trx);
  if (repeated.length === 0) return { copies: 0, contradictions: [] };
  const ids = repeated.map(({ id }) => id);
  const { rows } = await sql<{ id: string; times: number; read: number; differ: boolean }>`
    with taken as (delete from staged where row_id = any(${ids}::text[]) returning row_id, "row"),
    merged as (
      select row_id, count(*)::int as times, count("row")::int as read, min("row") as "row",
        count(distinct "row") > 1 or count("row") < count(*) as differ
      from taken group by row_id),
    put_back as (insert into staged select row_id, case when not differ then "row" end from merged)
    select row_id as id, times, read, differ from merged order by row_id collate "C"`.execute(trx);
  const same = rows.filter(({ differ }) => !differ);
  return {
    copies: same.reduce((sum, { times, read }) => sum + (read > 0 ? times - 1 : 0), 0),
    contradictions: rows
      .filter(({ differ, read }) => differ && read > 0)
      .map(({ id, read }) => ({ id, times: read })),
  };
}

/**
 * Compares what was staged with the rows that are held, by the SHA-256 of what is kept of them: which are new, which
 * read otherwise and, where nothing speaks against it, which are gone. Returns how many; `changesOf` walks them.
 */
export async function compareRows(trx: Trx, sourceId: string, withGone: boolean): Promise<number> {
  await sql`analyze staged (row_id)`.execute(trx);
  await sql`
    create temporary table changed on commit drop as
    select row_number() over (order by row_id collate "C") as at, row_id, hash, gone
    from (
      select coalesce(fresh.row_id, held.row_id) as row_id, fresh.hash, fresh.row_id is null as gone
      from (select row_id, sha256(convert_to("row", 'UTF8')) as hash from staged) fresh
      full join (select row_id, hash from table_row where source_id = ${sourceId}) held
        on held.row_id = fresh.row_id
      where (fresh.row_id is null and ${withGone})
        or (fresh.hash is not null and fresh.hash is distinct from held.hash)) as compared`.execute(trx);
  await sql`analyze changed (row_id)`.execute(trx);
  const { rows } = await sql<{ changes: number }>`select count(*)::int as changes from changed`.execute(trx);
  return rows[0]?.changes ?? 0;
}

/** One row that is new (`before` null), reads otherwise, or is gone (`after` null). */
export interface RowChange {
  readonly id: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** The changes that were found, in the order of their ids, some at a time. */
export async function* changesOf(
  trx: Trx,
  sourceId: string,
  each: number,
): AsyncGenerator<readonly RowChange[]> {
  await sql`
    declare change no scroll cursor for
    select changed.row_id as id, held."row" as before, staged."row"::json as after
    from changed left join staged on staged.row_id = changed.row_id
    left join table_row held on held.source_id = ${sql.lit(sourceId)} and held.row_id = changed.row_id
    order by changed.at`.execute(trx);
  for (;;) {
    const { rows } = await sql<RowChange>`fetch ${sql.lit(each)} from change`.execute(trx);
    if (rows.length === 0) break;
    yield rows;
  }
  await sql`close change`.execute(trx);
}

/** Makes the staged rows the ones that are held. */
export async function keepRows(trx: Trx, sourceId: string): Promise<void> {
  await sql`
    delete from table_row using changed
    where source_id = ${sourceId} and table_row.row_id = changed.row_id and gone`.execute(trx);
  await sql`
    insert into table_row (source_id, row_id, hash, "row")
    select ${sourceId}, staged.row_id, hash, "row"::json from changed join staged on staged.row_id = changed.row_id
    where not gone
    on conflict (source_id, row_id) do update set hash = excluded.hash, "row" = excluded."row"`.execute(trx);
}
