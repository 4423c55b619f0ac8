import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
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

/** The one folder that holds everything local: `TOCSIN_DATA_DIR`, else `.tocsin` in the clone. Made if absent. */
export function dataFolder(): string {
  const wanted = process.env['TOCSIN_DATA_DIR'];
  const folder = wanted ? path.resolve(wanted) : path.join(cloneFolder, '.tocsin');
  mkdirSync(folder, { recursive: true });
  return folder;
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

/** Readers see the old file or the whole new one. */
export function writeAtomically(file: string, content: string | Buffer): void {
  const draft = `${file}.new`;
  writeFileSync(draft, content);
  renameSync(draft, file);
}
