import { chmodSync, existsSync, mkdtempSync, realpathSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { migrate } from '@tocsin/db';
import { startServers } from '@tocsin/infra';
import type { TestProject } from 'vitest/node';
import { onServer, withDatabase } from './admin.ts';
import { refuseUsedRedis } from './redis.ts';

/** What every test file needs to ask for a database or a Redis of its own. */
export interface Stack {
  readonly databaseUrl: string;
  /** A migrated database that nobody connects to; new ones are copies of it. */
  readonly template: string;
  readonly redisUrl: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    stack: Stack;
  }
}

/** A process may be killed, the machine does not lose power: what is not synced survives. */
const FAST_AND_KILL_SAFE = {
  fsync: 'off',
  full_page_writes: 'off',
  max_connections: '300',
  // Nobody reads the log but this server.
  wal_level: 'minimal',
  max_wal_senders: '0',
  wal_init_zero: 'off',
};

/** Starts the servers once per run, for whichever project comes first. */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if ('stack' in project.getProvidedContext()) return undefined;
  const { stack, stop } = await startStack();
  project.vitest.provide('stack', stack);
  return stop;
}

async function startStack(): Promise<{ stack: Stack; stop: () => Promise<void> }> {
  const folder = mkdtempSync(path.join(roomForData(), 'tocsin-test-'));
  // Postgres runs as nobody when we are root.
  chmodSync(folder, 0o711);
  const servers = await startServers(folder, () => undefined, FAST_AND_KILL_SAFE);
  await refuseUsedRedis(servers.redisUrl);
  const template = `tocsin_template_${process.pid}`;
  await onServer(servers.databaseUrl, `CREATE DATABASE ${template}`);
  await migrate(withDatabase(servers.databaseUrl, template));
  return {
    stack: { databaseUrl: servers.databaseUrl, template, redisUrl: servers.redisUrl },
    async stop() {
      await onServer(servers.databaseUrl, `DROP DATABASE ${template}`);
      await servers.stop();
      for (const part of [path.join(folder, 'postgres'), folder]) {
        rmSync(existing(part), { recursive: true, force: true });
      }
    },
  };
}

const IN_MEMORY = '/dev/shm';
/** What the databases of one run take at once, and as much again. */
const ENOUGH_BYTES = 6e9;

/**
 * In memory, where it has room: each database is some 800 files that are made and removed within seconds, and a disk's file
 * system looks long for numbers of files that nobody had lately: a quarter of the processor time of a run.
 */
function roomForData(): string {
  if (!existsSync(IN_MEMORY)) return tmpdir();
  const { bavail, bsize } = statfsSync(IN_MEMORY);
  return bavail * bsize < ENOUGH_BYTES ? tmpdir() : IN_MEMORY;
}

/** Where a link leads, so that the data goes and not only the link to it. */
function existing(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}
