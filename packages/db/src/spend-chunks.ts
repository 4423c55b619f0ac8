import { setImmediate } from 'node:timers/promises';
import type { SpendRecord } from './spend.ts';

/** Lines that are read in one go. Between them, what is on its way to Postgres moves on. */
const CHUNK = 100;
/** Lines that are read of the next file while the one before it is stored. */
const AHEAD = 5_000;

type Chunk = readonly SpendRecord[];

/** The lines of a file in small groups, walked once. */
export interface SpendChunks extends AsyncIterable<Chunk> {
  /** Begins to read, before anybody walks. */
  readAhead(): void;
}

/** Groups lines, which are read as they are walked. */
export function openChunks(rows: Iterable<SpendRecord>): SpendChunks {
  const rest = chunksOf(rows);
  let ahead: Promise<readonly Chunk[]> = Promise.resolve([]);
  return {
    readAhead() {
      ahead = readSome(rest);
      // A failure is met by who walks.
      ahead.catch(() => undefined);
    },
    async *[Symbol.asyncIterator]() {
      yield* await ahead;
      for (const chunk of rest) {
        await setImmediate();
        yield chunk;
      }
    },
  };
}

async function readSome(rest: Iterator<Chunk>): Promise<readonly Chunk[]> {
  const read: Chunk[] = [];
  while (read.length * CHUNK < AHEAD) {
    const next = rest.next();
    if (next.done) break;
    read.push(next.value);
    await setImmediate();
  }
  return read;
}

function* chunksOf(rows: Iterable<SpendRecord>): Generator<Chunk> {
  let chunk: SpendRecord[] = [];
  for (const row of rows) {
    chunk.push(row);
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = [];
  }
  yield chunk;
}
