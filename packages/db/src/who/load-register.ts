import { groupDigits } from '@tocsin/domain';
import { sql } from 'kysely';
import { bulkTransaction, type Db, type Trx } from '../schema/database.ts';
import { copyBinaryInto, copyInto, copyLine } from '../schema/copy.ts';
import { HeldEdition } from '../record/table-editions.ts';
import { registerChunks, type RegisterChunk, type RegisterCompany } from './register-chunk.ts';

export type { RegisterCompany };

export interface RegisterLoad {
  readonly companies: number;
  readonly keys: number;
  /** Seconds of each step: rows, keys and words into staging tables, and indexes with the swap. */
  readonly seconds: { readonly copy: number; readonly indexes: number };
}

export interface RegisterLoadOptions {
  /** Told after each committed chunk how many companies of the file are loaded. */
  readonly onProgress?: (rows: number) => void;
  readonly chunkOf?: number;
  /** Takes the place of a register that is far larger too. */
  readonly acceptFewer?: boolean;
  /** Done in the transaction that puts the register in place. */
  readonly once?: (trx: Trx) => Promise<void>;
}

/** Companies a transaction: some 5 MB with their keys. */
const CHUNK = 10_000;
/** The register grows from month to month: a file with fewer per hundred of the companies already loaded was cut. */
const LEAST_PERCENT = 80;

/**
 * Loads a whole register: companies, their blocking keys and the counts of their words go by COPY into staging tables,
 * chunk by chunk with a note of how far it got, one chunk written while the next is read; then indexes are built, and
 * the tables take the place of the old ones in one transaction, so that readers see the old register or the new one.
 * Killed and started again with the same `file`, it goes on after the last chunk that was committed. Memory is bounded
 * by two chunks. A file with far fewer companies than are loaded is held (`HeldEdition`) before the swap, and accepted
 * afterwards, without reading it again, with `acceptFewer`.
 */
export async function loadRegister(
  db: Db,
  file: string,
  companies: AsyncIterable<readonly RegisterCompany[]>,
  { onProgress, chunkOf = CHUNK, acceptFewer = false, once }: RegisterLoadOptions = {},
): Promise<RegisterLoad> {
  const began = performance.now();
  const done = await openStaging(db, file);
  const chunks = registerChunks(companies, done, chunkOf);
  for await (const chunk of readAhead(chunks, (next) => write(db, file, next))) onProgress?.(chunk.seen);
  const copied = performance.now();
  const loaded = await placeOf(db, file);
  if (loaded.rows === 0) throw new HeldEdition('The file holds no company: the register stays as it was');
  if (!acceptFewer) await refuseFewer(db, loaded.rows);
  // All or nothing: what is killed here is built anew from the staging tables.
  await db.transaction().execute(async (trx) => {
    await sql`select register_put_in_place()`.execute(trx);
    await once?.(trx);
  });
  const inSeconds = (from: number, to: number) => Math.round(to - from) / 1000;
  const seconds = { copy: inSeconds(began, copied), indexes: inSeconds(copied, performance.now()) };
  return { companies: loaded.rows, keys: loaded.keys, seconds };
}

/** How far an earlier, interrupted load of this file has come; after making the staging tables anew, nowhere. */
async function openStaging(db: Db, file: string): Promise<number> {
  const { rows, keys } = await placeOf(db, file);
  if (keys > 0) return rows;
  await db.transaction().execute(async (trx) => {
    await sql`select register_begin_load()`.execute(trx);
    await sql`insert into register_load (file, rows, keys) values (${file}, 0, 0)`.execute(trx);
  });
  return 0;
}

async function placeOf(db: Db, file: string): Promise<{ rows: number; keys: number }> {
  const { rows } = await sql<{ rows: number; keys: number }>`
    select rows::int, keys::int from register_load where file = ${file}`.execute(db);
  return rows[0] ?? { rows: 0, keys: 0 };
}

async function refuseFewer(db: Db, companies: number): Promise<void> {
  const { rows } = await sql<{ held: number }>`select count(*)::int as held from register_company`.execute(
    db,
  );
  const held = rows[0]?.held ?? 0;
  if (companies * 100 >= held * LEAST_PERCENT) return;
  throw new HeldEdition(
    `The file holds ${groupDigits(companies)} companies, and the register that is loaded ` +
      `${groupDigits(held)}: with fewer than ${LEAST_PERCENT} %, it looks cut off. The register stays as it was. ` +
      'Fetch the file again; if it is right, load it with --accept-fewer',
  );
}

/** Hands each chunk to `write` and makes the next one meanwhile; a chunk is yielded once it is written. */
async function* readAhead<Chunk>(
  chunks: AsyncIterator<Chunk, void>,
  write: (chunk: Chunk) => Promise<void>,
): AsyncGenerator<Chunk, void> {
  let next = await chunks.next();
  while (!next.done) {
    const chunk = next.value;
    const [written, read] = await Promise.allSettled([write(chunk), chunks.next()]);
    if (written.status === 'rejected') throw written.reason;
    yield chunk;
    if (read.status === 'rejected') throw read.reason;
    next = read.value;
  }
}

async function write(db: Db, file: string, chunk: RegisterChunk): Promise<void> {
  await bulkTransaction(db, async (trx, client) => {
    // A crash of the server may lose the last chunks, but never a part of one: they are read again.
    await sql`set local synchronous_commit = off`.execute(trx);
    const columns = 'number, name, previous_names, postcode, status, sic_codes, incorporated_on';
    await copyInto(client, `register_company_next (${columns})`, chunk.companies);
    await copyBinaryInto(client, 'register_block_next (key, number)', [chunk.keyRows]);
    await copyInto(client, 'register_word_load (word, companies)', wordLines(chunk.words));
    await sql`
      update register_load set rows = ${chunk.seen}, keys = keys + ${chunk.keys} where file = ${file}`.execute(
      trx,
    );
  });
}

function* wordLines(words: ReadonlyMap<string, number>): Generator<string> {
  for (const [word, companies] of words) yield copyLine([word, companies]);
}
