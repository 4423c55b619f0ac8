import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { cloneFolder } from '../system/data-folder.ts';

const RECORD = path.join(cloneFolder, 'test', 'bench', 'measured.json');

/** The JSON line of the last kept measurement, by the command that took it. */
export type Measured = Readonly<Record<string, unknown>>;

/** What was kept of every command that measures. */
export function readMeasured(): Measured {
  return readRecord(RECORD);
}

function readRecord(record: string): Measured {
  return existsSync(record) ? JSON.parse(readFileSync(record, 'utf8')) : {};
}

/** What a command was given, without the wish that its last line be kept, and whether that was among it. */
export function keepAsked(given: readonly string[]): {
  readonly args: readonly string[];
  readonly keep: boolean;
} {
  const args = given.filter((argument) => argument !== '--keep');
  return { args, keep: args.length < given.length };
}

/**
 * Runs `npm run <args>` again as a process of its own and, where it ends well, keeps the last line that it prints as
 * what the command measured. Returns its exit code.
 */
export async function keepLastLine(command: string, args: readonly string[]): Promise<number> {
  const bootstrap = path.join(cloneFolder, 'infra', 'local', 'bootstrap.mjs');
  const child = spawn(process.execPath, [bootstrap, ...args], { stdio: ['inherit', 'pipe', 'inherit'] });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  const ended = once(child, 'exit');
  let last = '';
  for await (const line of createInterface({ input: child.stdout })) {
    process.stdout.write(`${line}\n`);
    last = line;
  }
  const [code]: unknown[] = await ended;
  if (code === 0 && last.startsWith('{')) keep(RECORD, { [command]: JSON.parse(last) });
  return typeof code === 'number' ? code : 1;
}

/** Keeps what the tests of faults left in a folder: a line of figures in a file by the number of each. */
export function keepFigures(folder: string): void {
  const lines = readdirSync(folder).map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]);
  keep(path.join(cloneFolder, 'test', 'faults', 'measured.json'), Object.fromEntries(lines));
}

function keep(record: string, lines: Measured): void {
  const kept = { ...readRecord(record), ...lines };
  const sorted = Object.entries(kept).toSorted(([one], [other]) => one.localeCompare(other));
  writeFileSync(record, `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`);
}
