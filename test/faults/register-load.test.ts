import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { findRegisterEntries, loadRegister, openDatabase, type Db, type RegisterCompany } from '@tocsin/db';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { schemaOf } from '../support/releases.ts';
import { bundled } from '../support/system-bundle.ts';
import { freshDatabase, type FreshDatabase } from '../support/stack.ts';

const ROWS = 3_000;
let database: FreshDatabase;
let db: Db;

beforeAll(async () => {
  database = await freshDatabase();
  db = openDatabase(database.url, { role: 'tocsin_worker', max: 2 });
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

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

/** The same companies in the official layout, as far as it is read. */
function registerFile(): string {
  const former = Array.from({ length: 10 }, (_, at) => ` PreviousName_${at + 1}.CompanyName`);
  const sic = Array.from({ length: 4 }, (_, at) => `SICCode.SicText_${at + 1}`);
  const header = [
    'CompanyName',
    ' CompanyNumber',
    'RegAddress.PostCode',
    'CompanyStatus',
    'IncorporationDate',
    ...sic,
    ...former,
  ];
  const rows = Array.from({ length: ROWS }, (_, at) => [
    `MADE UP ${at} TRADING LIMITED`,
    String(at).padStart(8, '0'),
    'LS1 4DL',
    'Active',
    '01/02/2003',
    '70229 - Management consultancy',
    '',
    '',
    '',
    at % 7 === 0 ? `FORMERLY ${at} LTD` : '',
    ...Array.from({ length: 9 }, () => ''),
  ]);
  return `${header.join(',')}\n${rows.map((cells) => `"${cells.join('","')}"\n`).join('')}`;
}

/** Loads the file in a process of its own, which is killed with signal 9 once so many companies are committed. */
async function runLoader(file: string, killAt: number) {
  const loader = await bundled('test/support/register-loader.ts');
  const child = spawn(process.execPath, [loader, database.url, file, '250']);
  const progress: number[] = [];
  createInterface(child.stdout).on('line', (line) => {
    if (!/^\d+$/.test(line)) return;
    progress.push(Number(line));
    if (Number(line) >= killAt) child.kill('SIGKILL');
  });
  const [code, signal]: (NodeJS.Signals | number | null)[] = await once(child, 'exit');
  return { progress, code, signal };
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

it('a load leaves the schema as the migrations have made it, names, grants and comments included', async () => {
  const client = new Client({ connectionString: database.adminUrl });
  await client.connect();
  const before = await schemaOf(client);
  await loadRegister(db, 'another', companies(10), { acceptFewer: true });
  expect(await schemaOf(client)).toEqual(before);
  await client.end();
});

it('a load that was killed at half and started again ends as one that was not', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tocsin-register-'));
  const file = path.join(folder, 'BasicCompanyData.csv');
  writeFileSync(file, registerFile());
  try {
    expect((await runLoader(file, Infinity)).code).toBe(0);
    const whole = await fingerprint();
    await loadRegister(db, 'another', companies(10), { acceptFewer: true });
    const killed = await runLoader(file, ROWS / 2);
    expect(killed.signal).toBe('SIGKILL');
    expect(await fingerprint()).not.toBe(whole);
    const again = await runLoader(file, Infinity);
    expect(again.code).toBe(0);
    expect(again.progress[0]).toBeGreaterThan(ROWS / 2);
    expect(await fingerprint()).toBe(whole);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('readers see the old register until the new one is whole', async () => {
  await loadRegister(db, 'whole', companies());
  const whole = await fingerprint();
  await expect(loadRegister(db, 'cut', cutAt(ROWS / 2), { chunkOf: 250 })).rejects.toThrow('killed');
  expect(await fingerprint()).toBe(whole);
});

it('a file without companies leaves the register as it is', async () => {
  const before = await fingerprint();
  await expect(loadRegister(db, 'empty', companies(0))).rejects.toThrow('holds no company');
  expect(await fingerprint()).toBe(before);
});

it('a file far smaller than the register that is loaded is refused, until somebody says that it is right', async () => {
  const before = await fingerprint();
  const few = companies(ROWS * 0.79);
  await expect(loadRegister(db, 'few', few)).rejects.toThrow(
    'The file holds 2,370 companies, and the register that is loaded 3,000: with fewer than 80 %, it looks cut off. The register stays as it was.',
  );
  expect(await fingerprint()).toBe(before);
  const accepted = await loadRegister(db, 'few', companies(ROWS * 0.79), {
    acceptFewer: true,
  });
  expect(accepted.companies).toBe(2_370);
  expect(await fingerprint()).not.toBe(before);
});

it('finds a company by its former name, with quotes, braces and backslashes unharmed', async () => {
  const [found] = await findRegisterEntries(db, [{ name: 'FORMERLY, {7} LTD', number: '00000007' }]);
  expect(found?.entries.find(({ number }) => number === '00000007')).toMatchObject({
    name: 'MADE UP 7 "TRADING" \\ LIMITED',
    formerNames: ['FORMERLY, {7} LTD'],
    postcode: null,
  });
});
