import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dumpDatabase } from '../support/dump.ts';
import { seedRelease } from '../support/release-seed.ts';
import { EMPTY_AT_REST, migrationHashes, releasesFolder, rowsOf } from '../support/releases.ts';
import { distinctSql, refusedSql } from '../support/sent-sql.ts';
import { startSystem, type System } from '../support/system.ts';

// `npm run release -- <version>` runs this, and nothing else does: it writes what the release leaves.

const folder = path.join(releasesFolder, process.env['TOCSIN_RELEASE'] ?? 'none');
const recorded = process.env['TOCSIN_SQL_TO'] ?? '';

let system: System;
let client: Client;
beforeAll(async () => {
  system = await startSystem();
  await seedRelease(system);
  client = new Client({ connectionString: system.database.adminUrl });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await system.stop();
});

const left = new Map<string, string>();

test('the release leaves the SQL that its services send, all of which its own schema takes', async () => {
  const statements = distinctSql(recorded);
  expect(await refusedSql(client, statements)).toEqual([]);
  expect(statements.length).toBeGreaterThan(250);
  left.set('sql.json', `${JSON.stringify(statements, null, 2)}\n`);
});

test('the release leaves a database with rows in every table', async () => {
  expect(await system.deadLetters()).toHaveLength(2);
  const rows = await rowsOf(client);
  const empty = Object.keys(rows).filter((table) => rows[table]?.length === 0);
  expect(empty.filter((table) => !EMPTY_AT_REST.includes(table))).toEqual([]);
  left.set('database.sql', await dumpDatabase(client));
});

test('the release leaves the hash of every migration', () => {
  left.set('migrations.json', `${JSON.stringify(migrationHashes(), null, 2)}\n`);
});

test('the release leaves all of it or nothing', () => {
  expect([...left.keys()].toSorted()).toEqual(['database.sql', 'migrations.json', 'sql.json']);
  mkdirSync(folder, { recursive: true });
  for (const [file, text] of left) writeFileSync(path.join(folder, file), text);
});
