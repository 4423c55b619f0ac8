import type { Redis } from 'ioredis';
import { openProducerRedis } from './redis.ts';

const BEAT_MS = 10_000;
const EXPIRY_SECONDS = 30;

function keyOf(service: string): string {
  return `tocsin:heartbeat:${service}`;
}

/** Says every ten seconds that a service is alive; silence for thirty means that it is not. Returns how to stop it. */
export async function startHeartbeat(redisUrl: string, service: string): Promise<() => Promise<void>> {
  const redis = openProducerRedis(redisUrl);
  async function beat(): Promise<void> {
    // Redis being away is told by whoever needs Redis; the next beat tries again.
    await redis.set(keyOf(service), new Date().toISOString(), 'EX', EXPIRY_SECONDS).catch(() => undefined);
  }
  redis.on('ready', () => void beat());
  const timer = setInterval(() => void beat(), BEAT_MS);
  return async () => {
    clearInterval(timer);
    await redis.del(keyOf(service)).catch(() => undefined);
    redis.disconnect();
  };
}

/** When each service was last heard of; null when it is silent. */
export async function readHeartbeats<S extends string>(
  redis: Redis,
  services: readonly S[],
): Promise<Readonly<Record<S, string | null>>> {
  const beats = await redis.mget(services.map(keyOf));
  return Object.fromEntries(services.map((service, at) => [service, beats[at] ?? null])) as Record<
    S,
    string | null
  >;
}
