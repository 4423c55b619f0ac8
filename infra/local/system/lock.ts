import { existsSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A process, told apart from a later one with the same number by the moment it began. */
interface Holder {
  readonly pid: number;
  readonly born: string;
}

/**
 * Takes the data folder for this process, atomically; the lock of a process that has ended does not count.
 * Returns the function that gives it back, or undefined while somebody else has it.
 */
export function takeLock(folder: string): (() => void) | undefined {
  const file = path.join(folder, 'lock');
  const draft = path.join(folder, `lock.${process.pid}`);
  writeFileSync(draft, JSON.stringify({ pid: process.pid, born: bornAt(process.pid) } satisfies Holder));
  try {
    if (!link(draft, file) && (isLive(file) || !breakLock(file) || !link(draft, file))) return undefined;
  } finally {
    rmSync(draft);
  }
  return () => rmSync(file, { force: true });
}

/** Whether a live process has the data folder. */
export function isLocked(folder: string): boolean {
  return isLive(path.join(folder, 'lock'));
}

function link(draft: string, file: string): boolean {
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Moves a dead process's lock away; false if somebody else did so first and already has the folder. */
function breakLock(file: string): boolean {
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return true;
  }
  const live = isLive(aside);
  if (live) link(aside, file);
  rmSync(aside);
  return !live;
}

function isLive(file: string): boolean {
  const holder = read(file);
  return holder !== undefined && isRunning(holder.pid) && bornAt(holder.pid) === holder.born;
}

function read(file: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, as somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Start time in clock ticks since boot, from Linux; elsewhere only the number tells processes apart. */
function bornAt(pid: number): string {
  const stat = `/proc/${pid}/stat`;
  if (!existsSync(stat)) return '';
  // The second field is the program's name in brackets and may hold spaces; the start time is the 22nd.
  const afterName = readFileSync(stat, 'utf8').split(') ').at(-1) ?? '';
  return afterName.split(' ')[19] ?? '';
}
