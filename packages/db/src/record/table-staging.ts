import { setImmediate } from 'node:timers/promises';
import type { TableRecord } from '@tocsin/domain';
import { sql } from 'kysely';
import type { PoolClient } from 'pg';
import { copyJson, copyParts, copyText } from '../schema/copy.ts';
import type { Trx } from '../schema/database.ts';

/** What reading an edition came to. */
export interface StagedRows {
  /** Rows that were read and are to be compared. */
  readonly rows: number;
  /** With those that were not understood. */
  readonly staged: number;
  readonly items: number;
  readonly ignored: Map<string, number>;
  readonly refused: { readonly item: string; readonly reason: string }[];
  /** Rows of which not even the id could be read: they may be any of those that seem to be gone. */
  readonly unknown: number;
}

/** Characters that go to Postgres in one write. */
const PIECE = 65_536;
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
  const read = { rows: 0, staged: 0, items: 0, unknown: 0 };
  const ignored = new Map<string, number>();
  const refused: StagedRows['refused'] = [];
  await copyParts(client, 'staged (row_id, "row")', piecesOf());
  return { ...read, ignored, refused };

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
      read.staged += 1;
      return `${copyText(record.id)}\t${copyJson(record.row)}\n`;
    }
    if (record.outcome === 'ignored') {
      ignored.set(record.reason, (ignored.get(record.reason) ?? 0) + 1);
      return '';
    }
    refused.push({ item: record.item, reason: record.reason });
    if (record.id === null) {
      read.unknown += 1;
      return '';
    }
    read.staged += 1;
    return `${copyText(record.id)}\t\\N\n`;
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

interface Repeated {
  /** Rows that say what another one of the same id says too. */
  readonly copies: number;
  /** Ids under which rows differ, and how many of them were read. */
  readonly contradictions: readonly { readonly id: string; readonly times: number }[];
}

/** The rows of an edition, each id once, and how many of them are changes. */
export interface ComparedRows extends StagedRows {
  readonly changes: number;
}

/**
 * Compares what was staged with the rows that are held, by the SHA-256 of what is kept of them: which are new, which
 * read otherwise and, where nothing speaks against it, which are gone; `changesOf` walks them. Copies of a row count
 * once, and rows of one id that differ are one row that was not understood.
 */
export async function compareRows(trx: Trx, sourceId: string, staged: StagedRows): Promise<ComparedRows> {
  const withGone = staged.unknown === 0;
  await sql`set local work_mem = '128MB'`.execute(trx);
  await markChanges(trx, sourceId);
  const isRepeated = await findRepeated(trx, sourceId, staged.staged);
  if (!isRepeated) return { ...staged, changes: await keepChanges(trx, withGone) };
  const { copies, contradictions } = await mergeRepeated(trx);
  await sql`drop table changed`.execute(trx);
  await markChanges(trx, sourceId);
  const ignored = new Map(staged.ignored);
  if (copies > 0) ignored.set('printed twice', copies);
  const lost = contradictions.reduce((sum, { times }) => sum + times, 0);
  // Of rows that contradict each other one item is refused, and the others say nothing beside it.
  const beside = lost - contradictions.length;
  if (beside > 0) ignored.set('has the id of another row that differs', beside);
  const differing = contradictions.map(({ id }) => ({ item: id, reason: 'rows with this id differ' }));
  return {
    ...staged,
    rows: staged.rows - copies - lost,
    ignored,
    refused: [...staged.refused, ...differing],
    changes: await keepChanges(trx, withGone),
  };
}

/** Both sides are walked once: this is most of what comparing a list costs. */
async function markChanges(trx: Trx, sourceId: string): Promise<void> {
  await sql`
    create temporary table changed on commit drop as
    select row_number() over (order by row_id collate "C") as at, row_id, place, hash, is_new, gone
    from (
      select coalesce(fresh.row_id, held.row_id) as row_id, place, fresh.hash,
        held.row_id is null as is_new, fresh.row_id is null as gone
      from (select row_id, ctid as place, sha256(convert_to("row", 'UTF8')) as hash from staged) fresh
      full join (select row_id, hash from table_row where source_id = ${sourceId}) held
        on held.row_id = fresh.row_id
      where fresh.row_id is null or held.row_id is null or fresh.hash is distinct from held.hash) as compared`.execute(
    trx,
  );
}

/**
 * Whether an id was staged twice, without looking for it: of new ones by their number, and of the others because more
 * were staged than were met among those that are held.
 */
async function findRepeated(trx: Trx, sourceId: string, staged: number): Promise<boolean> {
  const { rows } = await sql<{ repeated: boolean }>`
    select fresh <> ids or ${staged} - fresh <> held - gone as repeated from
      (select count(*) as held from table_row where source_id = ${sourceId}) as held,
      (select count(*) filter (where is_new) as fresh, count(distinct row_id) filter (where is_new) as ids,
        count(*) filter (where gone) as gone from changed) as changed`.execute(trx);
  return rows[0]?.repeated ?? true;
}

/** Leaves what is a change, and counts it: not rows that were not understood, nor without `withGone` those not met. */
async function keepChanges(trx: Trx, withGone: boolean): Promise<number> {
  await sql`
    delete from changed where case when gone then not ${withGone}::boolean else hash is null end`.execute(
    trx,
  );
  await sql`analyze changed (row_id, place)`.execute(trx);
  const { rows } = await sql<{ changes: number }>`select count(*)::int as changes from changed`.execute(trx);
  return rows[0]?.changes ?? 0;
}

/** Leaves each id once: rows of one id that differ are one row that was not understood. */
async function mergeRepeated(trx: Trx): Promise<Repeated> {
  const { rows } = await sql<{ id: string; times: number; read: number; differ: boolean }>`
    with repeated as (select row_id from staged group by row_id having count(*) > 1),
    taken as (delete from staged using repeated where staged.row_id = repeated.row_id returning staged.*),
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
    from changed left join staged on staged.ctid = changed.place
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
    select ${sourceId}, changed.row_id, hash, "row"::json from changed join staged on staged.ctid = changed.place
    where not gone
    on conflict (source_id, row_id) do update set hash = excluded.hash, "row" = excluded."row"`.execute(trx);
}
