import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findSourcesOn, openDatabase, type Db } from '@tocsin/db';
import { openLiveSettings } from '@tocsin/runtime';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { setupVerb } from '../../services/cli/src/setup.ts';
import { freshDatabase, type FreshDatabase } from '../support/stack.ts';

let database: FreshDatabase;
let db: Db;
let folder: string;
beforeAll(async () => {
  database = await freshDatabase();
  db = openDatabase(database.url, { role: 'tocsin_worker', max: 2 });
  folder = mkdtempSync(path.join(tmpdir(), 'setup-'));
  vi.stubEnv('TOCSIN_ENV_FILE', path.join(folder, '.env'));
  vi.stubEnv('COMPANIES_HOUSE_KEY', '');
  vi.stubEnv('COMPANIES_HOUSE_STREAM_KEY', '');
});
afterAll(async () => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
  await db.destroy();
  await database.drop();
});

test('set-up keeps both keys, which count at once, and ends with whether anything is live and why', async () => {
  const file = path.join(folder, '.env');
  const setting = openLiveSettings(process.env, file);
  const out = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const told = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    await setupVerb(db, {
      sources: 'companies-house-company,companies-house-stream',
      companiesHouseKey: 'rest',
    });
    expect(String(told.mock.lastCall?.[0])).toMatch(
      /^live: yes, because companies-house-company is .*; not read: companies-house-stream needs COMPANIES_HOUSE_STREAM_KEY/,
    );
    expect([setting('COMPANIES_HOUSE_KEY'), setting('COMPANIES_HOUSE_STREAM_KEY')]).toEqual([
      'rest',
      undefined,
    ]);

    await setupVerb(db, { companiesHouseStreamKey: 'stream' });
    expect(setting('COMPANIES_HOUSE_STREAM_KEY')).toBe('stream');
    expect(readFileSync(file, 'utf8')).toBe('COMPANIES_HOUSE_KEY=rest\nCOMPANIES_HOUSE_STREAM_KEY=stream\n');
    expect(await findSourcesOn(db)).toEqual(['companies-house-company', 'companies-house-stream']);
    expect(JSON.parse(String(out.mock.lastCall?.[0]))).toMatchObject({
      companiesHouseStreamKey: 'set',
      live: expect.stringMatching(/^live: /),
    });
  } finally {
    out.mockRestore();
    told.mockRestore();
  }
});
