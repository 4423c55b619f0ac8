import { createCipheriv, createDecipheriv, createHash, randomBytes, scrypt } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createGunzip, createGzip } from 'node:zlib';

/** As OWASP asks of scrypt: 128 MB for each guess. */
const COST = { N: 2 ** 17, r: 8, p: 1, maxmem: 2 ** 28 };
const KEY_BYTES = 32;
const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

const derive = promisify<string, Buffer, number, typeof COST, Buffer>(scrypt);

/** The key that a passphrase gives with the salt of a backup. */
export function keyOf(passphrase: string, salt: Buffer): Promise<Buffer> {
  return derive(passphrase.normalize('NFC'), salt, KEY_BYTES, COST);
}

/** A file as it lies there. */
export interface Stored {
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * Writes what `from` gives into a new file that only its owner can read: gzip, and with a key AES-256-GCM around it, bound
 * to `name`, as initialisation vector, ciphertext, tag. It is on the disk when this returns.
 */
export async function writeSealed(
  file: string,
  name: string,
  from: Readable,
  key: Buffer | undefined,
): Promise<Stored> {
  const hash = createHash('sha256');
  let bytes = 0;
  async function* counted(parts: AsyncIterable<Buffer>) {
    for await (const part of parts) {
      hash.update(part);
      bytes += part.length;
      yield part;
    }
  }
  async function* sealed(parts: AsyncIterable<Buffer>) {
    if (key === undefined) return yield* parts;
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(CIPHER, key, iv).setAAD(Buffer.from(name));
    yield iv;
    for await (const part of parts) yield cipher.update(part);
    yield cipher.final();
    yield cipher.getAuthTag();
  }
  const goal = createWriteStream(file, { flags: 'wx', mode: 0o600, flush: true });
  await pipeline(from, createGzip({ level: 1 }), sealed, counted, goal);
  return { bytes, sha256: hash.digest('hex') };
}

/** Sends what a sealed file holds into `into`; rejects when it is not what was written under this name and key. */
export async function readSealed(
  file: string,
  name: string,
  into: Writable,
  key: Buffer | undefined,
): Promise<void> {
  if (key === undefined) return pipeline(createReadStream(file), createGunzip(), into);
  const { size } = await stat(file);
  const handle = await open(file);
  const iv = Buffer.alloc(IV_BYTES);
  const tag = Buffer.alloc(TAG_BYTES);
  try {
    await handle.read(iv, 0, IV_BYTES, 0);
    await handle.read(tag, 0, TAG_BYTES, size - TAG_BYTES);
  } finally {
    await handle.close();
  }
  const decipher = createDecipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(name))
    .setAuthTag(tag);
  const ciphertext = createReadStream(file, { start: IV_BYTES, end: size - TAG_BYTES - 1 });
  await pipeline(ciphertext, decipher, createGunzip(), into);
}

/** What reading a file gives where there is none; that it may not be read, or the disk is broken, is another matter. */
export function noneThere(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}

/** Size and SHA-256 of a file; undefined where there is none. */
export async function storedAs(file: string): Promise<Stored | undefined> {
  const found = await stat(file).catch(noneThere);
  if (found === undefined) return undefined;
  const hash = createHash('sha256');
  for await (const part of createReadStream(file)) hash.update(part);
  return { bytes: found.size, sha256: hash.digest('hex') };
}
