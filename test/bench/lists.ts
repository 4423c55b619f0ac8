import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { copyInto, migrate, openDatabase, recordTable, type Db } from '@tocsin/db';
import { roleUrl, startPostgres } from '@tocsin/infra';
import { openTable, sourceById } from '@tocsin/sources';
import { sql } from 'kysely';
import { Client } from 'pg';
import { madeList, publishedRows, type MadeList } from '../national/lists.ts';
import { serverFolder } from '../support/faults-folder.ts';
import { parentOf, stopwatch, type Spent } from '../support/stopwatch.ts';

async function record(db: Db, { source, body, retrievedAt }: MadeList): Promise<number> {
  const table = sourceById(source);
  if (table?.kind !== 'table') throw new Error(`${source} is no list`);
  const document = { url: `${source} of ${retrievedAt}`, retrievedAt, contentType: null, body };
  const report = await recordTable(db, {
    ...document,
    asOf: null,
    ...openTable(table, document),
    acceptFewer: true,
  });
  if (report.refused.length > 0) throw new Error(JSON.stringify(report.refused.slice(0, 3)));
  return report.recorded;
}

async function spentOn(db: Db, work: () => Promise<unknown>): Promise<Spent> {
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db);
  const spent = stopwatch(parentOf(rows[0]?.pid ?? 0));
  await work();
  return spent();
}

/** A bare COPY of the lines of a list into a table of one column without keys. */
async function bareCopy(url: string, { body }: MadeList): Promise<number> {
  const lines = new TextDecoder()
    .decode(body)
    .split('\n')
    .map((line) => `${line.replaceAll('\\', '\\\\').replaceAll('\t', '\\t')}\n`);
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('create temporary table bare (line text)');
    const from = performance.now();
    await copyInto(client, 'bare', lines);
    return (performance.now() - from) / 1_000;
  } finally {
    await client.end();
  }
}

const rounded = (seconds: number) => Math.round(seconds * 100) / 100;

/** A month of each list of registers at its published size, against a bare COPY of its lines (`--of` a share of it). */
export async function run(args: readonly string[] = process.argv.slice(2)): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { of: { type: 'string', default: '1' } },
    allowPositionals: true,
  });
  const { folder, remove } = serverFolder();
  const postgres = await startPostgres(folder);
  try {
    await migrate(postgres.url);
    const db = openDatabase(roleUrl(postgres.url, 'tocsin_worker'), { max: 3 });
    const lists: Record<string, unknown>[] = [];
    for (const [source, published] of Object.entries(publishedRows)) {
      const rows = Math.max(400, Math.round(published * Number(values.of)));
      const [before, after] = [madeList(source, rows, 9), madeList(source, rows, 10)];
      const first = await spentOn(db, () => record(db, before));
      const next = await spentOn(db, () => record(db, after));
      const bare = await bareCopy(postgres.url, after);
      lists.push({
        source,
        rows,
        firstSeconds: rounded(first.wall),
        seconds: rounded(next.wall),
        processorSeconds: rounded(next.processor),
        bareCopySeconds: rounded(bare),
        ratio: Number((bare / next.wall).toFixed(3)),
        memoryMb: Math.round(process.resourceUsage().maxRSS / 1024),
      });
      console.log(JSON.stringify(lists.at(-1)));
    }
    await db.destroy();
    console.log(JSON.stringify({ bench: 'lists', of: Number(values.of), lists }));
  } finally {
    await postgres.stop();
    remove();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await run();
