import { Redis } from 'ioredis';

/**
 * A connection for putting jobs on queues: it fails at once when Redis is away, so that the relay leaves its rows in
 * Postgres instead of keeping them in memory.
 */
export function openProducerRedis(url: string): Redis {
  return quiet(new Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 1, connectTimeout: 5_000 }));
}

/** A connection for taking jobs off queues: it waits for Redis as long as it takes. */
export function openWorkerRedis(url: string): Redis {
  return quiet(new Redis(url, { maxRetriesPerRequest: null }));
}

/** ioredis reconnects by itself; the commands that failed tell their callers, so the event says nothing more. */
function quiet(redis: Redis): Redis {
  redis.on('error', () => undefined);
  return redis;
}
