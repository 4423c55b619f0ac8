import { enqueue, findDeadLetters, migrate, openDatabase, readCursor } from '@tocsin/db';
import { roleUrl, startPostgres, type Postgres } from '@tocsin/infra';
import { openHttp, openMemoryLimiter, type HttpClient } from '@tocsin/runtime';
import type { Source } from '@tocsin/sources';
import { sql } from 'kysely';
import { matchSuppliers } from '../../services/ingest/src/match.ts';
import { runSource } from '../../services/ingest/src/run-source.ts';
import { onServer } from './admin.ts';
import { serverFolder } from './faults-folder.ts';
import { openGround, openRawQueue, type Ground } from './faults.ts';
import { virtualClock } from './publishers/clock.ts';
import { findATenderServer } from './publishers/find-a-tender.ts';
import { until } from './system-wait.ts';
import { silent, TODAY } from './system.ts';

interface PostgresFigures {
  /** Published releases that were not recorded. */
  readonly gap: number;
  readonly duplicates: number;
  /** Messages put aside because a process is said to have died of them. */
  readonly blamed: number;
}

const SOURCE = 'find-a-tender';
const BEGIN = Date.parse('2026-11-20T00:00:00Z');
const END = Date.parse('2026-11-23T20:00:00Z');

/** Postgres is killed with signal 9 while a source is read, each time when an answer of the publisher has come in. */
export async function killPostgres(
  releases: number,
  kills: number,
): Promise<PostgresFigures & { readonly kills: number }> {
  const figures = await readThrough(releases, kills, async (postgres, startAgain) => {
    process.kill(postgres.pid, 'SIGKILL');
    await postgres.exited;
    return startAgain();
  });
  return { kills, ...figures };
}

/** Writes that are refused before there is space again. */
const REFUSED = 3;

/** Postgres's own answer where it cannot extend a file, to whatever is written; how often is counted outside of any transaction. */
export const FULL = `
  create sequence refused;
  create function no_space() returns trigger language plpgsql security definer as $$ begin
    perform nextval('refused');
    raise exception 'could not extend file "base/5/16384": No space left on device' using errcode = 'disk_full';
  end $$;
  ${['document', 'observation', 'outbox', 'source_run']
    .map(
      (table) =>
        `create trigger no_space before insert or update on ${table} for each row execute function no_space();`,
    )
    .join('\n')}`;
export const SPACE = 'drop function no_space() cascade; drop sequence refused';

/** Postgres has no space left while a source is read, each time from an answer of the publisher on, until writes were refused. */
export async function fillPostgres(
  releases: number,
  times: number,
): Promise<PostgresFigures & { readonly times: number }> {
  const figures = await readThrough(releases, times, async (postgres) => {
    await onServer(postgres.url, FULL);
    await until(async () => (await lastValue(postgres.url, 'refused')) >= REFUSED);
    await onServer(postgres.url, SPACE);
    return postgres;
  });
  return { times, ...figures };
}

async function lastValue(url: string, sequence: string): Promise<number> {
  const db = openDatabase(url, { max: 1 });
  try {
    const { rows } = await sql<{
      last: number;
    }>`select last_value::int as last from ${sql.table(sequence)}`.execute(db);
    return rows[0]?.last ?? 0;
  } finally {
    await db.destroy();
  }
}

type Strike = (postgres: Postgres, startAgain: () => Promise<Postgres>) => Promise<Postgres>;

/** A source is read to its end while Postgres is struck so many times, each when an answer of the publisher has come in. */
async function readThrough(releases: number, times: number, strike: Strike): Promise<PostgresFigures> {
  const { folder, remove } = serverFolder();
  let postgres = await startPostgres(folder);
  const port = Number(new URL(postgres.url).port);
  await migrate(postgres.url);
  const url = roleUrl(postgres.url, 'tocsin_worker');
  const ground = await openGround({ database: { url, adminUrl: postgres.url, drop: async () => undefined } });
  const clock = virtualClock(END);
  const publisher = await findATenderServer(clock, published(releases));
  let answers = 0;
  let struck = 0;
  let isAway = false;
  let back: Promise<void> = Promise.resolve();

  async function strikeOnce(): Promise<void> {
    struck += 1;
    isAway = true;
    postgres = await strike(postgres, () => startPostgres(folder, { port }));
    isAway = false;
  }
  function httpFor({ id, pace }: Source): HttpClient {
    const http = openHttp({
      userAgent: 'Tocsin test',
      limiter: openMemoryLimiter(clock),
      bucket: id,
      pace,
      clock,
    });
    return {
      ...http,
      async get(...asked) {
        const answer = await http.get(...asked);
        answers += 1;
        if (answers % 2 === 0 && struck < times && !isAway) back = strikeOnce();
        return answer;
      },
    };
  }
  const settings = {
    FIND_A_TENDER_URL: publisher.url,
    FIND_A_TENDER_FROM: new Date(BEGIN).toISOString().slice(0, 19),
  };
  const setting = (name: string) => new Map(Object.entries(settings)).get(name);
  const now = () => new Date(END).toISOString();
  try {
    await ground.startRelay();
    ground.startWorker('ingest', (work) =>
      runSource({ db: ground.db, logger: silent, setting, httpFor, now }, work),
    );
    ground.startWorker('match', (work) => matchSuppliers(ground.db, work, () => TODAY));
    ground.startWorker('score', (work) => ground.db.transaction().execute((trx) => work.finish(trx)));
    await readToTheEnd(ground, () => back);
    if (struck < times)
      throw new Error(`Postgres was struck ${struck} of ${times} times before all was read`);
    return await countReleases(ground, releases);
  } finally {
    await back.catch(() => undefined);
    await publisher.close();
    await ground.stop();
    await postgres.stop();
    remove();
  }
}

function published(releases: number) {
  const apart = Math.floor((END - BEGIN) / (releases + 1));
  return Array.from({ length: releases }, (_, at) => ({
    id: String(990_001 + at),
    updated: new Date(BEGIN + (at + 1) * apart).toISOString().slice(0, 19),
  }));
}

/** The clock strikes again and again, and the waits between tries are cut short, until everything has been read. */
async function readToTheEnd(ground: Ground, back: () => Promise<void>): Promise<void> {
  const queue = openRawQueue(ground, 'ingest');
  try {
    for (;;) {
      await ground.db.transaction().execute((trx) => enqueue(trx, 'ingest', { v: 1, sourceId: SOURCE }));
      await until(async () => {
        for (const job of await queue.getDelayed()) await job.promote();
        await back();
        // It may be struck again before it is asked.
        return (await countOpenOf(ground, 'ingest').catch(() => null)) === 0;
      });
      const cursor = (await readCursor(ground.db, SOURCE)) as { readonly readUntil?: string } | null;
      if (cursor?.readUntil === new Date(END).toISOString().slice(0, 19)) break;
    }
    await until(
      async () => (await countOpenOf(ground, 'match')) + (await countOpenOf(ground, 'score')) === 0,
    );
  } finally {
    await queue.close();
  }
}

async function countOpenOf({ db }: Ground, queue: string): Promise<number> {
  const { rows } = await sql<{ open: number }>`
    select count(*)::int as open from outbox where queue = ${queue} and done_at is null and dead_at is null`.execute(
    db,
  );
  return rows[0]?.open ?? 0;
}

async function countReleases({ db }: Ground, releases: number): Promise<PostgresFigures> {
  const { rows } = await sql<{ all: number; distinct: number }>`
    select count(*)::int as all, count(distinct ref)::int as distinct from observation`.execute(db);
  const { all = 0, distinct = 0 } = rows[0] ?? {};
  const letters = await findDeadLetters(db, 1_000);
  const blamed = letters.filter((letter) => letter.dead_reason === 'process-died').length;
  return { gap: releases - distinct, duplicates: all - distinct, blamed };
}
