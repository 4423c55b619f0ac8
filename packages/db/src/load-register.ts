import { blockingKeys, nameWords } from '@tocsin/matching';
import { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { copyInto, copyLine } from './copy.ts';

/** One company as the register's file prints it. */
export interface RegisterCompany {
  readonly number: string;
  readonly name: string;
  readonly previousNames: readonly string[];
  readonly postcode: string | null;
  readonly status: string | null;
  readonly sicCodes: readonly string[];
}

export interface RegisterLoad {
  readonly companies: number;
  readonly keys: number;
  /** Seconds of each step: rows into the staging table, blocking keys, and indexes with the swap. */
  readonly seconds: { readonly rows: number; readonly keys: number; readonly swap: number };
}

const CHUNK = 5_000;

/**
 * Loads a whole register: rows go by COPY into a staging table, chunk by chunk with a note of how far it got, then
 * blocking keys are made, indexes built, and both tables take the place of the old ones in one transaction, so that
 * readers see the old register or the new one. Killed and started again with the same `file`, it goes on after the
 * last chunk that was committed. `adminUrl` signs in as the owner of the tables. Memory is bounded by the chunk.
 */
export async function loadRegister(
  adminUrl: string,
  file: string,
  companies: AsyncIterable<readonly RegisterCompany[]>,
  onProgress: (rows: number) => void = () => undefined,
): Promise<RegisterLoad> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const began = performance.now();
    const done = await openStaging(client, file);
    const rows = await copyCompanies(client, file, companies, done, onProgress);
    const copied = performance.now();
    const keys = await copyKeys(client, adminUrl);
    const keyed = performance.now();
    await swap(client);
    const seconds = { rows: copied - began, keys: keyed - copied, swap: performance.now() - keyed };
    const inSeconds = (ms: number) => Math.round(ms) / 1000;
    return {
      companies: rows,
      keys,
      seconds: {
        rows: inSeconds(seconds.rows),
        keys: inSeconds(seconds.keys),
        swap: inSeconds(seconds.swap),
      },
    };
  } finally {
    await client.end();
  }
}

/** Rows of this file that an earlier, interrupted load has committed; 0 after making the staging table anew. */
async function openStaging(client: Client, file: string): Promise<number> {
  await client.query(
    'create table if not exists register_load (file text primary key, rows bigint not null)',
  );
  const { rows } = await client.query<{ rows: string }>('select rows from register_load where file = $1', [
    file,
  ]);
  if (rows[0]) return Number(rows[0].rows);
  await client.query(`
    drop table if exists register_company_next, register_key_next;
    create table register_company_next (like register_company including defaults including comments);
    truncate register_load`);
  await client.query('insert into register_load values ($1, 0)', [file]);
  return 0;
}

async function copyCompanies(
  client: Client,
  file: string,
  companies: AsyncIterable<readonly RegisterCompany[]>,
  done: number,
  onProgress: (rows: number) => void,
): Promise<number> {
  let seen = 0;
  let chunk: string[] = [];
  const commit = async () => {
    await client.query('begin');
    await copyInto(
      client,
      'register_company_next (number, name, previous_names, postcode, status, sic_codes)',
      chunk,
    );
    await client.query('update register_load set rows = $2 where file = $1', [file, seen]);
    await client.query('commit');
    chunk = [];
    onProgress(seen);
  };
  for await (const batch of companies) {
    for (const { number, name, previousNames, postcode, status, sicCodes } of batch) {
      seen += 1;
      if (seen <= done) continue;
      chunk.push(copyLine([number, name, previousNames, postcode, status, sicCodes]));
      if (chunk.length === CHUNK) await commit();
    }
  }
  if (chunk.length > 0) await commit();
  return seen;
}

/** Distinct words held in memory before their counts so far are written down: some 20 MB. */
const WORDS = 200_000;

/** Blocking keys and words of every present and former name, read from the staging table as a stream. */
async function copyKeys(client: Client, adminUrl: string): Promise<number> {
  await client.query(`
    drop table if exists register_key_next, register_word_load, register_word_next;
    create table register_key_next (like register_key including comments);
    create unlogged table register_word_load (word text, companies int)`);
  const words = new Map<string, number>();
  const writeWords = async () => {
    await copyInto(
      client,
      'register_word_load (word, companies)',
      [...words].map(([word, companies]) => copyLine([word, `${companies}`])),
    );
    words.clear();
  };
  const reader = new Client({ connectionString: adminUrl });
  await reader.connect();
  try {
    let keys = 0;
    for await (const lines of linesOf(reader)) {
      const rows = lines.flatMap((line) => {
        const [number = '', printed = ''] = line.split('\t');
        const names = printed.split('\u0001');
        for (const word of new Set(names.flatMap((name) => nameWords(name))))
          words.set(word, (words.get(word) ?? 0) + 1);
        const distinct = new Set(names.flatMap((name) => blockingKeys(name)));
        return [...distinct].map((key) => copyLine([key, number]));
      });
      keys += rows.length;
      await copyInto(client, 'register_key_next (key, number)', rows);
      if (words.size > WORDS) await writeWords();
    }
    await writeWords();
    return keys;
  } finally {
    await reader.end();
  }
}

async function* linesOf(client: Client): AsyncGenerator<string[]> {
  const stream = client.query(
    copyTo(`copy (select number, array_to_string(array[name] || previous_names, E'\\x01') from register_company_next)
      to stdout`),
  );
  let rest = '';
  for await (const chunk of stream) {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    yield lines;
  }
}

async function swap(client: Client): Promise<void> {
  await client.query(`
    set maintenance_work_mem = '256MB';
    alter table register_company_next add primary key (number);
    create index on register_key_next (key);
    create table register_word_next (like register_word including comments);
    insert into register_word_next select word, sum(companies) from register_word_load group by word;
    alter table register_word_next add primary key (word);
    drop table register_word_load`);
  await client.query(`
    begin;
    drop table register_company, register_key, register_word;
    alter table register_company_next rename to register_company;
    alter table register_key_next rename to register_key;
    alter table register_word_next rename to register_word;
    grant select on register_company, register_key, register_word to tocsin_web, tocsin_national, tocsin_worker;
    truncate register_load;
    commit`);
}
