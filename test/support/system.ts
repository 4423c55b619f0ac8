import {
  countOpen,
  sumReports,
  findDeadLetters,
  openDatabase,
  type Db,
  type IngestReport,
  type OutboxRow,
  type Watch,
} from '@tocsin/db';
import { openQueues, startRelay, startWorker } from '@tocsin/queue';
import { openHttp, openLogger, openMemoryLimiter, type Clock, type Logger } from '@tocsin/runtime';
import { sourceById, type Source, type SourceDocument } from '@tocsin/sources';
import { ingestDocument } from '../../services/cli/src/ingest.ts';
import { matchSuppliers } from '../../services/ingest/src/match.ts';
import { runSource } from '../../services/ingest/src/run-source.ts';
import { deliver, type DeliverPorts } from '../../services/notifier/src/deliver.ts';
import { openFlights } from '../../services/notifier/src/flights.ts';
import { notify } from '../../services/notifier/src/notify.ts';
import { score } from '../../services/scoring/src/score.ts';
import { virtualClock } from './publishers/clock.ts';
import { freshDatabase, freshRedis, type FreshDatabase, type FreshRedis } from './stack.ts';
import { openPostOffice, type ReceivedMail } from './system-mail.ts';
import { until } from './system-wait.ts';

/** The services' own handlers on all five queues, in this process, on a database, a Redis and a mail server of its own. */
export interface System {
  readonly database: FreshDatabase;
  readonly redis: FreshRedis;
  /** As the worker. */
  readonly db: Db;
  readonly mails: readonly ReceivedMail[];
  /** Feeds documents as `ingest --from` does and waits until everything that follows from them has happened. */
  readonly ingest: (sourceId: string, ...documents: readonly SourceDocument[]) => Promise<IngestReport>;
  /** Waits until every message has been handled or put aside. */
  readonly settled: () => Promise<void>;
  /** What its deliveries are sent with. */
  readonly deliverPorts: DeliverPorts;
  /** From now on the mail server wants mail to this address later. */
  readonly defer: (address: string) => void;
  readonly deadLetters: () => Promise<OutboxRow[]>;
  readonly stop: () => Promise<void>;
}

interface SystemOptions {
  /** The day on which everything happens, or what says what day it is. */
  readonly today?: string | (() => string);
  readonly clock?: Clock;
  /** Workers of each queue. */
  readonly workers?: number;
  /** What decides whether a look still counts; by default the clock and the settings of this process. */
  readonly watch?: () => Watch;
  /** Addresses and keys of publishers. */
  readonly settings?: Readonly<Record<string, string>>;
  /** What the services write their log to. */
  readonly logger?: Logger;
  /** What a channel is set up with, where not with the system's own mail server. */
  readonly configOf?: (channel: string) => unknown;
}

export const silent = openLogger('test', 'silent');

/** The day of the tests that do not say otherwise. */
export const TODAY = '2026-11-23';

export async function startSystem({
  today = TODAY,
  clock = virtualClock(),
  settings = {},
  watch,
  workers = 1,
  logger = silent,
  configOf,
}: SystemOptions = {}): Promise<System> {
  const [database, redis, office] = await Promise.all([freshDatabase(), freshRedis(), openPostOffice()]);
  const db = openDatabase(database.url, { role: 'tocsin_worker', max: 16 });
  const queues = openQueues(redis.url);
  const todayIs = typeof today === 'string' ? () => today : today;
  const common = { redisUrl: redis.url, db, logger };
  const ingestPorts = {
    db,
    logger,
    now: () => new Date(clock.now()).toISOString(),
    setting: (name: string) => settings[name],
    httpFor: ({ id, pace }: Source) =>
      openHttp({ userAgent: 'Tocsin test', limiter: openMemoryLimiter(clock), bucket: id, pace, clock }),
  };
  const mail = (channel: string) =>
    channel === 'smtp' ? { url: office.url, from: 'Tocsin <alerts@tocsin.example>' } : undefined;
  const deliverPorts = {
    db,
    logger,
    publicUrl: 'http://tocsin.example',
    configOf: configOf ?? mail,
    flights: openFlights(),
  };
  const stops = [await startRelay({ db, databaseUrl: database.url, queues, logger })];
  for (let worker = 0; worker < workers; worker += 1)
    stops.push(
      startWorker('ingest', { ...common, handle: (work) => runSource(ingestPorts, work) }),
      startWorker('match', { ...common, handle: (work) => matchSuppliers(db, work, todayIs) }),
      startWorker('score', { ...common, handle: (work) => score(db, work, todayIs) }),
      startWorker('notify', { ...common, handle: (work) => notify(db, work, watch) }),
      startWorker('deliver', { ...common, handle: (work) => deliver(deliverPorts, work) }),
    );
  const settled = () => until(async () => (await countOpen(db)) === 0);
  return {
    database,
    redis,
    db,
    mails: office.received,
    settled,
    deliverPorts,
    defer: office.defer,
    deadLetters: () => findDeadLetters(db, 100),
    async ingest(sourceId, ...documents) {
      const source = sourceById(sourceId);
      if (!source) throw new Error(`there is no source ${sourceId}`);
      const report = sumReports(sourceId);
      for (const document of documents) report.add(await ingestDocument(db, source, document, null));
      await settled();
      return report.total();
    },
    async stop() {
      await Promise.all(stops.map((stop) => stop()));
      await queues.close();
      await db.destroy();
      await office.stop();
      await database.drop();
    },
  };
}
