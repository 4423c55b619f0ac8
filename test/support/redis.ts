import { Redis } from 'ioredis';

/** vitest.config.ts allows four workers; Redis has databases 0 to 15. */
export const REDIS_PER_WORKER = 3;

/** Empties one database: the number in the path of the address. */
export async function flushRedis(url: string): Promise<void> {
  await withRedis(url, (redis) => redis.flushdb());
}

/** Tests empty the databases they use: on a given `REDIS_URL` only ones that hold nothing. */
export async function refuseUsedRedis(url: string): Promise<void> {
  const keyspace = await withRedis(url, (redis) => redis.info('keyspace'));
  const used = keyspace.match(/^db[1-9]\d*:/gm);
  if (used) throw new Error(`The Redis given for tests holds data in ${used.join(' ')} empty these first`);
}

async function withRedis<T>(url: string, work: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url);
  try {
    return await work(redis);
  } finally {
    redis.disconnect();
  }
}
