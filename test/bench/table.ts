import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { copyInto, copyLine, migrate, openDatabase, recordTable, type Db, type GivenTable } from '@tocsin/db';
import { roleUrl, startPostgres } from '@tocsin/infra';
import { openTable, sourceById } from '@tocsin/sources';
import { sql } from 'kysely';
import { Client } from 'pg';
import { serverFolder } from '../support/faults-folder.ts';
import { parentOf, stopwatch, type Spent } from '../support/stopwatch.ts';

/** Of a bare COPY of the same rows. */
const GOAL = 0.25;
/** Of the rows of a month, one in two hundred is another than in the month before. */
const CHANGED_OF = 200;
const LIST_ROWS = 60_000;
const LIST_CHANGED = 300;
const LIST_SECONDS = 5;

interface MadeRow {
  readonly name: string;
  readonly number: string;
  readonly town: string;
  readonly rating: string;
  readonly on: string;
}

/** A row as a register of places has it; in a later month some have another rating. */
function rowOf(at: number, month: number): MadeRow {
  const changed = at % CHANGED_OF === 7 ? month : 0;
  return {
    name: `Example Care Home ${at}`,
    number: String(10_000_000 + (at % 30_000)),
    town: `Town ${at % 900}`,
    rating: ['Good', 'Requires improvement', 'Outstanding', 'Inadequate'][(at + changed) % 4] ?? '',
    on: `2026-${String(1 + (at % 9)).padStart(2, '0')}-15`,
  };
}

function* recordsOf(rows: number, month: number) {
  for (let at = 0; at < rows; at += 1)
    yield { item: `row ${at}`, outcome: 'row' as const, id: `1-${at}`, row: rowOf(at, month) };
}

/** An edition of which nothing is said: what is measured is the way to the rows that changed. */
function editionOf(rows: number, month: number): GivenTable {
  const issued = `2026-${String(month).padStart(2, '0')}-01`;
  return {
    sourceId: 'bench-table',
    url: `https://publisher.example/${issued}`,
    contentType: 'text/csv',
    retrievedAt: `${issued}T09:00:00.000Z`,
    body: new TextEncoder().encode(issued),
    asOf: null,
    issued,
    publishedAt: `${issued}T00:00:00.000Z`,
    expect: { min: rows, leastOfBefore: 1 },
    records: () => recordsOf(rows, month),
    says: () => ({ observations: [], withdrawn: [] }),
  };
}

/** A bare COPY of the same rows into a table without keys: the median of 3. */
async function bareCopy(url: string, rows: number): Promise<Spent> {
  const lines: string[] = [];
  for (const { id, row } of recordsOf(rows, 1)) lines.push(copyLine([id, JSON.stringify(row)]));
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: server } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    const serverPid = parentOf(server[0]?.pid ?? 0);
    const rounds: Spent[] = [];
    for (let round = 0; round < 3; round += 1) {
      await client.query('drop table if exists bare; create table bare (id text, "row" text)');
      const spent = stopwatch(serverPid);
      await copyInto(client, 'bare', lines);
      rounds.push(spent());
    }
    await client.query('drop table bare');
    const median = (of: (spent: Spent) => number) =>
      rounds.map(of).toSorted((a, b) => a - b)[1] ?? Number.NaN;
    return { wall: median(({ wall }) => wall), processor: median(({ processor }) => processor) };
  } finally {
    await client.end();
  }
}

/** As the server does by itself in the month between two editions. */
async function vacuum(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query('vacuum analyze table_row');
  await client.end();
}

async function spentOn(db: Db, work: () => Promise<unknown>): Promise<Spent> {
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db);
  const spent = stopwatch(parentOf(rows[0]?.pid ?? 0));
  await work();
  return spent();
}

/** One export of payment practices in the publisher's columns; a month later some reports read otherwise. */
function exportOf(month: number): Uint8Array {
  const lines = [
    'Report Id,Start date,End date,Filing date,Company,Company number,Average time to pay,% Invoices not paid within agreed terms,URL',
  ];
  for (let at = 0; at < LIST_ROWS; at += 1) {
    const days = 20 + (at % 40) + (at % (LIST_ROWS / LIST_CHANGED) === 7 ? month : 0);
    lines.push(
      `${at},2026-01-01,2026-06-30,2026-07-29,"Example Supplier ${at}, Limited",${10_000_000 + at},${days},12,https://publisher.example/${at}`,
    );
  }
  return new TextEncoder().encode(lines.join('\r\n'));
}

async function recordExport(db: Db, month: number, body: Uint8Array): Promise<void> {
  const table = sourceById('payment-practices');
  if (table?.kind !== 'table') throw new Error('payment-practices is no table');
  const retrievedAt = `2026-${String(month).padStart(2, '0')}-01T04:30:00.000Z`;
  const document = { url: 'export', retrievedAt, contentType: 'text/csv', body };
  const opened = openTable(table, document);
  const report = await recordTable(db, { ...document, asOf: null, ...opened, acceptFewer: true });
  console.log(JSON.stringify(report));
}

/** Seconds from the bytes of a list to the messages that its changes send, all its suppliers being known and watched. */
async function listed(db: Db): Promise<{ first: Spent; next: Spent; suppliers: number }> {
  const [before, after] = [exportOf(9), exportOf(10)];
  const first = await spentOn(db, () => recordExport(db, 9, before));
  // As matching would have it.
  await sql`
    with made as (insert into supplier (name, watched) select name, true from mention returning id, name)
    update mention set supplier_id = made.id, outcome = 'matched' from made where made.name = mention.name`.execute(
    db,
  );
  await sql`delete from outbox`.execute(db);
  const next = await spentOn(db, () => recordExport(db, 10, after));
  const { rows } = await sql<{ suppliers: number }>`
    select count(distinct id)::int as suppliers from supplier where exists (select from outbox
      where queue = 'score' and message::text like '%"' || supplier.id || '"%')`.execute(db);
  return { first, next, suppliers: rows[0]?.suppliers ?? 0 };
}

const rounded = (seconds: number) => Math.round(seconds * 100) / 100;

/** How fast a list is compared with its last edition, against a bare COPY of it (`--rows`, 1,000,000). */
export async function run(args: readonly string[] = process.argv.slice(2)): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { rows: { type: 'string', default: '1000000' } },
    allowPositionals: true,
  });
  const rows = Number(values.rows);
  const { folder, remove } = serverFolder();
  const postgres = await startPostgres(folder);
  try {
    await migrate(postgres.url);
    const db = openDatabase(roleUrl(postgres.url, 'tocsin_worker'), { max: 3 });
    const first = await spentOn(db, () => recordTable(db, editionOf(rows, 1)));
    await vacuum(postgres.url);
    const next = await spentOn(db, () => recordTable(db, editionOf(rows, 2)));
    const { rows: edition } = await sql<{ changed: number }>`
      select changed from table_edition order by version desc limit 1`.execute(db);
    const list = await listed(db);
    await db.destroy();
    const bare = await bareCopy(postgres.url, rows);
    const [figure, reference] = [rows / next.wall, rows / bare.wall];
    console.log(
      JSON.stringify({
        bench: 'table',
        figure: Math.round(figure),
        unit: 'rows per second, read to compared with the month before and committed',
        reference: {
          what: 'bare COPY of the same rows, no keys or indexes, median of 3',
          figure: Math.round(reference),
        },
        ratio: Number((figure / reference).toFixed(3)),
        goal: GOAL,
        memoryMb: Math.round(process.resourceUsage().maxRSS / 1024),
        rows,
        changed: edition[0]?.changed,
        perProcessorSecond: {
          figure: Math.round(rows / next.processor),
          reference: Math.round(rows / bare.processor),
          ratio: Number((bare.processor / next.processor).toFixed(3)),
        },
        firstEditionSeconds: rounded(first.wall),
        list: {
          rows: LIST_ROWS,
          changed: LIST_CHANGED,
          suppliersEnqueued: list.suppliers,
          seconds: rounded(list.next.wall),
          goalSeconds: LIST_SECONDS,
          processorSeconds: rounded(list.next.processor),
          firstEditionSeconds: rounded(list.first.wall),
        },
      }),
    );
  } finally {
    await postgres.stop();
    remove();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await run();
