import { chmodSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import {
  type StandingFacts,
  copyInto,
  eachAssessedFacts,
  factsHash,
  migrate,
  openDatabase,
  rescoreAll,
  rescoredLine,
  type Db,
} from '@tocsin/db';
import { type RiskAssessment, SupplierId } from '@tocsin/domain';
import { startPostgres } from '@tocsin/infra';
import { assess, model, type SupplierFacts } from '@tocsin/scoring';
import { sql } from 'kysely';
import { Client } from 'pg';
import { thirtyFacts } from '../support/scoring-facts.ts';

const GOAL = 20_000;
const AS_OF = '2026-11-01';
/** Different sets of facts; suppliers share them, as content-addressed facts of quiet companies are shared. */
const VARIANTS = 200;
/** The bare COPY is measured over so many of the rows that were stored. */
const REFERENCE_ROWS = 4_000;

const { values } = parseArgs({ options: { suppliers: { type: 'string', default: '50000' } } });
const suppliers = Number(values.suppliers);

const pure = pureSpeed();
console.log(`pure: ${pure} assessments a second of one core, 30 facts each, ${model.rows.length} questions`);
const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'tocsin-bench-scoring-')));
chmodSync(folder, 0o755);
const postgres = await startPostgres(path.join(folder, 'data'));
try {
  await migrate(postgres.url);
  const db = openDatabase(postgres.url, { max: 2 });
  await seed(db, postgres.url);
  const { rate: stored, memoryMb } = await wholePath(db);
  const bare = await bareCopy(db, postgres.url);
  await db.destroy();
  const ratio = Math.round((stored / bare) * 100) / 100;
  console.log(`stored: ${suppliers} suppliers, ${stored} a second; bare COPY of such rows ${bare} a second`);
  console.log(
    JSON.stringify({
      bench: 'scoring',
      figure: pure,
      unit: 'assessments/s/core',
      wholePath: { figure: stored, unit: 'suppliers/s, facts read to assessment stored', suppliers },
      reference: {
        what: 'bare COPY of the rows of the whole path into a table without keys, rows/s',
        figure: bare,
      },
      ratio,
      goal: GOAL,
      memoryMb,
    }),
  );
} finally {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** Processor seconds, not wall seconds: a busy machine does not stretch them. The best of ten rounds. */
function pureSpeed(): number {
  const sets = Array.from({ length: 200 }, (_, number) => thirtyFacts(number, AS_OF));
  const context = { supplierId: SupplierId.parse('1'), asOf: AS_OF, previousBand: null };
  let [best, checksum] = [0, 0];
  for (let round = 0; round < 10; round += 1) {
    const before = process.cpuUsage();
    for (let i = 0; i < 10_000; i += 1) checksum += assess(sets[i % sets.length]!, context).score;
    const { user, system } = process.cpuUsage(before);
    best = Math.max(best, 10_000 / ((user + system) / 1e6));
  }
  if (checksum === 0) throw new Error('nothing was scored');
  return Math.round(best);
}

/** Suppliers with a current assessment by an older version of the score, resting on facts that many share. */
async function seed(db: Db, url: string): Promise<void> {
  const facts = Array.from({ length: VARIANTS }, (_, number) => thirtyFacts(number, AS_OF));
  const client = new Client({ connectionString: url });
  await client.connect();
  const sets = new Map(facts.map((set) => [factsHash(set), JSON.stringify(set)]));
  for (const [hash, set] of sets) await client.query('insert into fact_set values ($1, $2)', [hash, set]);
  await client.end();
  await sql`
    insert into supplier (name) select 'EXAMPLE ' || n || ' LTD' from generate_series(1, ${suppliers}::int) n;`.execute(
    db,
  );
  const hashes = [...sets.keys()];
  await sql`
    insert into assessment (supplier_id, model_version, as_of, facts_hash, band, own_band, score, raw_score, coverage,
      findings, formal_events)
    select id, 'older', date ${sql.lit(AS_OF)}, (${hashes}::text[])[1 + id % ${hashes.length}::int], 'low', 'low', 0, 0, 0,
      '[]', '[]' from supplier`.execute(db);
  await sql`
    insert into current_assessment (supplier_id, assessment_id, band, score, as_of)
    select supplier_id, id, band, score, as_of from assessment`.execute(db);
  await sql`analyze`.execute(db);
}

/** Facts read, judged, stored and made current, 500 suppliers at a time; suppliers a second and the most memory. */
async function wholePath(db: Db): Promise<{ rate: number; memoryMb: number }> {
  const began = performance.now();
  let [done, memoryMb] = [0, 0];
  for await (const batch of rescoreAll(db, model.version, judge)) {
    done += batch.length;
    memoryMb = Math.max(memoryMb, Math.round(process.memoryUsage().rss / 1e6));
    if (done % 10_000 === 0) console.log(`${done} suppliers, ${memoryMb} MB at most`);
  }
  if (done !== suppliers) throw new Error(`${done} suppliers were scored`);
  return { rate: Math.round(done / ((performance.now() - began) / 1000)), memoryMb };
}

function judge({ facts, supplierId, asOf, band }: StandingFacts): RiskAssessment {
  return assess(facts as SupplierFacts, {
    supplierId: SupplierId.parse(supplierId),
    asOf,
    previousBand: band,
  });
}

/** Rows a second of a bare COPY of such assessments into a table of the same columns without keys. */
async function bareCopy(db: Db, url: string): Promise<number> {
  const lines: string[] = [];
  for await (const batch of eachAssessedFacts(db)) {
    lines.push(...batch.map((of) => rescoredLine({ of, assessment: judge(of) })));
    if (lines.length >= REFERENCE_ROWS) break;
  }
  const client = new Client({ connectionString: url });
  await client.connect();
  const columns = lines[0]!.split('\t').map((_, at) => `c${at} ${at === 11 || at === 12 ? 'jsonb' : 'text'}`);
  await client.query(`create table bare (${columns.join(', ')})`);
  const rounds: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    await client.query('truncate bare');
    const began = performance.now();
    await copyInto(client, 'bare', lines);
    rounds.push((performance.now() - began) / 1000);
  }
  await client.end();
  return Math.round(lines.length / rounds.toSorted((a, b) => a - b)[1]!);
}
