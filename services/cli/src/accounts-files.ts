import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { fromBuffer, open, type Entry, type ZipFile } from 'yauzl';

/** One document, or a member of a pack that could not be unpacked. */
export type AccountsFile =
  | { readonly name: string; readonly bytes: Uint8Array }
  | { readonly name: string; readonly refused: string };

/** A monthly pack holds some 300,000 members; an inline image of 1.4 MB has been seen in one. */
const MOST_MEMBERS = 1_000_000;
const MOST_BYTES = 64 * 1_048_576;
/** Companies House's stand-in for a document that is not there: 30 bytes of `ATTACHMENTPLACEHOLDER`. */
const PLACEHOLDER = /^ATTACHMENTPLACEHOLDER/;
const DOCUMENT = /\.(html?|xhtml|xml)$/i;
/** A community interest company files its report beside its accounts. */
const REPORT = /(^|\/)cic34\//i;

/** Every accounts document under files and folders, and inside packs (zip), one at a time. Nothing is written. */
export async function* accountsFiles(paths: readonly string[]): AsyncGenerator<AccountsFile> {
  for (const given of paths) {
    for (const file of await filesUnder(given)) {
      if (file.toLowerCase().endsWith('.zip')) yield* membersOfPack(file);
      else if (DOCUMENT.test(file)) yield { name: path.basename(file), bytes: await readFile(file) };
    }
  }
}

async function filesUnder(given: string): Promise<string[]> {
  if (!(await stat(given)).isDirectory()) return [given];
  const entries = await readdir(given, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

async function* membersOfPack(file: string): AsyncGenerator<AccountsFile> {
  let zip: ZipFile;
  try {
    zip = await openPack((done) => open(file, { lazyEntries: true, autoClose: false }, done));
  } catch {
    // Some members and files are HTML under the name of a zip.
    yield { name: path.basename(file), bytes: await readFile(file) };
    return;
  }
  yield* members(zip, path.basename(file));
  zip.close();
}

async function* members(zip: ZipFile, pack: string): AsyncGenerator<AccountsFile> {
  let seen = 0;
  for (let entry = await nextEntry(zip); entry; entry = await nextEntry(zip)) {
    seen += 1;
    if (seen > MOST_MEMBERS) {
      yield { name: pack, refused: `more than ${MOST_MEMBERS} members: the rest was not read` };
      return;
    }
    const { fileName } = entry;
    const isNested = fileName.toLowerCase().endsWith('.zip');
    if (REPORT.test(fileName) || !(isNested || DOCUMENT.test(fileName))) continue;
    const bytes = await bytesOf(zip, entry).catch((error: unknown) => String(error));
    const name = fileName.split('/').at(-1) ?? fileName;
    if (typeof bytes === 'string') yield { name, refused: `could not be unpacked: ${bytes}` };
    else if (PLACEHOLDER.test(Buffer.from(bytes.subarray(0, 30)).toString('latin1'))) continue;
    else if (isNested) yield* nested(name, bytes);
    else yield { name, bytes };
  }
}

/** A package within a pack; or HTML under the name of one. */
async function* nested(name: string, bytes: Uint8Array): AsyncGenerator<AccountsFile> {
  if (bytes[0] !== 0x50) {
    yield { name, bytes };
    return;
  }
  const zip = await openPack((done) => fromBuffer(Buffer.from(bytes), { lazyEntries: true }, done));
  for await (const member of members(zip, name)) yield { ...member, name: `${name}/${member.name}` };
}

async function openPack(
  start: (done: (error: Error | null, zip?: ZipFile) => void) => void,
): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    start((error, zip) => (zip ? resolve(zip) : reject(error ?? new Error('not a zip'))));
  });
}

/** Members with unsafe names end the pack with an error, which is the end of it here: nothing is ever written. */
async function nextEntry(zip: ZipFile): Promise<Entry | undefined> {
  return new Promise((resolve) => {
    const settle = (entry?: Entry) => {
      zip.removeAllListeners('entry').removeAllListeners('end').removeAllListeners('error');
      resolve(entry);
    };
    zip.once('entry', (entry: Entry) => settle(entry));
    zip.once('end', () => settle());
    zip.once('error', () => settle());
    zip.readEntry();
  });
}

/** The sizes that an archive states may be lies: unpacking stops at the cap whatever they say. */
async function bytesOf(zip: ZipFile, entry: Entry): Promise<Uint8Array> {
  if (entry.uncompressedSize > MOST_BYTES) throw new Error(`${entry.uncompressedSize} bytes are too many`);
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (!stream) reject(error);
      else buffer(stream).then(resolve, reject);
    });
  });
}
