import { startValkey } from '@tocsin/infra';
import { openProducerRedis, readHeartbeats, startHeartbeat } from '@tocsin/queue';
import { serverFolder } from './faults-folder.ts';
import { countEffects, enqueueMany, leaveEffect, openGround, timed, type Effects } from './faults.ts';
import { startPages } from './pages-app.ts';
import { plainSuppliers } from './pages-world.ts';
import { until } from './system-wait.ts';

const PRODUCERS = 8;

interface RedisFigures extends Effects {
  readonly kills: number;
  readonly seconds: number;
}

/**
 * Redis is killed with signal 9 while eight producers write, and comes back empty at the same address: `kills` times,
 * each when a further share of the messages has been handled.
 */
export async function killRedis(messages: number, kills: number): Promise<RedisFigures> {
  const { folder, remove } = serverFolder();
  let redis = await startValkey(folder);
  const ground = await openGround({ redisUrl: redis.url });
  const port = Number(new URL(redis.url).port);
  let handled = 0;
  try {
    await ground.startRelay();
    ground.startWorker('score', async (work) => {
      await leaveEffect(ground.db, work);
      handled += 1;
    });
    return await timed(async () => {
      const producing = Promise.all(Array.from({ length: PRODUCERS }, (_, producer) => produce(producer)));
      for (let kill = 1; kill <= kills; kill += 1) {
        await until(() => handled >= (kill * messages) / (2 * kills));
        process.kill(redis.pid, 'SIGKILL');
        await redis.exited;
        redis = await startValkey(folder, { port, kind: redis.kind });
      }
      await producing;
      await ground.settled();
      return { ...(await countEffects(ground.db, messages)), kills };
    });
  } finally {
    await ground.stop();
    await redis.stop();
    remove();
  }

  /** One message a transaction, as handlers write them. */
  async function produce(producer: number): Promise<void> {
    for (let message = producer + 1; message <= messages; message += PRODUCERS)
      await enqueueMany(ground.db, 1, message);
  }
}

interface WithoutRedisFigures extends Effects {
  /** Pages that did not answer 200 while Redis was away. */
  readonly unread: number;
  /** What `/health` said while it was away and afterwards. */
  readonly health: string;
  /** How long each page took meanwhile. */
  readonly readMs: readonly number[];
}

const PAGES = ['/alerts', '/exposure', '/suppliers?q=limited', '/sources', '/national'];

/**
 * Redis is killed and stays away for so many seconds. Pages are read one after the other meanwhile, and messages written
 * as handlers do; then Redis comes back, empty, at the same address.
 */
export async function leaveWithoutRedis(messages: number, awaySeconds: number): Promise<WithoutRedisFigures> {
  const { folder, remove } = serverFolder();
  let redis = await startValkey(folder);
  const producer = openProducerRedis(redis.url);
  const beats = await Promise.all(SERVICES.map((name) => startHeartbeat(redis.url, name)));
  const pages = await startPages(plainSuppliers, 'local', undefined, {
    heartbeats: () => readHeartbeats(producer, SERVICES),
  });
  const ground = await openGround({
    redisUrl: redis.url,
    database: { ...pages.database, drop: async () => undefined },
  });
  const healthOf = async () => (await (await fetch(`${pages.url}/health`)).json()) as Health;
  try {
    await ground.startRelay();
    ground.startWorker('score', (work) => leaveEffect(ground.db, work));
    process.kill(redis.pid, 'SIGKILL');
    await redis.exited;
    const readMs: number[] = [];
    let [unread, written] = [0, 0];
    const began = performance.now();
    const share = () => Math.min(1, (performance.now() - began) / (awaySeconds * 1_000));
    while (share() < 1 || readMs.length < PAGES.length) {
      const due = Math.round(share() * messages) - written;
      await enqueueMany(ground.db, due, written + 1);
      written += due;
      const asked = performance.now();
      const { status } = await fetch(`${pages.url}${PAGES[readMs.length % PAGES.length]}`);
      readMs.push(performance.now() - asked);
      if (status !== 200) unread += 1;
    }
    const away = (await healthOf()).services.redis;
    redis = await startValkey(folder, { port: Number(new URL(redis.url).port), kind: redis.kind });
    await enqueueMany(ground.db, messages - written, written + 1);
    await ground.settled();
    await until(async () => (await healthOf()).services.redis === 'ok');
    return {
      ...(await countEffects(ground.db, messages)),
      unread,
      health: `redis ${away}, then ok`,
      readMs,
    };
  } finally {
    await Promise.all(beats.map((stop) => stop()));
    producer.disconnect();
    await ground.stop();
    await pages.stop();
    await redis.stop();
    remove();
  }
}

const SERVICES = ['ingest', 'scoring', 'notifier'] as const;

interface Health {
  readonly services: { readonly redis: string };
}
