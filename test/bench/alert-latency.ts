import { chmodSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openDatabase, type Db } from '@tocsin/db';
import { addDays, addMonths, dayOf, groupBy, lastOfMonth } from '@tocsin/domain';
import { roleUrl, startSystem } from '@tocsin/infra';
import { sql } from 'kysely';
import { countryOf } from '../national/country.ts';
import { countBacklog, countUrgent, enqueueBacklog } from '../support/backlog.ts';
import { loadCountry } from './alert-latency/load.ts';
import {
  failingOf,
  ordinary,
  petitionAgainst,
  type Failing,
  type Said,
} from './alert-latency/observations.ts';
import { waitsOf, type Failed, type Waits } from './alert-latency/waits.ts';
import { countRecorded, settled, sleep } from './heavy/burst.ts';

/** A mail of a formal event is accepted so soon after the event was to be recorded; and while much else waits. */
const GOAL_MS = 5_000;
const BESIDE_BACKLOG_MS = 60_000;
/** Observations a second; the first of each second is a formal event. */
const A_SECOND = 50;
const TICKS_A_SECOND = 5;
/** The services run for weeks: their first seconds are no measure of them. */
const WARM_UP_SECONDS = 10;

/** `--size` of the country, `--seconds` of the steady stream, `--beside` of the stream beside `--backlog` jobs. */
const { values } = parseArgs({
  options: {
    size: { type: 'string', default: '317/50000/1000000' },
    seconds: { type: 'string', default: '300' },
    beside: { type: 'string', default: '60' },
    backlog: { type: 'string', default: '100000' },
  },
});

const today = dayOf(Date.now());
/** The last month of which every council has published its spending. */
const until = lastOfMonth(addMonths(addDays(today, -25), -1));
const country = countryOf({ size: values.size, seed: 2026, until });

const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'tocsin-bench-latency-')));
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
  const owner = openDatabase(databaseUrl, { max: 1 });
  const db = openDatabase(roleUrl(databaseUrl, 'tocsin_worker'), { max: 16 });
  const loaded = await loadCountry(db, country);
  console.log(JSON.stringify({ country: country.size, until, loadedInSeconds: loaded }));
  // As autovacuum does within a minute.
  await sql`vacuum (analyze)`.execute(owner);
  const failing = failingOf(country, today);
  const seconds = { warm: WARM_UP_SECONDS, steady: Number(values.seconds), beside: Number(values.beside) };
  const wanted = seconds.warm + seconds.steady + seconds.beside;
  if (failing.length < wanted)
    throw new Error(`${failing.length} suppliers can fail in this country, ${wanted} are to`);
  const numbers = new Set(failing.slice(0, wanted).map(({ number }) => number));
  const others = ordinary(country, today, numbers);
  const mailbox = path.join(folder, 'mailbox');
  let next = 0;
  /** Streams for so many seconds. */
  async function stream(forSeconds: number): Promise<readonly Failed[]> {
    const from = next;
    next += forSeconds;
    return streamed(db, failing.slice(from, next), from, others);
  }
  await stream(seconds.warm);
  await settled(db);
  const steady = await measured('alone', await stream(seconds.steady), () => settled(db));

  await enqueueBacklog(db, Number(values.backlog));
  const failed = await stream(seconds.beside);
  const left = await countBacklog(db);
  if (left === 0 && seconds.beside > 0)
    throw new Error('nothing waited any more at the end: ask for a larger --backlog');
  const beside = await measured(`beside ${values.backlog} jobs`, failed, async () => {
    while ((await countUrgent(db)) > 0) await sleep(100);
  });

  async function measured(what: string, of: readonly Failed[], over: () => Promise<void>): Promise<Waits> {
    await over();
    const waits = await waitsOf(db, mailbox, of);
    console.log(JSON.stringify({ what, suppliers: of.length, ...waits }));
    return waits;
  }
  const rate = (waits: Waits, over: number) => Number((waits.mails / over).toFixed(1));
  console.log(
    JSON.stringify({
      bench: 'alert-latency',
      figure: steady.p95,
      unit: 'ms from an observation handed over to be recorded to its mail accepted, p95',
      reference: { what: 'the promise, ms', figure: GOAL_MS },
      ratio: Number((GOAL_MS / steady.p95).toFixed(2)),
      goal: 1,
      redis,
      observationsASecond: A_SECOND,
      seconds: seconds.steady,
      mails: steady.mails,
      mailsASecond: rate(steady, seconds.steady),
      p50: steady.p50,
      p99: steady.p99,
      last: steady.last,
      backlog: {
        jobs: Number(values.backlog),
        left,
        seconds: seconds.beside,
        mails: beside.mails,
        p50: beside.p50,
        p95: beside.p95,
        p99: beside.p99,
        ratio: Number((BESIDE_BACKLOG_MS / beside.p95).toFixed(2)),
      },
      loadedInSeconds: loaded,
      memoryMb: Math.round(process.resourceUsage().maxRSS / 1024),
    }),
  );
  await db.destroy();
  await owner.destroy();
} finally {
  await system.stop();
  for (const part of [path.join(folder, 'postgres'), folder]) rmSync(part, { recursive: true, force: true });
}

/**
 * Records a petition against a supplier each second, and other observations between, a tick together as a run records
 * what it has fetched: at their moments, whether or not the earlier ones are recorded yet. A supplier has failed from the
 * moment on at which its petition is handed over.
 */
async function streamed(
  db: Db,
  suppliers: readonly Failing[],
  from: number,
  others: Generator<Said, never>,
): Promise<readonly Failed[]> {
  const began = Date.now();
  const failed: Failed[] = [];
  const recording: Promise<number>[] = [];
  for (const [second, supplier] of suppliers.entries())
    for (let tick = 0; tick < TICKS_A_SECOND; tick += 1) {
      const early = began + second * 1_000 + tick * (1_000 / TICKS_A_SECOND) - Date.now();
      if (early > 0) await sleep(early);
      const petition = tick === 0 ? [petitionAgainst(supplier, from + second, today)] : [];
      if (tick === 0) failed.push({ ...supplier, at: Date.now() });
      const rest = A_SECOND / TICKS_A_SECOND - petition.length;
      const said = [...petition, ...Array.from({ length: rest }, () => others.next().value)];
      for (const [source, same] of groupBy(
        said,
        (one) => one.source,
        (one) => one.document,
      ))
        recording.push(countRecorded(db, source, same));
    }
  const recorded = (await Promise.all(recording)).reduce((sum, one) => sum + one, 0);
  console.log(`${recorded} of ${suppliers.length * A_SECOND} observations were new`);
  return failed;
}
