import { enqueue, enqueueAll, findDeadLetters } from '@tocsin/db';
import { SupplierId } from '@tocsin/domain';
import { queues } from '@tocsin/messages';
import type { Work } from '@tocsin/queue';
import { Refuse, Retry } from '@tocsin/runtime';
import type { Queue } from 'bullmq';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { redriveKept } from '../support/faults-redrive.ts';
import {
  countEffects,
  enqueueMany,
  leaveEffect,
  openGround,
  openRawQueue,
  type Ground,
} from '../support/faults.ts';
import { until } from '../support/system-wait.ts';

let ground: Ground;
let queue: Queue;
beforeEach(async () => {
  ground = await openGround();
  queue = openRawQueue(ground, 'score');
});
afterEach(async () => {
  await queue.close();
  await ground.stop();
});

test('a message that breaks its schema is a dead letter with its reason, and no handler sees it', async () => {
  const seen: string[] = [];
  await sql`insert into outbox (queue, message) values ('score', '{"v":1,"supplierId":"Example Ltd","asOf":null}')`.execute(
    ground.db,
  );
  await enqueueMany(ground.db, 1);
  await ground.startRelay();
  ground.startWorker('score', async (work) => {
    seen.push(...work.message.supplierIds);
    await leaveEffect(ground.db, work);
  });
  await ground.settled();
  expect(seen).toEqual(['1']);
  const [letter, ...others] = await findDeadLetters(ground.db, 10);
  expect(others).toEqual([]);
  expect(letter).toMatchObject({ starts: 0, dead_reason: 'breaks-schema' });
});

test('a sender whose message breaks its schema is told at once, and nothing is stored', async () => {
  const message = { v: 2 as const, supplierIds: ['Example Ltd' as SupplierId], asOf: null };
  const sent = ground.db.transaction().execute((trx) => enqueue(trx, 'score', message));
  await expect(sent).rejects.toThrow(/supplierId/);
  expect(await sql`select 1 from outbox`.execute(ground.db)).toMatchObject({ rows: [] });
});

test('what is refused is put aside after one try, with the reason', async () => {
  await enqueueMany(ground.db, 1);
  await ground.startRelay();
  ground.startWorker('score', async () => {
    throw new Refuse('the address bounced');
  });
  await ground.settled();
  expect(await findDeadLetters(ground.db, 10)).toMatchObject([
    { starts: 1, failures: 1, dead_reason: 'refused' },
  ]);
});

test('what may work later is tried again with growing waits, then put aside', async () => {
  await enqueueMany(ground.db, 1);
  await ground.startRelay();
  ground.startWorker('score', async () => {
    throw new Retry('no answer');
  });
  const { attempts, backoffMs } = queues.score;
  const waits: number[] = [];
  for (let attempt = 1; attempt < attempts; attempt += 1) {
    await until(async () => (await queue.getDelayedCount()) === 1);
    const [job] = await queue.getDelayed();
    waits.push(job?.delay ?? 0);
    await job?.promote();
  }
  await ground.settled();
  expect(waits).toEqual([1, 2, 4, 8].map((factor) => factor * backoffMs));
  expect(await findDeadLetters(ground.db, 10)).toMatchObject([
    { starts: attempts, failures: attempts, dead_reason: 'failed-each-time' },
  ]);
});

test('dead letters that are sent again really run, although Redis keeps the jobs that failed', async () => {
  expect(await redriveKept(3)).toEqual({ lost: 0, duplicates: 0, kept: 3 });
});

test('a handler whose message was finished elsewhere undoes what it did', async () => {
  await enqueueMany(ground.db, 1);
  await ground.startRelay();
  const both: Work<'score'>[] = [];
  ground.startWorker('score', async (work) => {
    both.push(work);
    await leaveEffect(ground.db, work);
    await leaveEffect(ground.db, work);
  });
  await ground.settled();
  expect(both).toHaveLength(1);
  expect(await countEffects(ground.db, 1)).toEqual({ lost: 0, duplicates: 0 });
});

test('a message that Redis gives to three workers at once is handled by one and blamed for nothing', async () => {
  await enqueueMany(ground.db, 1);
  await ground.startRelay();
  let handlers = 0;
  const handle = async (work: Work<'score'>) => {
    handlers += 1;
    for (const twin of ['a', 'b'])
      await queue.add('score', { outboxId: work.outboxId, message: work.message }, { jobId: `twin-${twin}` });
    await until(async () => (await queue.getDelayedCount()) === 2);
    await leaveEffect(ground.db, work);
  };
  for (let worker = 0; worker < 3; worker += 1) ground.startWorker('score', handle);
  await ground.settled();
  expect(handlers).toBe(1);
  expect(await countEffects(ground.db, 1)).toEqual({ lost: 0, duplicates: 0 });
  expect(await findDeadLetters(ground.db, 1)).toEqual([]);
});

test('urgent messages go first, and those of one key while they wait are one', async () => {
  const order: string[] = [];
  const messageOf = (id: string) => ({ v: 2 as const, supplierIds: [SupplierId.parse(id)], asOf: null });
  await ground.db.transaction().execute((trx) =>
    enqueueAll(trx, 'score', [
      { message: messageOf('1'), key: '1:', priority: 5 },
      { message: messageOf('2'), key: '2:', priority: 5 },
      { message: messageOf('3'), key: '3:' },
    ]),
  );
  await ground.db.transaction().execute((trx) => enqueue(trx, 'score', messageOf('2'), { key: '2:' }));
  await ground.startRelay();
  ground.startWorker(
    'score',
    async (work) => {
      order.push(...work.message.supplierIds);
      await leaveEffect(ground.db, work);
    },
    1,
  );
  await ground.settled();
  expect(order).toEqual(['2', '3', '1']);
});
