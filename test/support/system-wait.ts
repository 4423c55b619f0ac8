import { setTimeout as pause } from 'node:timers/promises';

const LOOK_AGAIN_MS = 25;

/** Waits for a condition and for nothing else; the test's own limit ends a wait that is in vain. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await pause(LOOK_AGAIN_MS);
}
