import type { Client } from 'pg';
import { openClient } from '../schema/database.ts';
import { copyBinaryInto, copyInto, copyLine } from '../schema/copy.ts';
import { chunksOf, type RegisterChunk, type RegisterCompany } from './register-chunk.ts';

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
}

/** Companies a transaction: some 5 MB with their keys. */
const CHUNK = 10_000;
/** The register grows from month to month: a file with fewer per hundred of the companies already loaded was cut. */
const LEAST_PERCENT = 80;

/**
 * Loads a whole register: companies, their blocking keys and the counts of their words go by COPY into staging tables,
 * chunk by chunk with a note of how far it got, one chunk written while the next is read; then indexes are built, and
 * the tables take the place of the old ones in one transaction, so that readers see the old register or the new one.
 * Killed and started again with the same `file`, it goes on after the last chunk that was committed. `adminUrl` signs in
 * as the owner of the tables. Memory is bounded by two chunks. A file with far fewer companies than are loaded is refused
 * before the swap, and accepted afterwards, without reading it again, with `acceptFewer`.
 */
export async function loadRegister(
  adminUrl: string,
  file: string,
  companies: AsyncIterable<readonly RegisterCompany[]>,
  { onProgress, chunkOf = CHUNK, acceptFewer = false }: RegisterLoadOptions = {},
): Promise<RegisterLoad> {
  const client = openClient(adminUrl);
  await client.connect();
  try {
    const began = performance.now();
    const done = await openStaging(client, file);
    const chunks = chunksOf(companies, done, chunkOf);
    for await (const chunk of readAhead(chunks, (next) => write(client, file, next)))
      onProgress?.(chunk.seen);
    const copied = performance.now();
    const loaded = await placeOf(client, file);
    if (loaded.rows === 0) throw new Error('The file holds no company: the register stays as it was');
    if (!acceptFewer) await refuseFewer(client, loaded.rows);
    await putInPlace(client);
    const inSeconds = (from: number, to: number) => Math.round(to - from) / 1000;
    const seconds = { copy: inSeconds(began, copied), indexes: inSeconds(copied, performance.now()) };
    return { companies: loaded.rows, keys: loaded.keys, seconds };
  } finally {
    await client.end();
  }
}

/** How far an earlier, interrupted load of this file has come; after making the staging tables anew, nowhere. */
async function openStaging(client: Client, file: string): Promise<number> {
  // A crash of the server may lose the last chunks, but never a part of one: they are read again.
  await client.query(`
    set synchronous_commit = off;
    create table if not exists register_load (file text primary key, rows bigint not null);
    alter table register_load add column if not exists keys bigint`);
  const { rows, keys } = await placeOf(client, file);
  // Only this version counts keys: what another one left is begun anew.
  if (keys > 0) return rows;
  await client.query(`
    drop table if exists register_company_next, register_key_next, register_block_next, register_word_next,
      register_word_load;
    create table register_company_next (like register_company including defaults including comments);
    create table register_block_next (like register_block including comments);
    create table register_word_load (word text, companies int);
    truncate register_load`);
  await client.query('insert into register_load values ($1, 0, 0)', [file]);
  return 0;
}

async function placeOf(client: Client, file: string): Promise<{ rows: number; keys: number }> {
  const { rows } = await client.query<{ rows: string; keys: string | null }>(
    'select rows, keys from register_load where file = $1',
    [file],
  );
  return { rows: Number(rows[0]?.rows ?? 0), keys: Number(rows[0]?.keys ?? 0) };
}

async function refuseFewer(client: Client, companies: number): Promise<void> {
  const { rows } = await client.query<{ held: string }>('select count(*) as held from register_company');
  const held = Number(rows[0]?.held ?? 0);
  if (companies * 100 >= held * LEAST_PERCENT) return;
  throw new Error(
    `The file holds ${companies.toLocaleString('en-GB')} companies, and the register that is loaded ` +
      `${held.toLocaleString('en-GB')}: with fewer than ${LEAST_PERCENT} %, it looks cut off. The register stays as it was. ` +
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

async function write(client: Client, file: string, chunk: RegisterChunk): Promise<void> {
  const columns = 'number, name, previous_names, postcode, status, sic_codes';
  await client.query('begin');
  await copyInto(client, `register_company_next (${columns})`, chunk.companies);
  await copyBinaryInto(client, 'register_block_next (key, number)', [chunk.keyRows]);
  await copyInto(client, 'register_word_load (word, companies)', wordLines(chunk.words));
  await client.query('update register_load set rows = $2, keys = keys + $3 where file = $1', [
    file,
    chunk.seen,
    chunk.keys,
  ]);
  await client.query('commit');
}

function* wordLines(words: ReadonlyMap<string, number>): Generator<string> {
  for (const [word, companies] of words) yield copyLine([word, companies]);
}

/** All or nothing: what is killed here is built anew from the staging tables. */
async function putInPlace(client: Client): Promise<void> {
  await client.query(`
    begin;
    set local synchronous_commit = on;
    set local maintenance_work_mem = '256MB';
    set local work_mem = '64MB';
    alter table register_company_next add primary key (number);
    create index on register_block_next (key);
    create table register_word_next (like register_word including comments);
    insert into register_word_next select word, sum(companies) from register_word_load group by word;
    alter table register_word_next add primary key (word);
    analyze register_company_next, register_block_next, register_word_next;

    drop table register_company, register_block, register_word, register_word_load;
    alter table register_company_next rename to register_company;
    alter table register_block_next rename to register_block;
    alter table register_word_next rename to register_word;
    grant select on register_company, register_block, register_word to tocsin_web, tocsin_national, tocsin_worker;
    truncate register_load;
    commit`);
}
