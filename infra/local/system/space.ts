import { statfs } from 'node:fs/promises';
import { startLoop } from '@tocsin/runtime';

const LOW_BYTES = 64 * 1024 * 1024;
const EVERY_MS = 10_000;

/**
 * Says once that little space is left on the disk of a folder, before and while things fail for it, and once that there
 * is space again. Returns the function that stops it.
 */
export function watchSpace(folder: string, say: (sentence: string) => void): () => Promise<void> {
  const look = lookAtSpace(folder, say);
  return startLoop({
    name: 'look at the disk',
    everyMs: EVERY_MS,
    logger: { error: () => undefined },
    round: look,
  });
}

/** One look at a time; `freeBytes` asks the disk, and of one that does not answer nothing is said. */
export function lookAtSpace(
  folder: string,
  say: (sentence: string) => void,
  freeBytes = freeOn,
): () => Promise<void> {
  let low = false;
  return async () => {
    const free = await freeBytes(folder).catch(() => undefined);
    if (free === undefined || low === free < LOW_BYTES) return;
    low = !low;
    if (low)
      say(
        `only ${Math.floor(free / 1024 / 1024)} MB are left on the disk of ${folder}: without space nothing can be ` +
          'stored, and parts may end. Make space: what ended is then started again, and nothing accepted is lost',
      );
    else say(`there is space again on the disk of ${folder}`);
  };
}

async function freeOn(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
