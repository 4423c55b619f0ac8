import { callListener, operatorWays } from '@tocsin/channels';
import { openPulse, type Db } from '@tocsin/db';
import { SECOND_MS } from '@tocsin/domain';
import { openProducerRedis, readHeartbeats } from '@tocsin/queue';
import { orEnd, type Logger, type Settings } from '@tocsin/runtime';
import type { openClocks } from './http.ts';
import { startWatching, watchedCauses, type WatchPorts } from './watch-system.ts';

/** Services beside this one that say that they live. */
const OTHERS = ['scoring', 'notifier'] as const;
/** How long Postgres is waited for before it counts as away. */
const PULSE_MS = 10 * SECOND_MS;

interface Watched extends Pick<WatchPorts, 'now' | 'setting'> {
  readonly db: Db;
  readonly logger: Logger;
  readonly redis: ReturnType<typeof openProducerRedis>;
  readonly clocks: ReturnType<typeof openClocks>;
}

/** Watches over the system as the settings say. Returns the function that stops it. */
export async function watchSystemBySettings(
  settings: Settings,
  watched: Watched,
): Promise<() => Promise<void>> {
  const { redis, clocks, ...ports } = watched;
  const pulse = openPulse(settings.DATABASE_URL);
  const { ALARM_PING_URL: listener } = settings;
  const stop = startWatching({
    ...ports,
    pulse: () => within(pulse.ask(), PULSE_MS),
    heartbeats: () => readHeartbeats(redis, OTHERS),
    publishersClocks: clocks.known,
    disks: settings.WATCH_DISKS.split(',').map((path) => path.trim()),
    publicUrl: settings.PUBLIC_URL ?? `http://localhost:${settings.PORT}`,
    ways: operatorWays(settings),
    callListener: listener === undefined ? null : () => callListener(listener),
    causes: await orEnd(() => watchedCauses(settings.ALARMS_OFF)),
  });
  return async () => {
    await stop();
    await pulse.close();
  };
}

async function within(answer: Promise<void>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  });
  await Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
