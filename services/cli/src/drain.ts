import { setTimeout as wait } from 'node:timers/promises';
import { countDue, type Db } from '@tocsin/db';

const POLL_MS = { first: 25, longest: 1_000 } as const;

/**
 * Waits until every message has been handled or put aside, by the services that run beside this command, or tried and
 * left for later.
 */
export async function drain(db: Db): Promise<void> {
  for (let ms: number = POLL_MS.first; (await countDue(db)) > 0; ms = Math.min(ms * 1.2, POLL_MS.longest))
    await wait(ms);
}
