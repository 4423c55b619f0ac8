import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Redis } from 'ioredis';

/** At most `requests` in any `perSeconds` seconds. */
export interface Pace {
  readonly requests: number;
  readonly perSeconds: number;
}

/**
 * `background` requests leave a tenth of the pace to the others, and are spread over it, so that the others never have
 * to wait for a whole window that was used up at once.
 */
export type Priority = 'normal' | 'background';

/** Keeps a pace over everyone who asks the same publisher under the same bucket. */
export interface Limiter {
  /** Resolves when one request may go. */
  take(bucket: string, pace: Pace, priority?: Priority): Promise<void>;
  /** Nobody goes for that long: the publisher said so (429, `Retry-After`, no requests left in the window). */
  hold(bucket: string, milliseconds: number): Promise<void>;
}

export interface Clock {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

export const systemClock: Clock = {
  now: Date.now,
  sleep: async (milliseconds) => {
    await wait(milliseconds);
  },
};

/** A request on its way must not fall into the publisher's next window beside a full one of ours. */
const SLACK_MS = 2_000;

function windowOf(pace: Pace): number {
  return pace.perSeconds * 1_000 + Math.min(SLACK_MS, pace.perSeconds * 100);
}

/** So many parts of its window a pace is spread over. */
const PARTS = 10;

/** At most so many requests in each of these spans of milliseconds. */
function spansOf(pace: Pace, priority: Priority): readonly (readonly [span: number, requests: number])[] {
  const span = windowOf(pace);
  if (priority === 'normal') return [[span, pace.requests]];
  const allowance = Math.max(1, Math.floor(pace.requests * 0.9));
  if (allowance < PARTS) return [[span, allowance]];
  return [
    [span, allowance],
    [span / PARTS, Math.floor(allowance / PARTS)],
  ];
}

/** A limiter for one process. */
export function openMemoryLimiter(clock: Clock = systemClock): Limiter {
  const sent = new Map<string, number[]>();
  const heldUntil = new Map<string, number>();
  return {
    async take(bucket, pace, priority = 'normal') {
      for (;;) {
        const now = clock.now();
        const inWindow = (sent.get(bucket) ?? []).filter((at) => at > now - windowOf(pace));
        const free = Math.max(
          heldUntil.get(bucket) ?? now,
          ...spansOf(pace, priority).map(
            ([span, requests]) => (inWindow[inWindow.length - requests] ?? now - span) + span,
          ),
        );
        if (free <= now) {
          inWindow.push(now);
          sent.set(bucket, inWindow);
          return;
        }
        await clock.sleep(free - now);
      }
    },
    hold(bucket, milliseconds) {
      heldUntil.set(bucket, Math.max(heldUntil.get(bucket) ?? 0, clock.now() + milliseconds));
      return Promise.resolve();
    },
  };
}

/**
 * Sliding window: the moments of the requests still in the window. Redis's own clock, so that workers on several
 * machines agree; ARGV[3] overrides it in tests. Behind it stand spans and the requests allowed in each, the window
 * first. Answers 0 (go) or the milliseconds until it is worth asking again.
 */
const TAKE = `
local now = tonumber(ARGV[3])
if now == 0 then local t = redis.call('TIME'); now = t[1] * 1000 + math.floor(t[2] / 1000) end
local held = tonumber(redis.call('GET', KEYS[2]) or '0') - now
if held > 0 then return held end
local window = tonumber(ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - window)
local wait = 0
for at = 4, #ARGV, 2 do
  local blocking = redis.call('ZRANGE', KEYS[1], -tonumber(ARGV[at + 1]), -tonumber(ARGV[at + 1]), 'WITHSCORES')
  if blocking[2] then wait = math.max(wait, math.ceil(tonumber(blocking[2]) + tonumber(ARGV[at]) - now)) end
end
if wait > 0 then return wait end
redis.call('ZADD', KEYS[1], now, ARGV[2])
redis.call('PEXPIRE', KEYS[1], window)
return 0`;

const HOLD = `
local now = tonumber(ARGV[2])
if now == 0 then local t = redis.call('TIME'); now = t[1] * 1000 + math.floor(t[2] / 1000) end
local till = now + tonumber(ARGV[1])
if till > tonumber(redis.call('GET', KEYS[1]) or '0') then redis.call('SET', KEYS[1], till, 'PX', ARGV[1]) end`;

/** A limiter shared by every worker and service on one Redis. Losing Redis's memory costs at most one window's pace. */
export function openRedisLimiter(redis: Redis, clock: Clock = systemClock): Limiter {
  const now = () => (clock === systemClock ? 0 : clock.now());
  return {
    async take(bucket, pace, priority = 'normal') {
      for (;;) {
        const answer = await redis.eval(
          TAKE,
          2,
          `pace:{${bucket}}:sent`,
          `pace:{${bucket}}:held`,
          windowOf(pace),
          randomUUID(),
          now(),
          ...spansOf(pace, priority).flat(),
        );
        const milliseconds = Number(answer);
        if (milliseconds === 0) return;
        await clock.sleep(milliseconds);
      }
    },
    async hold(bucket, milliseconds) {
      await redis.eval(HOLD, 1, `pace:{${bucket}}:held`, Math.max(1, Math.ceil(milliseconds)), now());
    },
  };
}
