import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { backup, openClient, restore } from '@tocsin/db';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { onServer, withDatabase } from '../support/admin.ts';
import { freshDatabase, type FreshDatabase } from '../support/stack.ts';

let saved: FreshDatabase;
let folder: string;
const empty = `tocsin_empty_${randomBytes(6).toString('hex')}`;

beforeAll(async () => {
  saved = await freshDatabase();
  folder = mkdtempSync(path.join(tmpdir(), 'tocsin-backup-'));
  await onServer(saved.adminUrl, `insert into council (gss, name, type) values ('E1', 'x', 'y')`);
  await onServer(
    saved.adminUrl,
    `insert into audit (council, actor, action, subject, hash) select 'E1', 'a', E'b\\t\\\\', 'c', '' from generate_series(1, 5)`,
  );
  await onServer(inject('stack').databaseUrl, `CREATE DATABASE ${empty}`);
});
afterAll(async () => {
  await onServer(inject('stack').databaseUrl, `DROP DATABASE ${empty} WITH (FORCE)`);
  await saved.drop();
  rmSync(folder, { recursive: true });
});

async function auditOf(url: string): Promise<readonly unknown[]> {
  const client = openClient(url);
  await client.connect();
  const { rows } = await client.query(
    'select id::text, council, action, previous_hash, hash from audit order by id',
  );
  await client.end();
  return rows;
}

test('a backup gives an empty database every private row and the same audit chain, once, by its passphrase alone', async () => {
  const url = withDatabase(inject('stack').databaseUrl, empty);
  const place = path.join(folder, 'sealed');
  expect(await backup(saved.adminUrl, place, 'pass')).toMatchObject({ rows: 6, encrypted: true });
  await expect(restore(url, place, 'wrong')).rejects.toThrow(/not the one of this backup/);
  await expect(restore(url, place)).rejects.toThrow(/is encrypted/);
  expect(await restore(url, place, 'pass')).toMatchObject({ rows: 6 });
  const chain = await auditOf(saved.adminUrl);
  expect(chain).toHaveLength(5);
  expect(await auditOf(url)).toEqual(chain);
  await expect(restore(url, place, 'pass')).rejects.toThrow(/holds rows already/);
});
