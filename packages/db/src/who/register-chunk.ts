import type { IsoDate } from '@tocsin/domain';
import { filingOf, wideHash } from '@tocsin/matching';
import { BINARY_SIGNATURE, copyLine } from '../schema/copy.ts';

/** One company as the register's file prints it. */
export interface RegisterCompany {
  /** Eight letters and digits. */
  readonly number: string;
  readonly name: string;
  readonly previousNames: readonly string[];
  readonly postcode: string | null;
  readonly status: string | null;
  readonly sicCodes: readonly string[];
  readonly incorporatedOn?: IsoDate | null;
}

/** Some companies in the formats of COPY, with what they are filed under. */
export interface RegisterChunk {
  /** Companies of the file up to here, those of earlier chunks included. */
  readonly seen: number;
  readonly companies: readonly string[];
  readonly keys: number;
  /** `(key bigint, number text)` in COPY's binary format. */
  readonly keyRows: Uint8Array;
  /** How many of these companies bear each word. */
  readonly words: ReadonlyMap<string, number>;
}

/** Chunks of so many companies, the first `done` left out. */
export async function* registerChunks(
  companies: AsyncIterable<readonly RegisterCompany[]>,
  done: number,
  size: number,
): AsyncGenerator<RegisterChunk, void> {
  let seen = 0;
  let chunk = openChunk();
  for await (const batch of companies) {
    for (const company of batch) {
      seen += 1;
      if (seen <= done) continue;
      chunk.add(company);
      if (chunk.size() < size) continue;
      yield chunk.close(seen);
      chunk = openChunk();
    }
  }
  if (chunk.size() > 0) yield chunk.close(seen);
}

function openChunk() {
  const lines: string[] = [];
  const words = new Map<string, number>();
  const keyRows = openKeyRows();

  function add(company: RegisterCompany): void {
    const { number, name, previousNames, postcode, status, sicCodes, incorporatedOn = null } = company;
    lines.push(copyLine([number, name, previousNames, postcode, status, sicCodes, incorporatedOn]));
    const filed = filingOf([name, ...previousNames]);
    keyRows.add(filed.keys, number);
    for (const word of filed.words) words.set(word, (words.get(word) ?? 0) + 1);
  }
  return {
    add,
    size: () => lines.length,
    close: (seen: number): RegisterChunk => ({ seen, companies: lines, words, ...keyRows.close() }),
  };
}

const TRAILER_BYTES = 2;
/** Count of cells; length and value of the key; length and value of the number. */
const ROW_BYTES = 2 + 4 + 8 + 4 + 8;
const HIGH = 0x1_0000_0000;

function openKeyRows() {
  let bytes = Buffer.alloc(1 << 20);
  let view = new DataView(bytes.buffer, bytes.byteOffset);
  let end = BINARY_SIGNATURE.copy(bytes);
  let rows = 0;

  function add(keys: ReadonlySet<string>, number: string): void {
    const needed = end + keys.size * ROW_BYTES + TRAILER_BYTES;
    if (needed > bytes.length) {
      bytes = Buffer.concat([bytes], 2 * needed);
      view = new DataView(bytes.buffer, bytes.byteOffset);
    }
    const [first, second] = [fourLetters(number, 0), fourLetters(number, 4)];
    for (const key of keys) {
      const hash = wideHash(key);
      view.setInt16(end, 2);
      view.setInt32(end + 2, 8);
      view.setUint32(end + 6, hash / HIGH);
      view.setUint32(end + 10, hash);
      view.setInt32(end + 14, 8);
      view.setUint32(end + 18, first);
      view.setUint32(end + 22, second);
      end += ROW_BYTES;
    }
    rows += keys.size;
  }
  function close() {
    view.setInt16(end, -1);
    return { keys: rows, keyRows: bytes.subarray(0, end + TRAILER_BYTES) };
  }
  return { add, close };
}

/** Four letters or digits as the four bytes that they are. */
function fourLetters(text: string, from: number): number {
  let bytes = 0;
  for (let at = from; at < from + 4; at += 1) bytes = (bytes << 8) | text.charCodeAt(at);
  return bytes >>> 0;
}
