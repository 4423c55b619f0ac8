import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { keyOf, noneThere, storedAs } from './sealed-file.ts';

const FILE = 'manifest.json';

/** What a backup says of itself; written last, so that a folder without it is no finished backup. */
const Manifest = z.object({
  format: z.literal(1),
  /** Everything committed before this moment is in it, and nothing after. */
  takenAt: z.iso.datetime(),
  /** The migrations that the database had run: its schema's version. */
  migrations: z.array(z.string()).min(1),
  /** Of the passphrase's key; null where nothing is encrypted. */
  salt: z.string().nullable(),
  tables: z.array(
    z.object({
      name: z.string(),
      columns: z.array(z.string()),
      rows: z.string(),
      checksum: z.string(),
      bytes: z.number(),
      sha256: z.string(),
    }),
  ),
  sequences: z.array(z.object({ name: z.string(), last: z.string(), called: z.boolean() })),
});
export type Manifest = z.infer<typeof Manifest>;

const Sealed = z.object({ manifest: z.unknown(), sha256: z.string(), mac: z.string().nullable() });

/** A backup whose every file is as it was written. */
export interface CheckedBackup {
  readonly manifest: Manifest;
  readonly key: Buffer | undefined;
}

/** The file that holds the rows of a table. */
export function tableFile(folder: string, table: string): string {
  return path.join(folder, `${table}.copy`);
}

export async function writeManifest(
  folder: string,
  manifest: Manifest,
  key: Buffer | undefined,
): Promise<void> {
  const body = JSON.stringify(manifest);
  const sealed = { manifest, sha256: hashOf(body), mac: key === undefined ? null : macOf(body, key) };
  const text = `${JSON.stringify(sealed, null, 1)}\n`;
  await writeFile(path.join(folder, FILE), text, { flag: 'wx', mode: 0o600, flush: true });
}

/**
 * Reads a backup and compares every file with what was written. Throws a sentence for the operator where it is unfinished,
 * cut, changed, of another format, or the passphrase is missing or another.
 */
export async function checkBackup(folder: string, passphrase: string | undefined): Promise<CheckedBackup> {
  const { manifest, body, mac } = await readManifest(folder);
  const key = await keyFor(manifest, body, mac, passphrase);
  for (const { name, bytes, sha256 } of manifest.tables) {
    const file = tableFile(folder, name);
    const found = await storedAs(file);
    if (found === undefined) throw new Error(`${file} is missing. ${NOTHING_CHANGED}`);
    if (found.bytes !== bytes)
      throw new Error(`${file} has ${found.bytes} bytes instead of ${bytes}. ${NOTHING_CHANGED}`);
    if (found.sha256 !== sha256) throw new Error(`${file} was changed. ${NOTHING_CHANGED}`);
  }
  return { manifest, key };
}

export const NOTHING_CHANGED = 'Nothing was restored, and the database is as it was.';

async function readManifest(
  folder: string,
): Promise<{ readonly manifest: Manifest; readonly body: string; readonly mac: string | null }> {
  const file = path.join(folder, FILE);
  const text = await readFile(file, 'utf8').catch(noneThere);
  if (text === undefined)
    throw new Error(
      `${folder} holds no finished backup: there is no ${FILE}, which is written last. ${NOTHING_CHANGED}`,
    );
  const sealed = Sealed.safeParse(jsonOf(text));
  const body = JSON.stringify(sealed.data?.manifest);
  if (!sealed.success || hashOf(body) !== sealed.data.sha256)
    throw new Error(`${file} was cut or changed. ${NOTHING_CHANGED}`);
  const manifest = Manifest.safeParse(sealed.data.manifest);
  if (!manifest.success)
    throw new Error(`${file} is of another format than this version of Tocsin reads. ${NOTHING_CHANGED}`);
  return { manifest: manifest.data, body, mac: sealed.data.mac };
}

async function keyFor(
  { salt }: Manifest,
  body: string,
  mac: string | null,
  passphrase: string | undefined,
): Promise<Buffer | undefined> {
  if (salt === null) return undefined;
  if (passphrase === undefined)
    throw new Error(
      `The backup is encrypted: name the file with its passphrase by --passphrase-file. ${NOTHING_CHANGED}`,
    );
  const key = await keyOf(passphrase, Buffer.from(salt, 'hex'));
  const expected = Buffer.from(macOf(body, key), 'hex');
  const given = Buffer.from(mac ?? '', 'hex');
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    throw new Error(`The passphrase is not the one of this backup. ${NOTHING_CHANGED}`);
  return key;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function hashOf(body: string | undefined): string {
  return createHash('sha256')
    .update(body ?? '')
    .digest('hex');
}

function macOf(body: string, key: Buffer): string {
  return createHmac('sha256', key).update(body).digest('hex');
}
