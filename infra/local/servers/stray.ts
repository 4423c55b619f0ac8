import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 50;
const PATIENCE_MS = 10_000;

/**
 * Clears the way for a new postmaster on this data: a server that outlived its parent is stopped, and a pid file whose
 * number now belongs to some other program, which Postgres would respect, is removed.
 */
export async function stopStray(data: string): Promise<void> {
  const pidFile = path.join(data, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10);
  if (Number.isNaN(pid) || !commandLine(pid).includes(data)) {
    rmSync(pidFile, { force: true });
    return;
  }
  process.kill(pid, 'SIGINT');
  for (let waited = 0; commandLine(pid).includes(data); waited += POLL_MS) {
    if (waited === PATIENCE_MS) process.kill(pid, 'SIGKILL');
    await delay(POLL_MS);
  }
}

/** The command line of a process, or nothing if there is no such process. */
function commandLine(pid: number): string {
  if (!existsSync('/proc/self/cmdline')) {
    return spawnSync('ps', ['-p', String(pid), '-o', 'args='], { encoding: 'utf8' }).stdout ?? '';
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}
