import type { Readable } from 'node:stream';
import { fromBuffer, type Entry, type ZipFile } from 'yauzl';
import { UnreadableDocument } from '../define-source.ts';
import { caps } from './caps.ts';

/** One file of an archive; what it holds is read by walking `stream()`, which fails where it is more or less than it says. */
export interface ZipEntry {
  readonly name: string;
  /** Bytes that it says it unpacks to. */
  readonly size: number;
  readonly stream: () => Promise<Readable>;
}

/** The files of a workbook's archive in their order. Throws `UnreadableDocument` for what is no whole archive. */
export async function zipEntries(bytes: Uint8Array): Promise<readonly ZipEntry[]> {
  const zip = await open(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const entries: ZipEntry[] = [];
  for (let entry = await next(zip); entry; entry = await next(zip)) {
    const one = entry;
    entries.push({ name: one.fileName, size: one.uncompressedSize, stream: () => streamOf(zip, one) });
    if (entries.length > caps.parts)
      throw new UnreadableDocument(`a workbook of more than ${caps.parts} parts`);
  }
  return entries;
}

function open(buffer: Buffer): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    fromBuffer(buffer, { lazyEntries: true, autoClose: false }, (error, zip) => {
      if (error) reject(new UnreadableDocument(`not an XLSX workbook: ${error.message}`));
      else resolve(zip);
    });
  });
}

async function next(zip: ZipFile): Promise<Entry | null> {
  try {
    return await new Promise<Entry | null>((resolve, reject) => {
      zip.once('entry', resolve);
      zip.once('end', () => resolve(null));
      zip.once('error', (error) => reject(broken(error)));
      zip.readEntry();
    });
  } finally {
    zip.removeAllListeners();
  }
}

function streamOf(zip: ZipFile, entry: Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error) reject(broken(error));
      else resolve(stream);
    });
  });
}

/** What went wrong inside an archive, as the refusal of it. */
export function broken(error: unknown): UnreadableDocument {
  if (error instanceof UnreadableDocument) return error;
  return new UnreadableDocument(
    `a broken workbook: ${error instanceof Error ? error.message : String(error)}`,
  );
}
