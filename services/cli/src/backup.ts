import { readFileSync } from 'node:fs';
import { backup, noteBackup, openDatabase, restore } from '@tocsin/db';

interface BackupOptions {
  readonly passphraseFile?: string;
}

/**
 * `backup <folder>`: all rows as of one moment, while the services go on. `adminUrl` signs in as the administrator of the
 * database. One JSON line last.
 */
export async function backupVerb(adminUrl: string, folder: string, options: BackupOptions): Promise<void> {
  const began = performance.now();
  const report = await backup(adminUrl, folder, passphraseIn(options));
  if (!report.encrypted)
    process.stderr.write(
      `${folder} holds councils’ private rows as they are: keep it where nobody else reads it, or take it with --passphrase-file\n`,
    );
  await note(adminUrl);
  process.stdout.write(`${JSON.stringify({ folder, ...report, seconds: secondsSince(began) })}\n`);
}

/** That it was taken stands in the database, so that its absence is noticed. */
async function note(adminUrl: string): Promise<void> {
  const db = openDatabase(adminUrl, { max: 1 });
  try {
    await noteBackup(db, new Date().toISOString());
  } finally {
    await db.destroy();
  }
}

/**
 * `restore <folder>`: puts a backup into an empty database while no service runs. Says how long it took (the time to
 * recover) and how old the backup is (what was lost since). One JSON line last.
 */
export async function restoreVerb(adminUrl: string, folder: string, options: BackupOptions): Promise<void> {
  const began = performance.now();
  const report = await restore(adminUrl, folder, passphraseIn(options));
  const rtoSeconds = secondsSince(began);
  const rpoSeconds = Math.round((Date.now() - Date.parse(report.takenAt)) / 1_000);
  process.stderr.write(
    `every table is as it was saved at ${report.takenAt}; what happened after that is not in it, and a mail sent after that is sent again\n`,
  );
  process.stdout.write(`${JSON.stringify({ folder, ...report, rpoSeconds, rtoSeconds })}\n`);
}

function passphraseIn({ passphraseFile }: BackupOptions): string | undefined {
  if (passphraseFile === undefined) return undefined;
  const passphrase = readFileSync(passphraseFile, 'utf8').trim();
  if (passphrase === '') throw new Error(`${passphraseFile} is empty: it is to hold the passphrase`);
  return passphrase;
}

function secondsSince(began: number): number {
  return Math.round((performance.now() - began) / 100) / 10;
}
