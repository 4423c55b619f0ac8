import type { QueueMessage, QueueName } from '@tocsin/messages';
import { Queue } from 'bullmq';
import { DEFAULT_PREFIX } from './queues.ts';
import { openProducerRedis } from './redis.ts';

/** A message that falls due by the clock. */
export interface Appointment<Q extends QueueName> {
  /** Names the appointment, and the message while it waits: two ticks of a slow source are one run. */
  readonly key: string;
  readonly cron: string;
  readonly message: QueueMessage<Q>;
}

/** What a scheduler's job carries: a bell only. The worker that hears it writes the message to the outbox. */
export interface Tick {
  readonly tick: { readonly key: string; readonly message: unknown };
}

/**
 * Makes the appointments of one queue the given ones: idempotent, so it is called at boot and again every minute, and
 * a Redis that was emptied has its clock back. Times are London's.
 */
export async function keepAppointments<Q extends QueueName>(
  redisUrl: string,
  queue: Q,
  appointments: readonly Appointment<Q>[],
  prefix = DEFAULT_PREFIX,
): Promise<void> {
  const connection = openProducerRedis(redisUrl);
  const opened = new Queue<Tick>(queue, { connection, prefix });
  opened.on('error', () => undefined);
  try {
    await opened.waitUntilReady();
    for (const { key, cron, message } of appointments) {
      const job = {
        name: queue,
        data: { tick: { key, message } },
        opts: { removeOnComplete: true, removeOnFail: true },
      };
      await opened.upsertJobScheduler(key, { pattern: cron, tz: 'Europe/London' }, job);
    }
    const wanted = new Set(appointments.map(({ key }) => key));
    for (const { key } of await opened.getJobSchedulers())
      if (!wanted.has(key)) await opened.removeJobScheduler(key);
  } finally {
    await opened.close();
    connection.disconnect();
  }
}
