import { chmodSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import {
  countOpen,
  enqueueScoring,
  findSpendOn,
  loadRegister,
  openDatabase,
  recordSpendFiles,
  type Db,
  type GivenSpend,
  type RegisterCompany,
} from '@tocsin/db';
import { addDays, dayOf } from '@tocsin/domain';
import { summariseSpend, unseenSpend } from '@tocsin/exposure';
import { roleUrl, startSystem } from '@tocsin/infra';
import { councilSpend, readSpendFile } from '@tocsin/sources';
import { sql } from 'kysely';
import { score } from '../../services/scoring/src/score.ts';
import { notify } from '../../services/notifier/src/notify.ts';
import { countryOf, type Country } from '../national/country.ts';
import { spendOf } from '../national/spend.ts';
import {
  COUNCILS_OF_A_SUPPLIER,
  petition,
  record,
  seedAwards,
  seedCouncils,
  settled,
  sleep,
  supplierOf,
} from './heavy/burst.ts';
import { idleDelay, loopDelay, seedPair, timeExposures } from './heavy/one-pair.ts';

/** `--size`: the country of the load; `--payments` of the one pair; `--failing` suppliers at once; `--only` some of it. */
const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: ['load', 'queue', 'mails', 'pair'] },
    size: { type: 'string', default: 'twelve' },
    payments: { type: 'string', default: '100000' },
    pairs: { type: 'string', default: '20000' },
    failing: { type: 'string', default: '300' },
  },
});

if (values.only.includes('queue') && !values.only.includes('load'))
  throw new Error('--only queue scores the suppliers of the load again: give --only load, too');

const today = dayOf(Date.now());

/** One part of the bench: what was measured against what was promised; 1 and above keeps the promise. */
interface Part {
  readonly part: string;
  readonly figure: number;
  readonly unit: string;
  readonly goal: number;
  readonly ratio: number;
}
const parts: Part[] = [];

/** What handlers are called with here, beside a message: there is no row of the outbox to finish. */
const asked = { outboxId: '0', afterDeath: false, finish: async () => undefined };

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
let redis = 'wasm';
const system = await startSystem(
  folder,
  'http://localhost',
  ['ingest', 'scoring', 'notifier'],
  (name, said) => {
    if (name === 'valkey' && said.includes('native')) redis = 'native';
  },
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
      parts: Object.fromEntries(parts.map(({ part, ratio }) => [part, ratio])),
      memoryMb: Math.round(process.resourceUsage().maxRSS / 1024),
    }),
  );
} finally {
  await system.stop();
  for (const part of [path.join(folder, 'postgres'), folder]) rmSync(part, { recursive: true, force: true });
}

async function* registerOf({ size, supplier }: Country): AsyncGenerator<RegisterCompany[]> {
  for (let index = 0; index < size.suppliers; index += 1) {
    const { number, name, formerName, postcode, trade } = supplier(index);
    const previousNames = formerName === null ? [] : [formerName];
    yield [{ number, name, previousNames, postcode, status: 'Active', sicCodes: [trade.sic] }];
  }
}

function* filesOf(country: Country): Generator<GivenSpend> {
  const maps = country.councils.map(({ map }) => map);
  for (const council of country.councils)
    for (const made of spendOf(country, council)) {
      if (!('document' in made)) continue;
      const { url, body, contentType, retrievedAt } = made.document;
      const file = { url, body, council: council.gss };
      const given = { sourceId: councilSpend.id, url, contentType, retrievedAt, body };
      yield { ...given, open: () => readSpendFile(maps, file) };
    }
}

/** Twelve months of files of every council of a country, until the last of its suppliers is scored. */
async function loadCountry(db: Db): Promise<void> {
  const country = countryOf({ size: values.size, seed: 1 });
  await saveNames(db, country);
  await loadRegister(db, 'bench', registerOf(country));
  await settled(db);
  const files = [...filesOf(country)];
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

async function saveNames(db: Db, { councils }: Country): Promise<void> {
  await db
    .insertInto('council')
    .values(
      councils.map(({ gss, name }) => ({
        gss,
        name,
        type: 'MD',
        region: null,
        county_gss: null,
        starts_on: null,
        ends_on: null,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
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

/** Suppliers that all fail at once, until the mail server has taken every mail. */
async function failAtOnce(db: Db, owner: Db): Promise<void> {
  const suppliers = Array.from({ length: Number(values.failing) }, (_, index) => supplierOf(index));
  await seedCouncils(db);
  await seedAwards(db, suppliers);
  // As autovacuum does within a minute.
  await sql`analyze`.execute(owner);
  const began = performance.now();
  await record(db, 'gazette-insolvency', suppliers.map(petition));
  const mails = suppliers.length * COUNCILS_OF_A_SUPPLIER;
  const accepted = () =>
    readdirSync(path.join(folder, 'mailbox')).filter((name) => name.endsWith('.json')).length;
  while (accepted() < mails && (await countOpen(db)) > 0) await sleep(200);
  if (accepted() < mails) throw new Error(`${accepted()} mails instead of ${mails}`);
  most('mails', (performance.now() - began) / 1000, `s until ${mails} mails are accepted`, 8);
}

/** One council that pays one supplier again and again: what each service's own work does to its loop. */
async function onePair(db: Db, owner: Db): Promise<void> {
  const size = { payments: Number(values.payments), pairs: Number(values.pairs) };
  const supplierId = await seedPair(owner, size, today);
  most('exposures', await timeExposures(db, supplierId, today), 'ms for findExposures', 150);
  const idle = await idleDelay(2_000);
  const above = (figure: number) => Math.max(0.1, figure - idle);
  const scoring = await loopDelay(() => repeat(() => handleScore(db, supplierId)));
  most('loop of scoring', above(scoring), 'ms late above an idle loop, p99.9', 50);
  const id = await assessmentOf(db, supplierId);
  const notifier = await loopDelay(() =>
    repeat(() => notify(db, { message: { v: 2, assessmentIds: [id] }, ...asked })),
  );
  most('loop of notifier', above(notifier), 'ms late above an idle loop, p99.9', 50);
  const web = await loopDelay(() => repeat(() => readSupplierPage(db, supplierId)));
  most('loop of web', above(web), 'ms late above an idle loop, p99.9', 50);
}

async function handleScore(db: Db, supplierId: string): Promise<void> {
  const rows = await db.selectFrom('current_assessment').select('supplier_id').limit(199).execute();
  const ids = [supplierId, ...rows.map((row) => row.supplier_id)];
  const message = { v: 2 as const, supplierIds: ids as never, asOf: null };
  await score(db, { message, ...asked }, () => today);
}

/** What the page of the supplier reads of the payments, and works out. */
async function readSupplierPage(db: Db, supplierId: string): Promise<unknown> {
  return db.transaction().execute(async (trx) => {
    const days = await findSpendOn(trx, ['E07770000'], supplierId, addDays(today, -731), today);
    return [summariseSpend(days, today), unseenSpend(days, [])];
  });
}

async function assessmentOf(db: Db, supplierId: string): Promise<string> {
  const { id } = await db
    .selectFrom('assessment')
    .select('id')
    .where('supplier_id', '=', supplierId)
    .executeTakeFirstOrThrow();
  return id;
}

async function repeat(work: () => Promise<unknown>): Promise<void> {
  for (let round = 0; round < 10; round += 1) await work();
}
