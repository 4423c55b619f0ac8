import type { OutboxRow } from '@tocsin/db';
import { isQueueName, queueNames, queues, type QueueName } from '@tocsin/messages';
import { Queue, type JobState } from 'bullmq';
import { openProducerRedis } from './redis.ts';

export const DEFAULT_PREFIX = '{tocsin}';

/** What travels through Redis: which outbox row, and its message (ids only). */
export interface JobContent {
  readonly outboxId: string;
  readonly message: unknown;
}

/** The five queues as the relay and the sweeper see them. */
export interface Queues {
  /** Puts outbox rows on their queues. Throws, having promised nothing, when Redis is away. */
  add(rows: readonly OutboxRow[]): Promise<void>;
  /** What Redis knows of the last sending of a row; `gone` when it knows nothing. */
  stateOf(row: OutboxRow): Promise<{ state: JobState | 'unknown' | 'gone'; reason: string | undefined }>;
  /** Jobs waiting or at work, by queue. */
  depths(): Promise<Readonly<Record<QueueName, number>>>;
  ping(): Promise<boolean>;
  close(): Promise<void>;
}

/** A name for one sending of one row. BullMQ refuses `:` and all-digit ids. */
function jobId(row: OutboxRow): string {
  return `${row.queue}-${row.id}-${row.sends}`;
}

/** Opens the five queues for sending. */
export function openQueues(redisUrl: string, prefix = DEFAULT_PREFIX): Queues {
  const connection = openProducerRedis(redisUrl);
  const opened = new Map(queueNames.map((name) => [name, open(name)]));
  function open(name: QueueName): Queue<JobContent> {
    const queue = new Queue<JobContent>(name, { connection, prefix });
    queue.on('error', () => undefined);
    return queue;
  }
  function queueOf(row: OutboxRow): Queue<JobContent> {
    const queue = isQueueName(row.queue) ? opened.get(row.queue) : undefined;
    if (!queue) throw new Error(`outbox row ${row.id} names a queue that does not exist: ${row.queue}`);
    return queue;
  }
  return {
    async add(rows) {
      for (const [name, queue] of opened) {
        const jobs = rows.filter((row) => row.queue === name).map(jobOf);
        if (jobs.length > 0) await queue.addBulk(jobs);
      }
    },
    async stateOf(row) {
      const job = await queueOf(row).getJob(jobId(row));
      if (!job) return { state: 'gone', reason: undefined };
      return { state: await job.getState(), reason: job.failedReason };
    },
    async depths() {
      const counts = await Promise.all(
        [...opened].map(
          async ([name, queue]) =>
            [name, await queue.getJobCountByTypes('waiting', 'prioritized', 'active', 'delayed')] as const,
        ),
      );
      return Object.fromEntries(counts) as Record<QueueName, number>;
    },
    async ping() {
      return connection.ping().then(
        () => true,
        () => false,
      );
    },
    async close() {
      await Promise.all([...opened.values()].map((queue) => queue.close()));
      connection.disconnect();
    },
  };
}

function jobOf(row: OutboxRow) {
  const spec = queues[row.queue as QueueName];
  return {
    name: row.queue,
    data: { outboxId: row.id, message: row.message },
    opts: {
      jobId: jobId(row),
      attempts: spec.attempts,
      backoff: { type: 'exponential', delay: spec.backoffMs },
      removeOnComplete: true,
      removeOnFail: { age: 86_400, count: 1_000 },
      ...(row.priority > 0 ? { priority: row.priority } : {}),
    },
  };
}
