import { keepUp } from './keep-up.ts';
import type { Say } from '../system/log-lines.ts';
import { startPostgres } from './postgres.ts';
import { startValkey } from './valkey.ts';

/** Postgres and Redis as everything else sees them. */
export interface Servers {
  /** Signs in as the administrator: for migrations; the services get `roleUrl`. */
  readonly databaseUrl: string;
  readonly redisUrl: string;
  stop(): Promise<void>;
}

interface Server {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * The servers at `DATABASE_URL` and `REDIS_URL`, and an embedded one in place of each that is not set. An embedded one
 * that dies comes back at the same address on the same data. `settings` are for the embedded Postgres.
 */
export async function startServers(
  folder: string,
  say: Say,
  settings: Readonly<Record<string, string>> = {},
): Promise<Servers> {
  const [postgres, valkey] = await Promise.all([
    given('postgres', process.env['DATABASE_URL'], say) ?? embeddedPostgres(folder, say, settings),
    given('redis', process.env['REDIS_URL'], say) ?? embeddedValkey(folder, say),
  ]);
  return {
    databaseUrl: postgres.url,
    redisUrl: valkey.url,
    async stop() {
      await Promise.all([postgres.stop(), valkey.stop()]);
    },
  };
}

function given(name: string, url: string | undefined, say: Say): Server | undefined {
  if (!url) return undefined;
  say(name, 'using the given one');
  return { url, stop: async () => undefined };
}

async function embeddedPostgres(
  folder: string,
  say: Say,
  settings: Readonly<Record<string, string>>,
): Promise<Server> {
  const first = await startPostgres(folder, { settings });
  const { host, port } = new URL(first.url);
  say('postgres', `embedded, at ${host}`);
  const stop = keepUp(
    first,
    () => startPostgres(folder, { settings, port: Number(port) }),
    (sentence) => say('postgres', sentence),
  );
  return { url: first.url, stop };
}

async function embeddedValkey(folder: string, say: Say): Promise<Server> {
  const first = await startValkey(folder);
  const { host, port } = new URL(first.url);
  say('valkey', `embedded (${first.kind}), at ${host}`);
  const stop = keepUp(
    first,
    () => startValkey(folder, { kind: first.kind, port: Number(port) }),
    (sentence) => say('valkey', sentence),
  );
  return { url: first.url, stop };
}
