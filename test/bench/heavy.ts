import { chmodSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { countOpen, enqueueScoring, loadRegister, openDatabase, recordSpendFiles, type Db } from '@tocsin/db';
import { dayOf } from '@tocsin/domain';
import { freePort, roleUrl, startSystem } from '@tocsin/infra';
import { sql } from 'kysely';
import { countryOf } from '../national/country.ts';
import {
  COUNCILS_OF_A_SUPPLIER,
  petition,
  record,
  seedAwards,
  seedCouncils,
  settled,
  sleep,
  supplierOf,
  type BurstSupplier,
} from './heavy/burst.ts';
import { registerOf, saveNames, spendFilesOf } from './heavy/country.ts';
import { startWatched, watchLoops } from './heavy/loops.ts';
import { failAgain, PAYER, readPages, seedPair, timeExposures } from './heavy/one-pair.ts';

/** In this order, whatever the order in which they are asked for. */
const PARTS = ['load', 'queue', 'mails', 'pair'] as const;

/** Suppliers that fail before those that count. */
const BEFORE = 75;

/** `--size`: the country of the load; `--payments` of the one pair; `--failing` suppliers at once; `--only` some of it. */
const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: [...PARTS] },
    size: { type: 'string', default: 'twelve' },
    payments: { type: 'string', default: '100000' },
    pairs: { type: 'string', default: '20000' },
    failing: { type: 'string', default: '300' },
  },
});

const wrong = whatIsWrong(values.only);
if (wrong !== null) {
  process.stderr.write(`${wrong}\n`);
  process.exit(1);
}

const today = dayOf(Date.now());

/** The services whose loops are watched. */
const WATCHED = ['scoring', 'notifier', 'web'] as const;
const ROUNDS = 10;

/** One part of the bench: what was measured against what was promised; 1 and above keeps the promise. */
interface Part {
  readonly part: string;
  readonly figure: number;
  readonly unit: string;
  readonly goal: number;
  readonly ratio: number;
}
const parts: Part[] = [];

function most(part: string, figure: number, unit: string, goal: number): void {
  report({ part, figure, unit, goal, ratio: goal / figure });
}

function report(part: Part): void {
  const round = (figure: number) => Number(figure.toFixed(2));
  parts.push({ ...part, figure: round(part.figure), ratio: round(part.ratio) });
  console.log(JSON.stringify(parts.at(-1)));
}

const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'tocsin-bench-heavy-')));
chmodSync(folder, 0o711);
const loopFolder = path.join(folder, 'loops');
const webUrl = `http://127.0.0.1:${await freePort()}`;
let redis = 'wasm';
const services = [
  'ingest',
  'scoring',
  'notifier',
  ...(values.only.includes('pair') ? ['web' as const] : []),
] as const;
const system = await startWatched(loopFolder, () =>
  startSystem(folder, webUrl, services, (name, said) => {
    if (name === 'valkey' && said.includes('native')) redis = 'native';
  }),
);
try {
  const { databaseUrl } = system.addresses;
  const owner = openDatabase(databaseUrl, { max: 2 });
  const db = openDatabase(roleUrl(databaseUrl, 'tocsin_worker'), { max: 8 });
  const only = new Set(values.only);
  if (only.has('load')) await loadCountry(db);
  if (only.has('queue')) await scoreAll(db);
  if (only.has('mails')) await failAtOnce(db, owner);
  if (only.has('pair')) await onePair(db, owner);
  await db.destroy();
  await owner.destroy();
  const worst = parts.toSorted((a, b) => a.ratio - b.ratio)[0];
  console.log(
    JSON.stringify({
      bench: 'heavy',
      figure: worst?.figure,
      unit: `${worst?.part}: ${worst?.unit}`,
      reference: { what: 'what is promised of it', figure: worst?.goal },
      ratio: worst?.ratio,
      goal: 1,
      redis,
      parts: Object.fromEntries(parts.map(({ part, ...measured }) => [part, measured])),
      memoryMb: Math.round(process.resourceUsage().maxRSS / 1024),
    }),
  );
} finally {
  await system.stop();
  for (const part of [path.join(folder, 'postgres'), folder]) rmSync(part, { recursive: true, force: true });
}

function whatIsWrong(only: readonly string[]): string | null {
  const unknown = only.find((part) => !PARTS.some((known) => known === part));
  if (unknown !== undefined) return `There is no part ${unknown}. There are: ${PARTS.join(', ')}`;
  if (only.includes('queue') && !only.includes('load'))
    return '“queue” scores once more the suppliers that “load” has brought: ask for both, --only load --only queue';
  return null;
}

/** Twelve months of files of every council of a country, until the last of its suppliers is scored. */
async function loadCountry(db: Db): Promise<void> {
  const country = countryOf({ size: values.size, seed: 1 });
  await saveNames(db, country);
  await loadRegister(db, 'bench', registerOf(country));
  await settled(db);
  const files = [...spendFilesOf(country)];
  const began = performance.now();
  for await (const { refused } of recordSpendFiles(db, files))
    if (refused.length > 0) console.error(`${refused.length} lines refused: ${refused[0]?.reason}`);
  const stored = performance.now();
  await settled(db);
  const seconds = (performance.now() - began) / 1000;
  const { rows } = await sql<{ asked: number; scored: number; payments: number }>`
    select (select coalesce(sum(jsonb_array_length(message -> 'supplierIds')), 0) from outbox
        where queue = 'score')::int as asked,
      (select count(*) from current_assessment)::int as scored, (select count(*) from payment)::int as payments`.execute(
    db,
  );
  console.log(
    `${files.length} files, ${JSON.stringify(rows[0])}, stored after ${((stored - began) / 1000).toFixed(1)} s`,
  );
  most('load', seconds, 's from the first file to the last score', 60);
}

/** Every supplier that was loaded once more, through the queue. */
async function scoreAll(db: Db): Promise<void> {
  const rows = await db.selectFrom('current_assessment').select('supplier_id').execute();
  const ids = rows.map((row) => row.supplier_id);
  const began = performance.now();
  await db.transaction().execute((trx) => enqueueScoring(trx, ids, null));
  await settled(db);
  const figure = ids.length / ((performance.now() - began) / 1000);
  report({
    part: 'queue',
    figure,
    unit: `suppliers a second, ${redis} Redis`,
    goal: 1_000,
    ratio: figure / 1_000,
  });
}

/**
 * Suppliers that all fail at once, until the mail server has taken every mail. A few fail before them, uncounted: the
 * services run for weeks, and their first minute is no measure of them.
 */
async function failAtOnce(db: Db, owner: Db): Promise<void> {
  const failing = Number(values.failing);
  const suppliers = Array.from({ length: failing + BEFORE }, (_, index) => supplierOf(index));
  await seedCouncils(db);
  await seedAwards(db, suppliers);
  // As autovacuum does within a minute.
  await sql`vacuum (analyze)`.execute(owner);
  await untilMailed(db, suppliers.slice(failing));
  const began = performance.now();
  const mails = await untilMailed(db, suppliers.slice(0, failing));
  most('mails', (performance.now() - began) / 1000, `s until ${mails} mails are accepted`, 8);
}

/** Records a petition against each; returns how many mails were accepted of it. */
async function untilMailed(db: Db, suppliers: readonly BurstSupplier[]): Promise<number> {
  const mailbox = path.join(folder, 'mailbox');
  const accepted = () => readdirSync(mailbox).filter((name) => name.endsWith('.json')).length;
  const mails = suppliers.length * COUNCILS_OF_A_SUPPLIER;
  const wanted = accepted() + mails;
  await record(db, 'gazette-insolvency', suppliers.map(petition));
  while (accepted() < wanted && (await countOpen(db)) > 0) await sleep(200);
  if (accepted() < wanted) throw new Error(`${wanted - accepted()} of ${mails} mails are missing`);
  return mails;
}

/** One council that pays one supplier again and again: what that does to the loops of the services that run. */
async function onePair(db: Db, owner: Db): Promise<void> {
  const size = { payments: Number(values.payments), pairs: Number(values.pairs) };
  const supplierId = await seedPair(owner, size, today);
  most('exposures', await timeExposures(db, supplierId, today), 'ms for findExposures', 150);
  await failAgain(db, 0, today);
  await readPages(webUrl);
  const loops = await watchLoops(loopFolder, WATCHED, failWhileRead);
  const idle = loops.get('idle');
  for (const name of WATCHED) {
    const above = (loops.get(name)?.lateMs ?? Number.NaN) - (idle?.lateMs ?? Number.NaN);
    most(`loop of ${name}`, Math.max(0.1, above), 'ms late above an idle loop, p99.9', 50);
  }
  const told = await countTold(db);
  if (told !== ROUNDS + 1) throw new Error(`the council was told ${told} times instead of ${ROUNDS + 1}`);
  console.log(`loops: ${JSON.stringify(Object.fromEntries(loops))}`);

  async function failWhileRead(): Promise<void> {
    const over = new AbortController();
    const reading = readPagesUntil(over.signal);
    try {
      for (let round = 1; round <= ROUNDS; round += 1) await failAgain(db, round, today);
    } finally {
      over.abort();
    }
    console.log(`${await reading} pages were read while the supplier failed ${ROUNDS} times`);
  }
}

async function readPagesUntil(over: AbortSignal): Promise<number> {
  let pages = 0;
  while (!over.aborted) {
    const read = await readPages(webUrl);
    pages += read;
  }
  return pages;
}

async function countTold(db: Db): Promise<number> {
  const { rows } = await sql`select from delivery where council = ${PAYER} and status = 'delivered'`.execute(
    db,
  );
  return rows.length;
}
