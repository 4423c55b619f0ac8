import { setTimeout as pause } from 'node:timers/promises';
import { countOpen, enqueue, openDatabase, redriveAll, type Db } from '@tocsin/db';
import { sql } from 'kysely';
import { streamOf } from '../../national/random.ts';
import { serverFolder } from '../faults-folder.ts';
import { flushRedis } from '../redis.ts';
import { until } from '../system-wait.ts';
import { atPages } from './council.ts';
import { readEnd, readInForce } from './end.ts';
import { DAY, eventsOf, openPublishing, settle, type Events } from './events.ts';
import { marksIn, type Deed, type History, type Pair, type Reading, type StoredMail } from './history.ts';
import { openStand, type Stand } from './stand.ts';
import { strikeAt } from './strike.ts';
import type { Strike } from './strikes.ts';

export interface Lived {
  readonly history: History;
  /** Messages that were put aside for a person, who had them sent again. */
  readonly putAside: number;
  readonly quietAfterSeconds: number;
  /** What the processes said, for people. */
  readonly said: readonly string[];
}

export interface LifeOptions {
  readonly seed: number;
  readonly seconds: number;
  readonly councils: number;
  readonly suppliers: number;
  readonly strikes: readonly Strike[];
}

/** Morning of the day, by the clock of everything. */
const STARTS_AT = Date.parse(`${DAY}T09:00:00Z`);
const RING_MS = 4_000;
const QUIET_MS = 250;
/** What has not been handled by then never will be. */
const REST_MS = 240_000;
/** Find a Tender answers twelve questions in two minutes. */
const RINGS_OF_TENDERS = 6;

/** Brings up a system of its own, lives the strikes through it while councils act, heals it, and reads what is kept. */
export async function liveThrough(options: LifeOptions): Promise<Lived> {
  const { seed, seconds, strikes } = options;
  const { folder, remove } = serverFolder();
  const events = eventsOf(seed, seconds, options);
  const shift = STARTS_AT - Date.now();
  const now = () => Date.now() + shift;
  const seen = openSeen();
  const publishing = await openPublishing(events, now);
  const stand = await openStand(folder, shift, publishing, ({ to, messageId, text, subject }) =>
    seen.mails.push({ at: seen.clock(), to, messageId, marks: marksIn(`${subject} ${text}`) }),
  );
  const db = openDatabase(stand.databaseUrl, { role: 'tocsin_worker', max: 4 });
  try {
    await settle(db, events);
    await until(async () => (await countOpen(db)) === 0);
    publishing.begin();
    seen.begin();
    let isOver = false;
    const life = Promise.all([
      ...councilsOf(events, options, stand, seen).map((office) => atPages(office, () => isOver)),
      ring(db, () => isOver),
      ...strikes.map((strike) => strikeAt(stand, strike)),
    ]);
    await pause(seconds * 1_000);
    isOver = true;
    await life;
    const quiet = await comeToRest(db, stand);
    return {
      ...quiet,
      said: stand.said,
      history: {
        deeds: seen.deeds,
        readings: seen.readings,
        mails: seen.mails,
        end: await readEnd(db),
        truth: await truthOf(db, events, seen),
      },
    };
  } finally {
    await db.destroy();
    await stand.stop();
    await publishing.close();
    remove();
  }
}

function openSeen() {
  let began = performance.now();
  const deeds: Deed[] = [];
  const readings: Reading[] = [];
  const mails: StoredMail[] = [];
  const uploaded: Pair[] = [];
  const alerts = new Map<string, string>();
  return {
    begin: () => void (began = performance.now()),
    clock: () => Math.round(performance.now() - began),
    deeds,
    readings,
    mails,
    uploaded,
    alerts,
  };
}

type Seen = ReturnType<typeof openSeen>;

function councilsOf({ country }: Events, { seed }: LifeOptions, { webPort }: Stand, seen: Seen) {
  return country.councils.map(({ gss, hasOwnRegister }, place) => {
    const random = streamOf(seed, 'council at its pages', gss);
    return {
      gss,
      place,
      port: webPort,
      random,
      clock: seen.clock,
      anySupplier: () => country.supplier(random.between(0, country.size.suppliers - 1)),
      onDeed: (deed: Deed) => void seen.deeds.push(deed),
      onReading: (reading: Reading) => void seen.readings.push(reading),
      onUpload(suppliers: readonly string[]) {
        for (const supplier of suppliers) seen.uploaded.push({ council: gss, supplier });
      },
      onAlerts(ids: readonly string[]) {
        for (const id of ids) seen.alerts.set(id, gss);
      },
      foreign() {
        const all = [...seen.alerts];
        if (all.length === 0) return null;
        const [id, of] = random.pick(all);
        return { id, of };
      },
      hasUploads: !hasOwnRegister,
    };
  });
}

/** Rings the clocks of the sources, as their schedules do less often. */
async function ring(db: Db, isOver: () => boolean): Promise<void> {
  for (let nth = 0; !isOver(); nth += 1) {
    const due = ['gazette-insolvency', ...(nth % RINGS_OF_TENDERS === 0 ? ['find-a-tender'] : [])];
    // Where Postgres is away, as it is to be, they are rung the next time.
    await askFor(db, due).catch(() => undefined);
    await pause(RING_MS);
  }
}

/**
 * When everything is healed: what waits for minutes is had at once, as if they had passed, and what was put aside is
 * sent again as a person does. The sources are asked once more when all is done, and all is done of that too.
 */
async function comeToRest(
  db: Db,
  stand: Stand,
): Promise<{ readonly putAside: number; readonly quietAfterSeconds: number }> {
  const began = performance.now();
  const waitedMs = () => performance.now() - began;
  let putAside = 0;
  for (const sources of [[], ['gazette-insolvency', 'find-a-tender']]) {
    await insist(() => askFor(db, sources));
    // What Redis would keep for minutes comes again from Postgres.
    await insist(() => flushRedis(stand.redisUrl));
    await until(async () => {
      const open = await insist(async () => {
        putAside += await redriveAll(db);
        await letTimePass(db);
        return countOpen(db);
      });
      if (open === 0 || waitedMs() > REST_MS) return true;
      await pause(QUIET_MS);
      return false;
    });
  }
  return { putAside, quietAfterSeconds: waitedMs() / 1_000 };
}

async function askFor(db: Db, sources: readonly string[]): Promise<void> {
  await db.transaction().execute(async (trx) => {
    for (const sourceId of sources) await enqueue(trx, 'ingest', { v: 1, sourceId }, { key: sourceId });
  });
}

/** A server that was killed at last is on its way up. */
async function insist<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch {
      await pause(QUIET_MS);
    }
  }
}

async function letTimePass(db: Db): Promise<void> {
  await sql`update provider_trouble set probe_at = now() where probe_at > now()`.execute(db);
  await sql`update outbox set available_at = now()
    where sent_at is null and done_at is null and dead_at is null and available_at > now()`.execute(db);
  await sql`select pg_notify('outbox', 'time')`.execute(db);
}

async function truthOf(
  db: Db,
  { insolvent, depends, ocids }: Events,
  { uploaded }: Seen,
): Promise<History['truth']> {
  const inForce = await readInForce(db);
  const key = ({ council, supplier }: Pair) => `${council} ${supplier}`;
  const must = new Map([...depends, ...inForce].map((pair) => [key(pair), pair]));
  return {
    must: [...must.values()].filter(({ supplier }) => insolvent.has(supplier)),
    may: [...depends, ...inForce, ...uploaded],
    contracts: ocids,
  };
}
