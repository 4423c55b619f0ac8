import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { roles } from '@tocsin/db';
import { roleUrl, startPostgres, startValkey } from '@tocsin/infra';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tocsin-servers-'));
  // Postgres runs as nobody when we are root.
  chmodSync(folder, 0o711);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function ask(url: string, query: string): Promise<unknown> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query({ text: query, rowMode: 'array' });
    return rows[0]?.[0];
  } finally {
    await client.end();
  }
}

describe('the embedded Postgres', () => {
  test('keeps what was committed when it is killed, and comes back at the same address', async () => {
    const first = await startPostgres(folder);
    await ask(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    process.kill(first.pid, 'SIGKILL');
    expect(await first.exited).not.toBe(0);

    const again = await startPostgres(folder, { port: Number(new URL(first.url).port) });
    expect(again.url).toBe(first.url);
    expect(await ask(again.url, 'SELECT answer FROM kept')).toBe(42);
    await again.stop();
    expect(await again.exited).toBe(0);
  });

  test('takes over from a server that nobody stopped', async () => {
    const forgotten = await startPostgres(folder);
    const next = await startPostgres(folder);
    await forgotten.exited;
    expect(await ask(next.url, 'SELECT answer FROM kept')).toBe(42);
    await next.stop();
  });

  test('is not kept from starting by a pid file whose number is now another program’s', async () => {
    const pidFile = path.join(folder, 'postgres', 'postmaster.pid');
    writeFileSync(pidFile, `${process.pid}\n${path.join(folder, 'postgres')}\n0\n0\n\n127.0.0.1\n\nready\n`);
    const server = await startPostgres(folder);
    expect(readFileSync(pidFile, 'utf8').split('\n')[0]).toBe(String(server.pid));
    await server.stop();
  });

  test('has the extensions and the Unicode that search needs', async () => {
    const server = await startPostgres(folder);
    for (const name of ['pg_trgm', 'fuzzystrmatch', 'unaccent'])
      await ask(server.url, `CREATE EXTENSION ${name}`);
    expect(await ask(server.url, "SELECT unaccent(lower('CAFÉ Ŵ'))")).toBe('cafe w');
    await server.stop();
  });
});

function signedInAs(url: string, user: string, password: string): string {
  const other = new URL(url);
  other.username = user;
  other.password = password;
  return other.href;
}

describe('the embedded Postgres lets nobody in', () => {
  test('but the administrator and each role, by a password of its own in a file that only the user can read', async () => {
    const server = await startPostgres(folder);
    const { password } = new URL(server.url);
    for (const user of ['postgres', ...roles, 'nobody'])
      for (const tried of ['', user, user === 'postgres' ? `${password}0` : password])
        await expect(ask(signedInAs(server.url, user, tried), 'SELECT 1')).rejects.toThrow(/password/);
    expect(await ask(server.url, 'SELECT session_user')).toBe('postgres');
    for (const role of roles) expect(await ask(roleUrl(server.url, role), 'SELECT session_user')).toBe(role);
    const file = path.join(folder, 'postgres.password');
    expect([readFileSync(file, 'utf8'), statSync(file).mode & 0o777]).toEqual([password, 0o600]);
    const { stdout } = spawnSync('ps', ['-eo', 'args'], { encoding: 'utf8' });
    expect([stdout.includes('postgres'), stdout.includes(password)]).toEqual([true, false]);
    expect(readFileSync(path.join(folder, 'postgres.log'), 'utf8')).not.toContain(password);
    await server.stop();
  });

  test('any more, where the data is of a version that trusted everybody on this machine', async () => {
    const earlier = await startPostgres(folder);
    await ask(earlier.url, 'CREATE TABLE of_earlier AS SELECT 7 AS answer');
    for (const user of [...roles, 'postgres']) await ask(earlier.url, `ALTER ROLE ${user} PASSWORD NULL`);
    await earlier.stop();
    writeFileSync(path.join(folder, 'postgres', 'pg_hba.conf'), 'host all all 127.0.0.1/32 trust\n');
    rmSync(path.join(folder, 'postgres.password'));

    const server = await startPostgres(folder);
    await expect(ask(signedInAs(server.url, 'postgres', ''), 'SELECT 1')).rejects.toThrow(/password/);
    expect(await ask(server.url, 'SELECT answer FROM of_earlier')).toBe(7);
    expect(await ask(roleUrl(server.url, 'tocsin_web'), 'SELECT session_user')).toBe('tocsin_web');
    await server.stop();
  });

  test('and a role that came with a later version by its own password too', async () => {
    const earlier = await startPostgres(folder);
    await ask(earlier.url, 'ALTER ROLE tocsin_web PASSWORD NULL');
    await earlier.stop();
    const hba = path.join(folder, 'postgres', 'pg_hba.conf');
    writeFileSync(hba, readFileSync(hba, 'utf8').replace('tocsin_web, ', ''));

    const server = await startPostgres(folder);
    expect(await ask(roleUrl(server.url, 'tocsin_web'), 'SELECT session_user')).toBe('tocsin_web');
    await server.stop();
  });

  test('by an old password once the file was lost, and the user by the new one', async () => {
    const before = await startPostgres(folder);
    await before.stop();
    rmSync(path.join(folder, 'postgres.password'));
    const server = await startPostgres(folder, { port: Number(new URL(before.url).port) });
    await expect(ask(before.url, 'SELECT 1')).rejects.toThrow(/password/);
    expect(await ask(server.url, 'SELECT answer FROM kept')).toBe(42);
    await server.stop();
  });
});

describe('the embedded Valkey of WebAssembly', () => {
  test('evicts nothing and keeps nothing on disk', async () => {
    const server = await startValkey(folder, { kind: 'wasm' });
    const redis = new Redis(server.url);
    expect(await redis.config('GET', 'maxmemory-policy')).toEqual(['maxmemory-policy', 'noeviction']);
    expect(await redis.config('GET', 'appendonly')).toEqual(['appendonly', 'no']);
    redis.disconnect();
    await server.stop();
  });

  test('does nothing for who does not know its password', async () => {
    const server = await startValkey(folder, { kind: 'wasm' });
    const stranger = new Redis({
      port: Number(new URL(server.url).port),
      host: '127.0.0.1',
      lazyConnect: true,
    });
    stranger.on('error', () => undefined);
    await expect(stranger.flushall()).rejects.toThrow(/NOAUTH/);
    stranger.disconnect();
    const file = path.join(folder, 'valkey.password');
    expect([readFileSync(file, 'utf8'), statSync(file).mode & 0o777]).toEqual([
      new URL(server.url).password,
      0o600,
    ]);
    await server.stop();
  });

  test('goes on accepting after 6,100 connections: the package as published stops at 6,031', async () => {
    const server = await startValkey(folder, { kind: 'wasm' });
    const port = Number(new URL(server.url).port);
    const anyAnswer = '-NOAUTH Authentication required.\r\n';
    for (let opened = 0; opened < 6_100; opened += 50) {
      await Promise.all(Array.from({ length: 50 }, () => ping(port)));
    }
    expect(await ping(port)).toBe(anyAnswer);
    await server.stop();
  });

  test('says so when it cannot listen', async () => {
    const first = await startValkey(folder, { kind: 'wasm' });
    const port = Number(new URL(first.url).port);
    await expect(startValkey(folder, { kind: 'wasm', port })).rejects.toThrow(/address already in use/i);
    await first.stop();
  });
});

/** One connection: opened, used, closed by us. */
function ping(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    socket.once('error', reject);
    socket.once('data', (reply) => {
      socket.destroy();
      resolve(String(reply));
    });
  });
}
