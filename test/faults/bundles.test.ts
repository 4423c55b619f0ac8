import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { bundle, freePort, type BundleName } from '@tocsin/infra';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { workbookOf } from '../national/workbook.ts';
import { freshDatabase, freshRedis, type FreshDatabase, type FreshRedis } from '../support/stack.ts';

/** What the image of each service holds, started as the image starts it, away from the clone and its packages. */
let folder: string;
let database: FreshDatabase;
let redis: FreshRedis;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'tocsin-bundles-'));
  [database, redis] = await Promise.all([
    freshDatabase(),
    freshRedis(),
    bundle(['ingest', 'scoring', 'notifier', 'web', 'migrate', 'cli'], folder),
  ]);
});

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await database.drop();
});

function start(service: BundleName, env: Readonly<Record<string, string>>, ...args: readonly string[]) {
  const child = spawn(process.execPath, ['main.mjs', ...args], {
    cwd: path.join(folder, service),
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let printed = '';
  child.stderr.on('data', (chunk) => {
    printed += String(chunk);
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { child, ended, printed: () => printed };
}

/** Whether it says that it is well before it ends. */
async function getsHealthy(port: number, ended: Promise<unknown>): Promise<boolean> {
  const over = new AbortController();
  void ended.then(() => over.abort());
  while (!over.signal.aborted) {
    const answer = await fetch(`http://127.0.0.1:${port}/health`).catch(() => undefined);
    if (answer?.status === 200) return true;
    await wait(50);
  }
  return false;
}

describe('the bundle', () => {
  test.each([
    ['ingest', 'url'],
    ['scoring', 'url'],
    ['notifier', 'url'],
    ['web', 'webUrl'],
  ] as const)('of %s starts, is healthy and stops when told to', async (service, role) => {
    const port = String(await freePort());
    const { child, ended, printed } = start(service, {
      DATABASE_URL: database[role],
      DATABASE_URL_NATIONAL: database.nationalUrl,
      REDIS_URL: redis.url,
      PORT: port,
      HEALTH_PORT: port,
      SESSION_SECRET: 'a secret of at least thirty-two characters',
      PUBLIC_URL: 'https://tocsin.example',
      CORRECTIONS_ADDRESS: 'corrections@tocsin.example',
      OPERATED_BY: 'Example County Council',
      ACCESSIBILITY_CONTACT: 'access@tocsin.example',
      SMTP_URL: 'smtp://127.0.0.1:9',
      LOG_LEVEL: 'warn',
    });
    expect(await getsHealthy(Number(port), ended), printed()).toBe(true);
    child.kill('SIGTERM');
    expect(await ended, printed()).toBe(0);
  });

  test.each(['ingest', 'web', 'cli'])('of %s has beside it how the files of councils are read', (service) => {
    expect(existsSync(path.join(folder, service, 'packages/sources/src/councils'))).toBe(true);
  });

  test('of migrate brings a database up to date', async () => {
    const { ended, printed } = start('migrate', { DATABASE_URL: database.adminUrl });
    expect(await ended, printed()).toBe(0);
  });

  test('of the command line answers', async () => {
    const { ended, printed } = start('cli', {});
    await ended;
    expect(printed()).toContain('Usage: tocsin');
  });

  test('of the command line reads a workbook, in a thread with a program of its own', async () => {
    const file = path.join(folder, 'spend.xlsx');
    const rows = [
      ['Supplier Name', 'Payment Date', 'Net Amount', 'Purpose'],
      ['Example Care Ltd', '2026-10-01', '600.00', 'Care'],
    ];
    writeFileSync(file, workbookOf(rows));
    const { ended, printed } = start('cli', {}, 'map-spend', file);
    expect(await ended, printed()).toBe(0);
    expect(printed()).toContain('account-for <folder>');
  });
});
