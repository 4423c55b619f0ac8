import { MINUTE_MS } from '@tocsin/domain';
import { readSetting, type Db } from '@tocsin/db';
import { keepAppointments, type Appointment } from '@tocsin/queue';
import { startLoop, type Logger } from '@tocsin/runtime';
import { canaryNotice, sources } from '@tocsin/sources';
import { z } from 'zod';

const EVERY_MS = MINUTE_MS;
const EVERY_MINUTE = '* * * * *';

interface SchedulePorts {
  readonly db: Db;
  readonly redisUrl: string;
  readonly logger: Logger;
  readonly setting: (name: string) => string | undefined;
}

/**
 * Keeps the clocks of the sources that this installation has switched on (`setup`) and has the keys for. Once a
 * minute, so that a source switched on, or a Redis emptied, is noticed without a restart.
 */
export function startSchedule(ports: SchedulePorts): () => Promise<void> {
  const { logger } = ports;
  return startLoop({ name: 'clocks of the sources', everyMs: EVERY_MS, logger, round: () => keep(ports) });
}

async function keep({ db, redisUrl, setting }: SchedulePorts): Promise<void> {
  await keepAppointments(redisUrl, 'ingest', await appointmentsOf(db, setting));
}

/** When each source that is switched on, and has its keys, runs, and the canary where it has an address: times are London's. */
export async function appointmentsOf(
  db: Db,
  setting: SchedulePorts['setting'],
): Promise<readonly Appointment<'ingest'>[]> {
  const on = new Set(z.array(z.string()).parse((await readSetting(db, 'sources')) ?? []));
  const due = sources.filter(({ id, schedule }) => on.has(id) && schedule !== 'manual');
  const able = [...due, canaryNotice].filter(({ needs }) => needs.every((name) => setting(name)));
  return able.map(({ id, schedule }) => ({
    key: id,
    cron: schedule === 'stream' ? EVERY_MINUTE : schedule,
    message: { v: 1, sourceId: id },
  }));
}
