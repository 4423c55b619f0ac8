import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { afterAll } from 'vitest';
import { isOurs, type SentSql } from './sent-sql.ts';

// While a release is made, the tests run with this: whatever the services' own code sends to Postgres is written to
// `TOCSIN_SQL_TO`, a file for each test file. What only a test sends is left out.

const clone = fileURLToPath(new URL('../..', import.meta.url));
const folder = process.env['TOCSIN_SQL_TO'] ?? '';
const found = new Map<string, SentSql>();

Error.stackTraceLimit = 60;
const send: (...given: readonly unknown[]) => unknown = Reflect.get(Client.prototype, 'query');
Reflect.set(
  Client.prototype,
  'query',
  new Proxy(send, {
    apply(asked, client: Client, given: readonly unknown[]) {
      note(client, textOf(given[0]));
      return Reflect.apply(asked, client, given);
    },
  }),
);

afterAll(() => {
  if (found.size === 0) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, `${randomUUID()}.json`), JSON.stringify([...found.values()]));
});

function textOf(query: unknown): string | undefined {
  if (typeof query === 'string') return query;
  const { text } = (query ?? {}) as { readonly text?: unknown };
  return typeof text === 'string' ? text : undefined;
}

function note(client: Client, sql: string | undefined): void {
  const role = roleOf(client);
  if (sql === undefined || !isOurs(role, sql) || found.has(`${role} ${sql}`)) return;
  const from = sender();
  if (from && !from.startsWith('test/')) found.set(`${role} ${sql}`, { role, from, sql });
}

function roleOf(client: Client): string {
  const { options } = (client as unknown as { connectionParameters: { options?: string } })
    .connectionParameters;
  return /role=(\w+)/.exec(options ?? '')?.[1] ?? client.user ?? '';
}

/** The file of the clone that sent the statement, seen through the packages in between. */
function sender(): string | undefined {
  const frames = (new Error('who asks').stack ?? '').split('\n');
  const files = frames.map((frame) => /(?:file:\/\/)?(\/[^():]+\.ts)[:?]/.exec(frame)?.[1] ?? '');
  return files
    .filter((file) => file.startsWith(clone) && !file.includes('node_modules'))
    .map((file) => file.slice(clone.length))
    .find((file) => file !== 'test/support/record-sql.ts');
}
