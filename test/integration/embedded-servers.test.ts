import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startPostgres, startValkey } from '@tocsin/infra';
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

describe('the embedded Valkey of WebAssembly', () => {
  test('evicts nothing and keeps nothing on disk', async () => {
    const server = await startValkey(folder, { kind: 'wasm' });
    const redis = new Redis(server.url);
    expect(await redis.config('GET', 'maxmemory-policy')).toEqual(['maxmemory-policy', 'noeviction']);
    expect(await redis.config('GET', 'appendonly')).toEqual(['appendonly', 'no']);
    redis.disconnect();
    await server.stop();
  });

  test('goes on accepting after 6,100 connections: the package as published stops at 6,031', async () => {
    const server = await startValkey(folder, { kind: 'wasm' });
    const port = Number(new URL(server.url).port);
    for (let opened = 0; opened < 6_100; opened += 50) {
      await Promise.all(Array.from({ length: 50 }, () => ping(port)));
    }
    expect(await ping(port)).toBe('+PONG\r\n');
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
