import { sql } from 'kysely';
import type { Death } from './faults-orders.ts';
import { startProcess } from './faults-process.ts';
import { countEffects, enqueueMany, openGround, type Effects, type Ground } from './faults.ts';

interface KillFigures extends Effects {
  readonly deaths: number;
  /** From the start of a worker that lives to the end of the last message that one of the dead had held. */
  readonly recoveredInSeconds: number;
}

/** One worker process after another is killed with signal 9, each at a point of its own; the last one lives. */
export async function killWorkers(messages: number, deaths: readonly Death[]): Promise<KillFigures> {
  const ground = await openGround();
  const common = { databaseUrl: ground.databaseUrl, redisUrl: ground.redisUrl, concurrency: 4 };
  const held = new Set<string>();
  try {
    await enqueueMany(ground.db, messages);
    await ground.startRelay();
    for (const death of deaths) {
      const worker = await startProcess({ ...common, work: { kind: 'effects', death } });
      if ((await worker.ended) !== 'SIGKILL') throw new Error('a worker did not die where it was told to');
      for (const id of await heldNow(ground)) held.add(id);
    }
    const livesFrom = await clockOf(ground);
    const last = await startProcess({ ...common, work: { kind: 'effects' } });
    await ground.settled();
    last.kill('SIGTERM');
    await last.ended;
    return {
      ...(await countEffects(ground.db, messages)),
      deaths: deaths.length,
      recoveredInSeconds: await secondsToEnd(ground, livesFrom, [...held]),
    };
  } finally {
    await ground.stop();
  }
}

/** The messages that were started and are not finished: those that the dead processes hold. */
async function heldNow({ db }: Ground): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id::text from outbox where starts > 0 and done_at is null and dead_at is null`.execute(db);
  return rows.map(({ id }) => id);
}

async function clockOf({ db }: Ground): Promise<string> {
  const { rows } = await sql<{ at: string }>`select clock_timestamp()::text as at`.execute(db);
  return rows[0]?.at ?? '';
}

async function secondsToEnd({ db }: Ground, from: string, ids: readonly string[]): Promise<number> {
  const { rows } = await sql<{ seconds: number }>`
    select coalesce(extract(epoch from max(done_at) - ${from}::timestamptz), 0)::float as seconds
    from outbox where id = any(${[...ids]}::bigint[])`.execute(db);
  return rows[0]?.seconds ?? 0;
}
