import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { copyInto, copyLine, migrate, openDatabase, recordTable, type Db } from '@tocsin/db';
import { roleUrl, startPostgres } from '@tocsin/infra';
import { openTable, sourceById } from '@tocsin/sources';
import { Client } from 'pg';
import { CARE_ROWS, careMonth } from '../national/care-month.ts';
import { serverFolder } from '../support/faults-folder.ts';

const seconds = (since: number) => Math.round((performance.now() - since) / 10) / 100;

/** Records one month from its archive as published, and says how long the whole way took. */
async function record(db: Db, month: number, body: Uint8Array) {
  const table = sourceById('care-locations');
  if (table?.kind !== 'table') throw new Error('care-locations is no table');
  const retrievedAt = `2026-0${month}-02T05:45:00.000Z`;
  const document = { url: `month-${month}.zip`, retrievedAt, contentType: 'application/zip', body };
  const since = performance.now();
  const report = await recordTable(db, {
    ...document,
    asOf: null,
    ...openTable(table, document),
    acceptFewer: true,
  });
  return { report, seconds: seconds(since) };
}

/** A bare COPY of the rows that a month leaves. */
async function bareCopy(url: string): Promise<{ readonly rows: number; readonly seconds: number }> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string; row: unknown }>(
      'select row_id as id, "row" from table_row',
    );
    const lines = rows.map(({ id, row }) => copyLine([id, JSON.stringify(row)]));
    await client.query('create table bare (id text, "row" text)');
    const since = performance.now();
    await copyInto(client, 'bare', lines);
    return { rows: rows.length, seconds: seconds(since) };
  } finally {
    await client.end();
  }
}

/** How long a month of the care regulator's two lists takes, from the archive as published to what it says (`--part`, 1). */
export async function run(args: readonly string[] = process.argv.slice(2)): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { part: { type: 'string', default: '1' } },
    allowPositionals: true,
  });
  const part = Number(values.part);
  const rows = {
    active: Math.round(CARE_ROWS.active * part),
    deactivated: Math.round(CARE_ROWS.deactivated * part),
  };
  const { folder, remove } = serverFolder();
  const postgres = await startPostgres(folder);
  try {
    await migrate(postgres.url);
    const db = openDatabase(roleUrl(postgres.url, 'tocsin_worker'), { max: 3 });
    const first = await record(db, 8, await careMonth(8, rows));
    const next = await record(db, 9, await careMonth(9, rows));
    await db.destroy();
    const bare = await bareCopy(postgres.url);
    console.log(
      JSON.stringify({
        bench: 'care',
        figure: next.seconds,
        unit: 'seconds, from a month as published to what it says, compared with the month before',
        reference: { what: 'bare COPY of the rows that are kept of it, no keys', figure: bare.seconds },
        ratio: Number((bare.seconds / next.seconds).toFixed(3)),
        memoryMb: Math.round(process.resourceUsage().maxRSS / 1024),
        rows: rows.active + rows.deactivated,
        kept: bare.rows,
        said: next.report.observations,
        firstMonthSeconds: first.seconds,
      }),
    );
  } finally {
    await postgres.stop();
    remove();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await run();
