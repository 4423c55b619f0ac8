import { countOpen, findDeadLetters } from '@tocsin/db';
import { startProcess } from './faults-process.ts';
import { countEffects, enqueueMany, openGround } from './faults.ts';
import { until } from './system-wait.ts';

interface PoisonFigures {
  readonly done: number;
  readonly duplicates: number;
  /** Messages put aside, with how many processes died of each. */
  readonly quarantined: Readonly<Record<string, number>>;
  readonly deaths: number;
}

/** Some messages kill whoever handles them; the process is started again each time, as a supervisor does. */
export async function handlePoison(messages: number, poison: readonly string[]): Promise<PoisonFigures> {
  const ground = await openGround();
  const orders = { databaseUrl: ground.databaseUrl, redisUrl: ground.redisUrl, concurrency: 4 };
  let deaths = 0;
  try {
    await enqueueMany(ground.db, messages);
    await ground.startRelay();
    for (;;) {
      const worker = await startProcess({ ...orders, work: { kind: 'effects', poison } });
      await until(async () => worker.isOver() || (await countOpen(ground.db)) === 0);
      if (!worker.isOver()) {
        worker.kill('SIGTERM');
        await worker.ended;
        break;
      }
      deaths += 1;
    }
    const letters = await findDeadLetters(ground.db, messages);
    const { lost, duplicates } = await countEffects(ground.db, messages);
    return {
      done: messages - lost,
      duplicates,
      deaths,
      quarantined: Object.fromEntries(
        letters.map(({ message, dead_reason: reason, starts, failures }) => [
          (message as { supplierIds: readonly string[] }).supplierIds.join(' '),
          reason === 'process-died' ? starts - 1 - failures : 0,
        ]),
      ),
    };
  } finally {
    await ground.stop();
  }
}
