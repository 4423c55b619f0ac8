import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of this clone. */
export const cloneFolder = path.resolve(fileURLToPath(new URL('../../..', import.meta.url)));

/** What a running system tells the commands beside it; in `<data folder>/state.json`. */
export interface RunningState {
  readonly pid: number;
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly webUrl: string;
  readonly smtpUrl: string;
  readonly mailboxDir: string;
}

/**
 * The one folder that holds everything local: `TOCSIN_DATA_DIR`, else `.tocsin` in the clone. Made if absent; only its
 * user can read it.
 */
export function dataFolder(): string {
  const wanted = process.env['TOCSIN_DATA_DIR'];
  const folder = wanted ? path.resolve(wanted) : path.join(cloneFolder, '.tocsin');
  makePrivate(folder);
  return folder;
}

const STICKY = 0o1000;

/**
 * Makes a folder that only its user can read. One of ours that others could read, from an earlier version, is closed;
 * one that was made for all to share is not.
 */
export function makePrivate(folder: string): void {
  // As root, Postgres runs as nobody and has to get through; the files inside are root's alone.
  const mode = process.getuid?.() === 0 ? 0o711 : 0o700;
  mkdirSync(folder, { recursive: true, mode });
  const found = statSync(folder);
  const isOurs = found.uid === process.getuid?.() && (found.mode & STICKY) === 0;
  if (isOurs && (found.mode & 0o777 & ~mode) !== 0) chmodSync(folder, mode);
}

/** Where accepted mail lies; the sink writes it, the mailbox page reads it. */
export function mailboxFolder(folder: string): string {
  return path.join(folder, 'mailbox');
}

/** The state a running system wrote, if its file is there; whether it still runs is the lock's to say. */
export function readState(folder: string): RunningState | undefined {
  try {
    return JSON.parse(readFileSync(stateFile(folder), 'utf8'));
  } catch {
    return undefined;
  }
}

export function writeState(folder: string, state: RunningState): void {
  writeAtomically(stateFile(folder), JSON.stringify(state, null, 2));
}

export function stateFile(folder: string): string {
  return path.join(folder, 'state.json');
}

/** Readers see the old file or the whole new one; nobody but the user can read either. */
export function writeAtomically(file: string, content: string | Buffer): void {
  const draft = `${file}.new`;
  rmSync(draft, { force: true });
  try {
    writeFileSync(draft, content, { mode: 0o600 });
    renameSync(draft, file);
  } catch (error) {
    // What was cut short would take what little space is left.
    rmSync(draft, { force: true });
    throw error;
  }
}
