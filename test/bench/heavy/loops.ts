import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { sleep } from './burst.ts';

/** What a watched program has told last: how often it was asked, and how late its loop was between the last two times. */
const Told = z.object({
  pid: z.number(),
  turns: z.number(),
  lateMs: z.number().optional(),
  worstMs: z.number().optional(),
});

/** How late a loop was in all but a thousandth of the time, and at the worst, in milliseconds. */
export interface Lateness {
  readonly lateMs: number;
  readonly worstMs: number;
}

const watcher = new URL('./watch-loop.mjs', import.meta.url);

/** Runs `start` so that the loops of the programs that it starts can be watched; what they tell lies in the folder. */
export async function startWatched<T>(folder: string, start: () => Promise<T>): Promise<T> {
  mkdirSync(folder, { recursive: true });
  const before = process.env['NODE_OPTIONS'];
  process.env['NODE_OPTIONS'] = `${before ?? ''} --import=${watcher.href}`.trim();
  process.env['TOCSIN_BENCH_LOOPS'] = folder;
  try {
    return await start();
  } finally {
    delete process.env['TOCSIN_BENCH_LOOPS'];
    if (before === undefined) delete process.env['NODE_OPTIONS'];
    else process.env['NODE_OPTIONS'] = before;
  }
}

const IDLE = 'idle';

/**
 * Watches the loops of running programs while work is done, beside that of a process that has nothing to do. Returns
 * how late each was, by name; `idle` is that process.
 */
export async function watchLoops(
  folder: string,
  names: readonly string[],
  work: () => Promise<unknown>,
): Promise<ReadonlyMap<string, Lateness>> {
  const idle = startIdle(folder);
  const watched = [...names, IDLE];
  try {
    await Promise.all(watched.map((name) => ask(folder, name)));
    await work();
    const seen = await Promise.all(watched.map((name) => ask(folder, name)));
    return new Map(
      seen.map(({ lateMs = Number.NaN, worstMs = Number.NaN }, at) => [
        watched[at] ?? '',
        { lateMs, worstMs },
      ]),
    );
  } finally {
    idle.kill('SIGKILL');
  }
}

function startIdle(folder: string) {
  const program = path.join(folder, IDLE, 'main.mjs');
  mkdirSync(path.dirname(program), { recursive: true });
  writeFileSync(program, 'process.stdin.resume();\n');
  return spawn(process.execPath, ['--import', watcher.href, program], {
    env: { ...process.env, TOCSIN_BENCH_LOOPS: folder },
    stdio: ['pipe', 'inherit', 'inherit'],
  });
}

/** Signals a program once it is there, and waits for what it tells. */
async function ask(folder: string, name: string): Promise<z.infer<typeof Told>> {
  const file = path.join(folder, `${name}.json`);
  const { pid, turns } = await until(`${name} is there`, () => read(file));
  process.kill(pid, 'SIGUSR2');
  return until(`${name} tells of its loop`, () => {
    const told = read(file);
    return told && told.turns > turns ? told : undefined;
  });
}

function read(file: string): z.infer<typeof Told> | undefined {
  try {
    return Told.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

const PATIENCE_MS = 30_000;

/** What `look` finds, as soon as it finds something. */
export async function until<T>(what: string, look: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const patience = performance.now() + PATIENCE_MS;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > patience) throw new Error(`waited in vain until ${what}`);
    await sleep(20);
  }
}
