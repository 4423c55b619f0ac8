import { randomBytes } from 'node:crypto';
import { roleUrl } from '@tocsin/infra';
import { inject } from 'vitest';
import { onServer, withDatabase } from './admin.ts';
import { flushRedis, REDIS_PER_WORKER } from './redis.ts';

export interface FreshDatabase {
  /** Signs in as `tocsin_worker`. */
  readonly url: string;
  /** Signs in as `tocsin_web`. */
  readonly webUrl: string;
  /** Signs in as `tocsin_national`. */
  readonly nationalUrl: string;
  /** Signs in as the owner of everything. */
  readonly adminUrl: string;
  /** Closes whatever is still connected and removes it. */
  drop(): Promise<void>;
}

export interface FreshRedis {
  readonly url: string;
  /** Empties it, as FLUSHALL on a server of one's own would. */
  flush(): Promise<void>;
}

/**
 * An empty database with every migration applied: real Postgres, a copy of the template of this run. Its files are
 * copied: through the log of Postgres, which is the default, a copy takes several times the processor time.
 */
export async function freshDatabase(): Promise<FreshDatabase> {
  const { databaseUrl, template } = inject('stack');
  const name = `tocsin_test_${randomBytes(6).toString('hex')}`;
  await onServer(databaseUrl, `CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY FILE_COPY`);
  const adminUrl = withDatabase(databaseUrl, name);
  return {
    url: roleUrl(adminUrl, 'tocsin_worker'),
    webUrl: roleUrl(adminUrl, 'tocsin_web'),
    nationalUrl: roleUrl(adminUrl, 'tocsin_national'),
    adminUrl,
    drop: () => onServer(databaseUrl, `DROP DATABASE ${name} WITH (FORCE)`),
  };
}

let asked = 0;

/**
 * An empty Redis database of the one server of this run. Each worker of the run has three, which its files use in turn:
 * a file may hold up to three at once.
 */
export async function freshRedis(): Promise<FreshRedis> {
  const worker = Number(process.env['VITEST_POOL_ID']) - 1;
  const url = new URL(inject('stack').redisUrl);
  url.pathname = `/${worker * REDIS_PER_WORKER + (asked % REDIS_PER_WORKER) + 1}`;
  asked += 1;
  const flush = () => flushRedis(url.href);
  await flush();
  return { url: url.href, flush };
}
