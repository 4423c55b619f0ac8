import { hash } from 'node:crypto';
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
 * Copies the rows of an edition, each with the SHA-256 of what is kept of it, into a table of this transaction. A row
 * that is there and was not understood stands there without a hash.
 */
export async function stageRows(
  trx: Trx,
  client: PoolClient,
  records: Iterable<TableRecord> | AsyncIterable<TableRecord>,
): Promise<StagedRows> {
  await sql`create temporary table staged (row_id text not null, hash bytea, "row" json) on commit drop`.execute(
    trx,
  );
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
    for await (const record of records) {
      read.items += 1;
      if (read.items % BREATH === 0) await setImmediate();
      piece += lineOf(record);
      if (piece.length < PIECE) continue;
      yield piece;
      piece = '';
    }
    yield piece;
  }

  function lineOf(record: TableRecord): string {
    if (record.outcome === 'row') {
      read.rows += 1;
      const row = JSON.stringify(record.row);
      return `${copyText(record.id)}\t\\\\x${hash('sha256', row, 'hex')}\t${copyText(row)}\n`;
    }
    if (record.outcome === 'ignored') {
      ignored.set(record.reason, (ignored.get(record.reason) ?? 0) + 1);
      return '';
    }
    refused.push({ item: record.item, reason: record.reason });
    if (record.id !== null) return `${copyText(record.id)}\t\\N\t\\N\n`;
    read.unknown += 1;
    return '';
  }
}

/** Sends each piece while the next is made. What fails is thrown when nothing is under way any more. */
async function* sentAhead(client: PoolClient, pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let sending: Promise<void> = Promise.resolve();
  try {
    for await (const piece of pieces) {
      await sending;
      sending = copyInto(client, 'staged (row_id, hash, "row")', [piece]);
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
  const { rows } = await sql<{ id: string; times: number; read: number; differ: boolean }>`
    select row_id as id, count(*)::int as times, count(hash)::int as read,
      count(distinct hash) > 1 or count(hash) < count(*) as differ
    from staged group by row_id having count(*) > 1 order by row_id collate "C"`.execute(trx);
  if (rows.length === 0) return { copies: 0, contradictions: [] };
  const ids = JSON.stringify(rows.map(({ id, differ }) => ({ id, differ })));
  await sql`
    with repeated as (select * from json_to_recordset(${ids}::json) as given (id text, differ boolean)),
    taken as (
      delete from staged using repeated where row_id = id returning row_id, differ, hash, "row")
    insert into staged
    select distinct on (row_id) row_id, case when not differ then hash end, case when not differ then "row" end
    from taken order by row_id`.execute(trx);
  const same = rows.filter(({ differ }) => !differ);
  return {
    copies: same.reduce((sum, { times }) => sum + times - 1, 0),
    contradictions: rows
      .filter(({ differ, read }) => differ && read > 0)
      .map(({ id, read }) => ({ id, times: read })),
  };
}

/**
 * Compares what was staged with the rows that are held: which are new, which read otherwise and, where nothing speaks
 * against it, which are gone. Returns how many; `changesOf` walks them.
 */
export async function compareRows(trx: Trx, sourceId: string, withGone: boolean): Promise<number> {
  await sql`analyze staged (row_id)`.execute(trx);
  await sql`
    create temporary table changed on commit drop as
    select row_number() over (order by row_id collate "C") as at, row_id, gone
    from (
      select coalesce(staged.row_id, held.row_id) as row_id, staged.row_id is null as gone
      from staged full join (select row_id, hash from table_row where source_id = ${sourceId}) held
        on held.row_id = staged.row_id
      where (staged.row_id is null and ${withGone})
        or (staged.hash is not null and staged.hash is distinct from held.hash)) as compared`.execute(trx);
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
    select changed.row_id as id, held."row" as before, staged."row" as after
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
    select ${sourceId}, staged.row_id, hash, "row" from changed join staged on staged.row_id = changed.row_id
    where not gone
    on conflict (source_id, row_id) do update set hash = excluded.hash, "row" = excluded."row"`.execute(trx);
}
