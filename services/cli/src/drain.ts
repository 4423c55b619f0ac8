import { setTimeout as wait } from 'node:timers/promises';
import { countOpen, type Db } from '@tocsin/db';

const POLL_MS = 25;

/** Waits until every message has been handled or put aside, by the services that run beside this command. */
export async function drain(db: Db): Promise<void> {
  while ((await countOpen(db)) > 0) await wait(POLL_MS);
}
