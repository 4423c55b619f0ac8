import { enqueue, enqueueAll, findDeadLetters, redrive } from '@tocsin/db';
import { SupplierId } from '@tocsin/domain';
import { queues } from '@tocsin/messages';
import type { Work } from '@tocsin/queue';
import { Refuse, Retry } from '@tocsin/runtime';
import type { Queue } from 'bullmq';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
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
    seen.push(work.message.supplierId);
    await leaveEffect(ground.db, work);
  });
  await ground.settled();
  expect(seen).toEqual(['1']);
  const [letter, ...others] = await findDeadLetters(ground.db, 10);
  expect(others).toEqual([]);
  expect(letter).toMatchObject({ starts: 0, dead_reason: expect.stringContaining('supplierId') });
  expect(letter?.dead_reason).toContain('the message breaks the schema of score');
});

test('a sender whose message breaks its schema is told at once, and nothing is stored', async () => {
  const message = { v: 1 as const, supplierId: 'Example Ltd' as SupplierId, asOf: null };
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
    { starts: 1, failures: 1, dead_reason: 'the address bounced' },
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
    { starts: attempts, failures: attempts, dead_reason: 'no answer' },
  ]);
});

test('a dead letter that is sent again really runs, although Redis keeps the job that failed', async () => {
  let mended = false;
  await enqueueMany(ground.db, 1);
  await ground.startRelay();
  ground.startWorker('score', async (work) => {
    if (!mended) throw new Refuse('the key is wrong');
    await leaveEffect(ground.db, work);
  });
  await ground.settled();
  const [letter] = await findDeadLetters(ground.db, 1);
  await until(async () => (await queue.getFailedCount()) === 1);
  const kept = await queue.getFailed();
  expect(kept.map(({ id }) => id)).toEqual([`score-${letter?.id}-1`]);
  mended = true;
  await ground.db.transaction().execute((trx) => redrive(trx, letter?.id ?? ''));
  await ground.settled();
  expect(await countEffects(ground.db, 1)).toEqual({ lost: 0, duplicates: 0 });
  expect(await findDeadLetters(ground.db, 1)).toEqual([]);
  expect((await queue.getFailed()).map(({ id }) => id)).toEqual([`score-${letter?.id}-1`]);
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

test('urgent messages go first, and those of one key while they wait are one', async () => {
  const order: string[] = [];
  const messageOf = (id: string) => ({ v: 1 as const, supplierId: SupplierId.parse(id), asOf: null });
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
      order.push(work.message.supplierId);
      await leaveEffect(ground.db, work);
    },
    1,
  );
  await ground.settled();
  expect(order).toEqual(['2', '3', '1']);
});
