import { statfs } from 'node:fs/promises';

const LOW_BYTES = 64 * 1024 * 1024;
const EVERY_MS = 10_000;

/**
 * Says once that little space is left on the disk of a folder, before and while things fail for it, and once that there
 * is space again. `freeBytes` asks the disk. Returns one look, for whoever wants it at once, and the end of the watch.
 */
export function watchSpace(
  folder: string,
  say: (sentence: string) => void,
  freeBytes = freeOn,
): { readonly look: () => Promise<void>; readonly stop: () => void } {
  let low = false;
  async function look(): Promise<void> {
    const free = await freeBytes(folder).catch(() => undefined);
    if (free === undefined || low === free < LOW_BYTES) return;
    low = !low;
    if (low)
      say(
        `only ${Math.floor(free / 1024 / 1024)} MB are left on the disk of ${folder}: without space nothing can be ` +
          'stored, and parts may end. Make space: what ended is then started again, and nothing accepted is lost',
      );
    else say(`there is space again on the disk of ${folder}`);
  }
  void look();
  const timer = setInterval(() => void look(), EVERY_MS);
  timer.unref();
  return { look, stop: () => clearInterval(timer) };
}

async function freeOn(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
