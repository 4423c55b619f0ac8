import { audit, countByState, findDeadLetters, redriveAll, trimOutbox, type Db } from '@tocsin/db';
import { wordsOfReason } from '@tocsin/messages';
import { drain } from './drain.ts';

/** Dead letters that are shown with their reason. */
const SHOWN = 20;

interface QueuesOptions {
  readonly redrive?: boolean;
  readonly trim?: boolean;
}

/**
 * `queues`: where the messages between the services stand. `--redrive` sends those that were put aside again and waits
 * until the services have handled them; `--trim` drops those that were finished a month ago. One JSON line last.
 */
export async function queuesVerb(db: Db, { redrive = false, trim = false }: QueuesOptions): Promise<void> {
  const redriven = redrive ? await redriveAll(db) : 0;
  if (redriven > 0) await drain(db);
  const trimmed = trim ? await trimOutbox(db) : 0;
  if (redriven + trimmed > 0)
    await db.transaction().execute((trx) =>
      audit(trx, {
        council: null,
        actor: 'command line',
        action: 'looked after queues',
        subject: 'outbox',
        detail: { redriven, trimmed },
      }),
    );
  const letters = await findDeadLetters(db, SHOWN);
  for (const { id, queue, message, dead_at: at, reason } of letters)
    process.stdout.write(
      `${queue} ${id}, put aside ${at}: ${wordsOfReason(reason)} ${JSON.stringify(message)}\n`,
    );
  process.stdout.write(`${JSON.stringify({ queues: await countByState(db), redriven, trimmed })}\n`);
}
