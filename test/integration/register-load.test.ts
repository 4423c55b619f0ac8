import { findRegisterEntries, loadRegister, openDatabase, type RegisterCompany } from '@tocsin/db';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../support/stack.ts';

const ROWS = 12_000;
let database: FreshDatabase;

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

async function* companies(until = ROWS): AsyncGenerator<readonly RegisterCompany[]> {
  for (let number = 1; number <= until; number += 1)
    yield [
      {
        number: String(number).padStart(8, '0'),
        name: `MADE UP ${number} "TRADING" \\ LIMITED`,
        previousNames: number % 7 === 0 ? [`FORMERLY, {${number}} LTD`] : [],
        postcode: number % 2 === 0 ? 'LS1 4DL' : null,
        status: 'Active',
        sicCodes: ['70229'],
      },
    ];
}

async function* cutAt(row: number): AsyncGenerator<readonly RegisterCompany[]> {
  yield* companies(row);
  throw new Error('killed');
}

async function fingerprint(): Promise<string> {
  const client = new Client({ connectionString: database.adminUrl });
  await client.connect();
  const { rows } = await client.query<{ all: string }>(`
    select md5((select string_agg(c::text, '|' order by number) from register_company c)
      || (select string_agg(k::text, '|' order by key, number) from register_block k)
      || (select string_agg(w::text, '|' order by word) from register_word w)) as all`);
  await client.end();
  return rows[0]?.all ?? '';
}

it('a load that was killed at half and started again ends as one that was not', async () => {
  await loadRegister(database.adminUrl, 'whole', companies());
  const whole = await fingerprint();
  const chunkOf = 1_000;
  await expect(loadRegister(database.adminUrl, 'killed', cutAt(ROWS / 2), { chunkOf })).rejects.toThrow(
    'killed',
  );
  expect(await fingerprint()).toBe(whole);
  const progress: number[] = [];
  const onProgress = (rows: number) => progress.push(rows);
  await loadRegister(database.adminUrl, 'killed', companies(), { onProgress, chunkOf });
  expect(progress[0]).toBe(ROWS / 2 + chunkOf);
  expect(await fingerprint()).toBe(whole);
});

it('a file without companies leaves the register as it is', async () => {
  const before = await fingerprint();
  await expect(loadRegister(database.adminUrl, 'empty', companies(0))).rejects.toThrow('holds no company');
  expect(await fingerprint()).toBe(before);
});

it('finds a company by its former name, with quotes, braces and backslashes unharmed', async () => {
  const db = openDatabase(database.url, { role: 'tocsin_worker', max: 1 });
  const { entries } = await findRegisterEntries(db, 'FORMERLY, {7} LTD', '00000007');
  await db.destroy();
  expect(entries.find(({ number }) => number === '00000007')).toMatchObject({
    name: 'MADE UP 7 "TRADING" \\ LIMITED',
    formerNames: ['FORMERLY, {7} LTD'],
    postcode: null,
  });
});
