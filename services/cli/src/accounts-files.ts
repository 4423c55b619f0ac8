import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { documentsInPack, type AccountsFile } from '@tocsin/sources';

const DOCUMENT = /\.(?:x?html?|xml)$/i;
const CHUNK_BYTES = 256 * 1024;

/**
 * Every accounts document at these paths, one at a time: files as given, documents and packs (zip) anywhere below
 * folders. Nothing is written and no file is held whole.
 */
export async function* accountsFiles(paths: readonly string[]): AsyncGenerator<AccountsFile> {
  for (const given of paths) {
    for (const file of await filesAt(given)) {
      if (await isZip(file)) yield* documentsInPack(file);
      else yield { name: path.basename(file), chunks: bytesFrom(file) };
    }
  }
}

async function filesAt(given: string): Promise<string[]> {
  if (!(await stat(given)).isDirectory()) return [given];
  const entries = await readdir(given, { recursive: true, withFileTypes: true });
  return entries
    .filter(({ name }) => DOCUMENT.test(name) || name.toLowerCase().endsWith('.zip'))
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

function bytesFrom(file: string, bytes?: number): AsyncIterable<Uint8Array> {
  return createReadStream(file, {
    highWaterMark: CHUNK_BYTES,
    ...(bytes === undefined ? {} : { end: bytes - 1 }),
  });
}

/** By the first bytes: some documents on the register are HTML under the name of a zip. */
async function isZip(file: string): Promise<boolean> {
  for await (const start of bytesFrom(file, 4)) {
    return start.length === 4 && start[0] === 0x50 && start[1] === 0x4b && start[2] === 0x03;
  }
  return false;
}
