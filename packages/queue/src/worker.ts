import { setTimeout as wait } from 'node:timers/promises';
import {
  AlreadyFinished,
  buryMessage,
  enqueue,
  failMessage,
  finishMessage,
  LEASE_MS,
  renewLease,
  startMessage,
  type Db,
  type Trx,
} from '@tocsin/db';
import { parseMessage, queues, type QueueMessage, type QueueName } from '@tocsin/messages';
import { reasonOf, Refuse, type Logger } from '@tocsin/runtime';
import { DelayedError, UnrecoverableError, Worker, type Job } from 'bullmq';
import { openGate } from './gate.ts';
import { DEFAULT_PREFIX, type JobContent } from './queues.ts';
import type { Tick } from './schedule.ts';
import { openWorkerRedis } from './redis.ts';

/** Crashed workers are noticed within two of these; BullMQ's default of 30 s takes a minute. */
const LOCK_MS = 5_000;
/** When a message that another handler holds is looked at again. */
const HELD_MS = 1_000;
/** How often Postgres is told of a failure until it has heard. */
const INSIST_MS = 1_000;

export interface Work<Q extends QueueName> {
  readonly message: QueueMessage<Q>;
  readonly outboxId: string;
  /** A process died while it handled this message: what cannot be undone may have been done already. */
  readonly afterDeath: boolean;
  /** Marks the message done: call it in the transaction of the effect, as its last statement. */
  finish(trx: Trx): Promise<void>;
}

interface WorkerOptions<Q extends QueueName> {
  readonly redisUrl: string;
  readonly db: Db;
  readonly logger: Logger;
  readonly concurrency?: number;
  readonly prefix?: string;
  handle(work: Work<Q>): Promise<void>;
}

/**
 * Handles one queue's messages. Redis is told of failures by code, like Postgres. A handler throws `Refuse` for what will never work (put aside at once) and anything
 * else for what may (tried again with growing waits, then put aside). Returns the function that stops it: no new
 * messages, those at work are finished first.
 */
export function startWorker<Q extends QueueName>(queue: Q, options: WorkerOptions<Q>): () => Promise<void> {
  const { db, logger } = options;
  const connection = openWorkerRedis(options.redisUrl);
  const gate = openGate();

  async function work(job: Job<JobContent | Tick>, token?: string): Promise<string> {
    if ('tick' in job.data) return ring(db, queue, job.data);
    const { outboxId } = job.data;
    const message = await parseOrBury(options, queue, job.data);
    const attempt = async (how: 'beside' | 'alone') => {
      const start = await startMessage(db, outboxId, how);
      const finish = (trx: Trx) => finishMessage(trx, outboxId);
      if (start === 'go') await handle({ message, outboxId, afterDeath: how === 'alone', finish });
      return start;
    };
    let start = await gate.beside(() => attempt('beside'));
    if (start === 'suspect') start = await gate.alone(() => attempt('alone'));
    if (start !== 'held') return start;
    await job.moveToDelayed(Date.now() + HELD_MS, token);
    throw new DelayedError();
  }

  async function handle(given: Work<Q>): Promise<void> {
    const lease = setInterval(() => void renew(given.outboxId), LEASE_MS / 3);
    try {
      await options.handle(given);
    } catch (error) {
      await fail(given.outboxId, error);
    } finally {
      clearInterval(lease);
    }
  }

  async function renew(outboxId: string): Promise<void> {
    await renewLease(db, outboxId).catch((error: unknown) =>
      logger.error({ err: error, queue, outboxId }, 'could not renew the lease of a message'),
    );
  }

  async function fail(outboxId: string, error: unknown): Promise<void> {
    if (error instanceof AlreadyFinished) return;
    const reason = reasonOf(error);
    const failures = await insist(() => failMessage(db, outboxId, reason));
    if (!(error instanceof Refuse) && failures < queues[queue].attempts) {
      logger.warn({ err: error, queue, outboxId, failures }, 'a message failed and will be tried again');
      throw new Error(reason);
    }
    await buryMessage(db, outboxId, reason);
    logger.error({ err: error, queue, outboxId }, 'a message was put aside');
    throw new UnrecoverableError(reason);
  }

  /** Postgres may be away: a failure that it is never told of would look like a death of the process. */
  async function insist<T>(tell: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await tell();
      } catch (error) {
        if (worker.closing) throw error;
        logger.warn({ err: error, queue }, 'Postgres cannot be told of a failure now');
        await wait(INSIST_MS);
      }
    }
  }

  const worker = new Worker<JobContent | Tick, string>(queue, work, {
    connection,
    prefix: options.prefix ?? DEFAULT_PREFIX,
    concurrency: options.concurrency ?? queues[queue].concurrency,
    lockDuration: LOCK_MS,
    stalledInterval: LOCK_MS,
    // Postgres counts the crashes of a message and puts it aside; Redis must not give up on its own.
    maxStalledCount: 1_000,
  });
  worker.on('error', (error) => logger.warn({ err: error, queue }, 'the connection to Redis is in trouble'));
  return async () => {
    await worker.close();
    connection.disconnect();
  };
}

async function parseOrBury<Q extends QueueName>(
  { db, logger }: Pick<WorkerOptions<Q>, 'db' | 'logger'>,
  queue: Q,
  content: JobContent,
): Promise<QueueMessage<Q>> {
  try {
    return parseMessage(queue, content.message);
  } catch (error) {
    logger.error(
      { err: error, queue, outboxId: content.outboxId },
      'a message breaks the schema of its queue',
    );
    await buryMessage(db, content.outboxId, 'breaks-schema');
    throw new UnrecoverableError('breaks-schema');
  }
}

/** The clock struck: from here on it is a message like any other, in Postgres. */
async function ring(db: Db, queue: QueueName, { tick }: Tick): Promise<string> {
  const message = parseMessage(queue, tick.message);
  await db.transaction().execute((trx) => enqueue(trx, queue, message, { key: tick.key }));
  return 'rung';
}
