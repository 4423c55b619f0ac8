import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { onServer } from '../admin.ts';
import { FULL, SPACE } from '../faults-postgres.ts';
import type { Stand } from './stand.ts';
import type { Strike } from './strikes.ts';

/** Strikes at its moment, and heals what lasts; what strikes something that is already struck comes beside. */
export async function strikeAt(stand: Stand, strike: Strike): Promise<void> {
  await pause(strike.at);
  switch (strike.kind) {
    case 'kill':
      return stand.signal(strike.what, 'SIGKILL');
    case 'stop':
      return stand.signal(strike.what, 'SIGTERM');
    case 'freeze': {
      // Whoever was started in its place meanwhile is not frozen.
      const pids = stand.pidsOf(strike.what);
      stand.signal(strike.what, 'SIGSTOP');
      await pause(strike.forMs);
      return stand.goOn(pids);
    }
    case 'skew': {
      stand.skew(strike.what, strike.byMs);
      stand.signal(strike.what, 'SIGKILL');
      await pause(strike.forMs);
      stand.skew(strike.what, 0);
      return stand.signal(strike.what, 'SIGKILL');
    }
    case 'cut':
    case 'hole':
    case 'slow': {
      const line = stand.lines[strike.line];
      if (strike.kind === 'cut') line.cut();
      else if (strike.kind === 'hole') line.swallow();
      else line.slow(SLOW_MS);
      await pause(strike.forMs);
      return line.mend();
    }
    case 'full': {
      await (strike.what === 'postgres' ? fillPostgres(stand, FULL) : fillRedis(stand, FULL_REDIS));
      await pause(strike.forMs);
      return strike.what === 'postgres' ? fillPostgres(stand, SPACE) : fillRedis(stand, ROOM);
    }
    case 'flush':
      return withRedis(stand, (redis) => redis.flushall());
  }
}

const SLOW_MS = 150;
/** Bytes that it may hold: none are left, and nothing is thrown out for others. */
const [FULL_REDIS, ROOM] = ['1', '0'];

/** Where Postgres is away there is nothing to fill; what it refuses is taken back before it may be filled again. */
async function fillPostgres({ adminUrl }: Stand, statement: string): Promise<void> {
  for (;;) {
    try {
      return await onServer(adminUrl, statement);
    } catch (error) {
      if (statement === FULL || (error instanceof Error && /does not exist/.test(error.message))) return;
      await pause(AGAIN_MS);
    }
  }
}

const AGAIN_MS = 200;

function fillRedis(stand: Stand, bytes: string): Promise<void> {
  return withRedis(stand, (redis) => redis.config('SET', 'maxmemory', bytes));
}

/** Where Redis is away it comes back empty and with room. */
async function withRedis({ redisUrl }: Stand, work: (redis: Redis) => Promise<unknown>): Promise<void> {
  const redis = new Redis(redisUrl, {
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
    lazyConnect: true,
  });
  redis.on('error', () => undefined);
  await redis
    .connect()
    .then(() => work(redis))
    .catch(() => undefined);
  redis.disconnect();
}
