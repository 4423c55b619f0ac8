import { chmodSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import {
  copyInto,
  migrate,
  openDatabase,
  recordSpendFiles,
  saveCouncils,
  type Db,
  type GivenSpend,
} from '@tocsin/db';
import { GssCode } from '@tocsin/domain';
import { roleUrl, startPostgres } from '@tocsin/infra';
import { councilMaps, readSpendFile } from '@tocsin/sources';
import { sql } from 'kysely';
import { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { createRandom } from '../support/look-alike-names.ts';
import { parentOf, stopwatch, type Spent } from '../support/stopwatch.ts';

const GOAL = 0.25;
/** Every council in England that publishes spending, made up: 317. */
const COUNCILS = 317;
const ROWS_A_FILE = 10_000;
/** In the country, and of one council: its files then name some 1,800 payees in 10,000 lines, as real ones do. */
const SUPPLIERS = 60_000;
const SUPPLIERS_OF_ONE = 3_000;
/** The bare COPY is measured over so many of the rows that were stored. */
const REFERENCE_ROWS = 300_000;

type Maps = ReturnType<typeof councilMaps>;

/** The maps of made-up councils, each with the layouts of a real one. */
function madeUpMaps(): Maps {
  const real = councilMaps().filter(({ layouts }) => layouts.some(({ headers }) => headers.length > 0));
  return Array.from({ length: COUNCILS }, (_, at) => {
    const map = real[at % real.length];
    if (!map) throw new Error('no maps');
    const word = String(at).replaceAll(/\d/g, (digit) => 'abcdefghij'[Number(digit)] ?? '');
    const gss = GssCode.parse(`E99${String(at).padStart(6, '0')}`);
    return { ...map, gss, name: `Example ${at} Council`, slug: `example-${word}` };
  });
}

/** One month of a made-up council, in the first layout of its map: bytes as a council would publish them. */
function fileOf(map: Maps[number], month: string, rows: number, next: () => number): Uint8Array {
  const layout = map.layouts.find((each) => each.kind === 'payments');
  if (layout?.kind !== 'payments') throw new Error(`${map.name} has no layout of payments`);
  const header = layout.headers[0] ?? [];
  const { date, amount, supplier, council } = layout.columns;
  const lines = [header.map(quoted).join(',')];
  for (let at = 0; at < rows; at += 1) {
    const cells = header.map((column) => {
      if (column === date) return `${month}-${String(1 + Math.floor(next() * 28)).padStart(2, '0')}`;
      if (column === amount) return (next() ** 4 * 100_000 - 50).toFixed(2);
      if (column === supplier) return payee(map.gss, next);
      if (column === council) return map.gss;
      return `${column.slice(0, 12)} ${Math.floor(next() * 400)}`;
    });
    lines.push(cells.map(quoted).join(','));
  }
  return new TextEncoder().encode(lines.join('\r\n'));
}

/** A fifth is redacted, as in the worst councils; few suppliers get most payments, and councils share many. */
function payee(gss: string, next: () => number): string {
  if (next() < 0.2) return 'REDACTED PERSONAL DATA';
  const one = Math.floor(next() ** 2 * SUPPLIERS_OF_ONE);
  return `Example Trading ${(Number(gss.slice(3)) * 400 + one) % SUPPLIERS} Ltd`;
}

function quoted(cell: string): string {
  return /[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** A month of each council after the other, written to a folder as councils would publish them. */
function makeFiles(folder: string, maps: Maps, rows: number): readonly MadeFile[] {
  const next = createRandom(20_261_122);
  return Array.from({ length: Math.ceil(rows / ROWS_A_FILE) }, (_, at) => {
    const map = maps[at % maps.length];
    if (!map) throw new Error('no maps');
    const month = 1 + Math.floor(at / maps.length);
    const name = `${2025 + Math.floor((month - 1) / 12)}-${String(1 + ((month - 1) % 12)).padStart(2, '0')}`;
    const file = path.join(folder, `${map.slug}-${name}.csv`);
    writeFileSync(file, fileOf(map, name, Math.min(ROWS_A_FILE, rows - at * ROWS_A_FILE), next));
    return { file, url: `${map.slug}/${name}.csv`, council: map.gss };
  });
}

interface MadeFile {
  readonly file: string;
  readonly url: string;
  readonly council: string;
}

/** Loads files as the command line does. */
async function load(db: Db, maps: Maps, files: readonly MadeFile[]): Promise<Spent> {
  const { rows: server } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db);
  const spent = stopwatch(parentOf(server[0]?.pid ?? 0));
  let loaded = 0;
  for await (const { items, recorded, refused, ignored } of recordSpendFiles(db, givenOf(maps, files))) {
    const counted = recorded + refused.length + Object.values(ignored).reduce((sum, n) => sum + n, 0);
    if (refused.length > 0 || counted !== items) throw new Error(JSON.stringify(refused.slice(0, 3)));
    loaded += 1;
    if (loaded % 100 === 0) console.log(`${loaded} files, ${megabytes()} MB, ${spent().wall.toFixed(0)} s`);
  }
  return spent();
}

function* givenOf(maps: Maps, files: readonly MadeFile[]): Generator<GivenSpend> {
  for (const { file, url, council } of files) {
    const body = readFileSync(file);
    yield {
      sourceId: 'council-spend',
      url,
      contentType: 'text/csv',
      retrievedAt: '2026-11-22T12:00:00.000Z',
      body,
      open: () => readSpendFile(maps, { url, body, council }),
    };
  }
}

/** What a bare COPY of rows that were stored takes, into a table of the same columns without keys: the median of 3. */
async function bareCopy(url: string): Promise<Spent & { rows: number }> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const text: string[] = [];
    const stored = copyTo(`copy (select * from payment limit ${REFERENCE_ROWS}) to stdout`);
    for await (const chunk of client.query(stored)) text.push(String(chunk));
    const { rows: server } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    const serverPid = parentOf(server[0]?.pid ?? 0);
    const rounds: Spent[] = [];
    for (let round = 0; round < 3; round += 1) {
      await client.query('drop table if exists bare; create table bare (like payment)');
      const spent = stopwatch(serverPid);
      await copyInto(client, 'bare', text);
      rounds.push(spent());
    }
    const { rows } = await client.query<{ n: number }>('select count(*)::int as n from bare');
    const median = (of: (spent: Spent) => number) =>
      rounds.map(of).toSorted((a, b) => a - b)[1] ?? Number.NaN;
    return {
      rows: rows[0]?.n ?? 0,
      wall: median(({ wall }) => wall),
      processor: median(({ processor }) => processor),
    };
  } finally {
    await client.end();
  }
}

function megabytes(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}

/** Rows per second from the bytes of spending files to stored payments, against a bare COPY (`--rows`, 1,000,000). */
export async function run(args: readonly string[] = process.argv.slice(2)): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { rows: { type: 'string', default: '1000000' } },
    allowPositionals: true,
  });
  const rows = Number(values.rows);
  const folder = mkdtempSync(path.join(tmpdir(), 'tocsin-bench-'));
  chmodSync(folder, 0o711);
  const postgres = await startPostgres(folder);
  try {
    await migrate(postgres.url);
    const db = openDatabase(roleUrl(postgres.url, 'tocsin_worker'), { max: 5 });
    const maps = madeUpMaps();
    const councils = maps.map(({ gss, name }) => ({
      gss,
      name,
      type: 'MD',
      region: null,
      county_gss: null,
      starts_on: null,
      ends_on: null,
      replaced_by: [],
      alt_names: [],
    }));
    await db.transaction().execute((trx) => saveCouncils(trx, councils));
    const files = makeFiles(folder, maps, rows);
    const { wall, processor } = await load(db, maps, files);
    const { rows: counted } = await sql<{ lines: number; mentions: number }>`
      select (select count(*) from payment)::int as lines, (select count(*) from mention)::int as mentions`.execute(
      db,
    );
    await db.destroy();
    const bare = await bareCopy(postgres.url);
    const [figure, reference] = [rows / wall, bare.rows / bare.wall];
    const ofProcessor = { figure: rows / processor, reference: bare.rows / bare.processor };
    console.log(`${files.length} files, ${counted[0]?.lines} payments, ${counted[0]?.mentions} mentions`);
    console.log(
      JSON.stringify({
        bench: 'spend',
        figure: Math.round(figure),
        unit: 'rows per second, CSV bytes to committed payments',
        reference: {
          what: 'bare COPY of the same rows, no keys or indexes, median of 3',
          figure: Math.round(reference),
        },
        ratio: Number((figure / reference).toFixed(3)),
        goal: GOAL,
        memoryMb: megabytes(),
        rows,
        perProcessorSecond: {
          figure: Math.round(ofProcessor.figure),
          reference: Math.round(ofProcessor.reference),
          ratio: Number((ofProcessor.figure / ofProcessor.reference).toFixed(3)),
        },
      }),
    );
  } finally {
    await postgres.stop();
    for (const part of [path.join(folder, 'postgres'), folder])
      rmSync(realpathSync(part), { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await run();
