import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { migrate } from '@tocsin/db';
import {
  buildPrograms,
  builtProgram,
  environmentOf,
  freePort,
  keepUp,
  roleUrl,
  runProgram,
  startPostgres,
  startValkey,
  type Postgres,
  type Program,
  type Valkey,
} from '@tocsin/infra';
import { openPostOffice, type ReceivedMail } from '../system-mail.ts';
import { shiftDatabaseClock } from '../week/database-clock.ts';
import type { Publishing } from './events.ts';
import { openLink, type Breakable } from './link.ts';
import { services, type Line, type Service } from './strikes.ts';

/** The whole system as processes, over lines that can be broken, with a clock that is set to the day of a country. */
export interface Stand {
  /** As the worker, not over a line. */
  readonly databaseUrl: string;
  readonly adminUrl: string;
  readonly redisUrl: string;
  readonly webPort: number;
  readonly lines: Readonly<Record<Line, Breakable>>;
  readonly pidsOf: (what: Service | 'postgres' | 'redis') => readonly number[];
  /** Sends a signal; a process that is gone takes none. */
  readonly signal: (what: Service | 'postgres' | 'redis', signal: NodeJS.Signals) => void;
  /** Has what stood still go on. */
  readonly goOn: (pids: readonly number[]) => void;
  /** From its next start on the clock of a service is wrong by so much. */
  readonly skew: (what: Service, byMs: number) => void;
  /** What services and servers ended with, and what they were started again for, for people. */
  readonly said: readonly string[];
  readonly stop: () => Promise<void>;
}

const CLOCK = pathToFileURL(fileURLToPath(new URL('clocked.mjs', import.meta.url))).href;

/** A process may be killed, the machine does not lose power. */
const SETTINGS = { fsync: 'off', full_page_writes: 'off', max_connections: '200' };

const ROLES = {
  ingest: 'tocsin_worker',
  scoring: 'tocsin_worker',
  notifier: 'tocsin_worker',
  web: 'tocsin_web',
} as const;

/** Starts everything below `folder` whose clock is `shift` milliseconds before or after the machine’s. */
export async function openStand(
  folder: string,
  shift: number,
  publishing: Publishing,
  onMail: (mail: ReceivedMail) => void,
): Promise<Stand> {
  const said: string[] = [];
  const say = (who: string) => (sentence: string) => void said.push(`${who} ${sentence}`);
  const [postgres, redis] = await Promise.all([
    keptUp((port) => startPostgres(folder, { settings: SETTINGS, ...port }), say('postgres')),
    keptUp((port) => startValkey(folder, port), say('redis')),
    buildPrograms(folder, services),
  ]);
  await migrate(postgres.url);
  await shiftDatabaseClock(postgres.url, shift);
  const office = await openPostOffice(onMail);
  const links = { postgres: await openLink(), redis: await openLink(), mail: await openLink() };
  const webPort = await freePort();
  const addresses = {
    databaseUrl: links.postgres.over(postgres.url),
    redisUrl: links.redis.over(redis.url),
    smtpUrl: links.mail.over(office.url),
    webUrl: `http://localhost:${webPort}`,
  };
  const skews: Partial<Record<Service, number>> = {};
  const running: Partial<Record<Service, Program>> = {};
  const secret = randomBytes(32).toString('hex');
  function run(service: Service): Program {
    const program = runProgram(builtProgram(folder, service), [], {
      ...environmentOf(ROLES[service], folder, addresses),
      ...publishing.settings,
      SESSION_SECRET: secret,
      LOG_LEVEL: 'warn',
      TOCSIN_ENV_FILE: path.join(folder, 'no.env'),
      NODE_OPTIONS: `--import ${CLOCK}`,
      TOCSIN_TEST_CLOCK_MS: String(shift + (skews[service] ?? 0)),
    });
    for (const output of program.outputs) output.on('data', (bytes: Buffer) => note(service, bytes));
    running[service] = program;
    return program;
  }
  function note(service: Service, bytes: Buffer): void {
    for (const line of bytes.toString('utf8').split('\n'))
      if (line !== '') said.push(`${service}: ${line.slice(0, 600)}`);
  }
  const stops = services.map((service) => keepUp(run(service), async () => run(service), say(service)));
  const pidsOf: Stand['pidsOf'] = (what) => {
    if (what === 'postgres') return [postgres.pid(), ...childrenOf(postgres.pid())];
    if (what === 'redis') return [redis.pid()];
    return [running[what]?.pid ?? 0];
  };
  return {
    databaseUrl: roleUrl(postgres.url, 'tocsin_worker'),
    adminUrl: postgres.url,
    redisUrl: redis.url,
    webPort,
    lines: { ...links, publishers: publishing.line },
    pidsOf,
    signal(what, signal) {
      // A Postgres that stands still does so as a whole; it dies with the first of its processes.
      const pids = signal === 'SIGKILL' ? pidsOf(what).slice(0, 1) : pidsOf(what);
      for (const pid of pids) send(pid, signal);
    },
    goOn(pids) {
      for (const pid of pids) send(pid, 'SIGCONT');
    },
    skew: (what, byMs) => void (skews[what] = byMs),
    said,
    async stop() {
      await Promise.all(stops.map((stop) => stop()));
      await Promise.all(Object.values(links).map((link) => link.close()));
      await office.stop();
      await Promise.all([postgres.stop(), redis.stop()]);
    },
  };
}

interface KeptUp {
  readonly url: string;
  readonly pid: () => number;
  readonly stop: () => Promise<void>;
}

/** A server that is started again at its address whenever it ends. */
async function keptUp<Server extends Postgres | Valkey>(
  start: (options: { port?: number }) => Promise<Server>,
  say: (sentence: string) => void,
): Promise<KeptUp> {
  let running = await start({});
  const port = Number(new URL(running.url).port);
  const stop = keepUp(
    running,
    async () => {
      running = await start({ port });
      return running;
    },
    say,
  );
  return { url: running.url, pid: () => running.pid, stop };
}

function childrenOf(pid: number): readonly number[] {
  const { stdout } = spawnSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' });
  return stdout.split('\n').map(Number).filter(Boolean);
}

function send(pid: number, signal: NodeJS.Signals): void {
  if (pid === 0) return;
  try {
    process.kill(pid, signal);
  } catch {
    // It is gone already.
  }
}
