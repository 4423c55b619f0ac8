import path from 'node:path';
import { readFilingName } from '@tocsin/accounts';
import { fromBuffer, open, type Entry, type ZipFile } from 'yauzl';
import type { AccountsFile } from './accounts-file.ts';

/** A monthly pack holds some 300,000 filings. */
const MOST_MEMBERS = 600_000;
/** Packs unpack to some fifteen times their size; a bomb to thousands of times. */
const MOST_TIMES_LARGER = 100;
const ALWAYS_ALLOWED_BYTES = 64 * 1_048_576;
/** A package of a community interest company inside a pack is held whole while it is read. */
const MOST_PACKAGE_BYTES = 64 * 1_048_576;
/** Companies House's stand-in for a document that is not there, all of the member. */
const PLACEHOLDER = 'ATTACHMENTPLACEHOLDER';
/** A community interest company files a report beside its accounts. */
const REPORT = /(?:^|[/\\])cic34[/\\]/i;
const NOTHING_INSIDE = /[/\\]$/;
/** What an ESEF report package holds beside its report: taxonomies, their linkbases, and what describes the package. */
const TAXONOMY =
  /(?:^|[/\\])META-INF[/\\]|\.(?:xsd|json|css|png|jpe?g|gif|svg|woff2?)$|_(?:cal|def|lab|pre|ref)(?:-[a-z]{2})?\.xml$/i;

/** What one pack may still cost, the packages inside it included. */
interface Budget {
  bytes: number;
  members: number;
}

class TooLarge extends Error {}

/**
 * The filings in a pack: `Prod224_….html` members, and the accounts inside nested `…_CIC.zip` packages. What cannot
 * be unpacked is a refused filing; a pack over its budget ends in one. Members' names are only ever read.
 */
export async function* documentsInPack(file: string): AsyncGenerator<AccountsFile> {
  const name = path.basename(file);
  let zip: ZipFile;
  try {
    const options = { lazyEntries: true, autoClose: false, decodeStrings: false };
    zip = await opened((done) => open(file, options, done));
  } catch (error) {
    yield refusedPack(name, error);
    return;
  }
  try {
    const bytes = Math.max(ALWAYS_ALLOWED_BYTES, zip.fileSize * MOST_TIMES_LARGER);
    yield* membersOf(zip, name, { bytes, members: MOST_MEMBERS }, true);
  } catch (error) {
    yield refusedPack(name, error);
  } finally {
    zip.close();
  }
}

function refusedPack(name: string, error: unknown): AccountsFile {
  return {
    name,
    refused: `not readable as a pack: ${error instanceof Error ? error.message : String(error)}`,
  };
}

async function* membersOf(
  zip: ZipFile,
  pack: string,
  budget: Budget,
  mayNest: boolean,
): AsyncGenerator<AccountsFile> {
  // No more than it states are read, so a lie gains nothing.
  budget.members -= zip.entryCount;
  if (budget.members < 0) throw new TooLarge(`it has more than ${MOST_MEMBERS} members`);
  for (let entry = await nextEntry(zip); entry !== undefined; entry = await nextEntry(zip)) {
    const member = Buffer.from(entry.fileName).toString('utf8');
    if (NOTHING_INSIDE.test(member) || REPORT.test(member) || TAXONOMY.test(member)) continue;
    const name = nameOf(pack, member);
    const peeked = await startOf(zip, entry, budget);
    if (typeof peeked === 'string') yield { name, refused: peeked };
    else if (peeked.isPlaceholder)
      yield { name, refused: 'not there: a placeholder stands for the document' };
    else if (!peeked.isZip) yield { name, chunks: peeked.chunks };
    else if (mayNest) yield* documentsInPackage(name, peeked.chunks, budget);
    else yield { name, refused: 'not read: a package inside a package' };
  }
}

/** A document's name says company and date, or else the name of the package it is in does. */
function nameOf(pack: string, member: string): string {
  const base = member.split(/[/\\]/).at(-1) ?? member;
  return readFilingName(base) === null && readFilingName(pack) !== null ? `${pack}/${base}` : base;
}

async function* documentsInPackage(
  name: string,
  chunks: AsyncIterable<Uint8Array>,
  budget: Budget,
): AsyncGenerator<AccountsFile> {
  try {
    const whole = await held(chunks);
    const options = { lazyEntries: true, decodeStrings: false };
    yield* membersOf(await opened((done) => fromBuffer(whole, options, done)), name, budget, false);
  } catch (error) {
    if (error instanceof TooLarge) throw error;
    yield refusedPack(name, error);
  }
}

interface Peeked {
  readonly isZip: boolean;
  readonly isPlaceholder: boolean;
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** Starts unpacking a member and looks at its first bytes; the reason, where it cannot be unpacked. */
async function startOf(zip: ZipFile, entry: Entry, budget: Budget): Promise<Peeked | string> {
  try {
    const chunks = unpacked(zip, entry, budget);
    const first = await chunks.next();
    const start = Buffer.from(first.done === true ? [] : first.value.subarray(0, 64)).toString('latin1');
    return {
      isZip: start.startsWith('PK\u0003\u0004'),
      isPlaceholder: start.trim().startsWith(PLACEHOLDER),
      chunks: resumed(first, chunks),
    };
  } catch (error) {
    if (error instanceof TooLarge) throw error;
    return `could not be unpacked: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** The sizes an archive states may be lies: what really comes out is counted. */
async function* unpacked(zip: ZipFile, entry: Entry, budget: Budget): AsyncGenerator<Uint8Array, undefined> {
  const stream = await opened<AsyncIterable<Uint8Array>>((done) => zip.openReadStream(entry, done));
  for await (const bytes of stream) {
    budget.bytes -= bytes.length;
    if (budget.bytes < 0) throw new TooLarge('it unpacks to far more than a pack of accounts does');
    yield bytes;
  }
}

async function* resumed(
  first: IteratorResult<Uint8Array, undefined>,
  rest: AsyncGenerator<Uint8Array, undefined>,
): AsyncGenerator<Uint8Array> {
  try {
    if (first.done === true) return;
    yield first.value;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}

async function held(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > MOST_PACKAGE_BYTES) throw new Error(`it is larger than ${MOST_PACKAGE_BYTES} bytes`);
    parts.push(chunk);
  }
  return Buffer.concat(parts);
}

async function opened<Opened>(
  start: (done: (error: Error | null, result?: Opened) => void) => void,
): Promise<Opened> {
  return new Promise((resolve, reject) => {
    start((error, result) =>
      result === undefined ? reject(error ?? new Error('no answer')) : resolve(result),
    );
  });
}

async function nextEntry(zip: ZipFile): Promise<Entry | undefined> {
  return new Promise((resolve, reject) => {
    const settle = (then: () => void) => {
      zip.removeAllListeners('entry').removeAllListeners('end').removeAllListeners('error');
      then();
    };
    zip.once('entry', (entry: Entry) => settle(() => resolve(entry)));
    zip.once('end', () => settle(() => resolve(undefined)));
    zip.once('error', (error: Error) => settle(() => reject(error)));
    zip.readEntry();
  });
}
