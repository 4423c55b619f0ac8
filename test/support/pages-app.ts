import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openDatabase, openFor } from '@tocsin/db';
import type { Logger } from '@tocsin/runtime';
import { sources } from '@tocsin/sources';
import { buildApp } from '@tocsin/web';
import { seedPages } from './pages-seed.ts';
import { seedDay } from './pages-world.ts';
import type { SeedSupplier } from './seed-supplier.ts';
import { freshDatabase, type FreshDatabase } from './stack.ts';

/** The pages over a database of their own, on a free port. */
export interface PagesUnderTest {
  readonly app: Awaited<ReturnType<typeof buildApp>>;
  readonly url: string;
  readonly database: FreshDatabase;
  readonly mailbox: string;
  /** Alert ids by council. */
  readonly alerts: Readonly<Record<string, readonly string[]>>;
  /** What the pages wrote to their log as errors. */
  readonly errors: readonly unknown[];
  /** What they wrote as warnings. */
  readonly warnings: readonly unknown[];
  stop(): Promise<void>;
}

/** Where people reach the pages of a server in tests. */
export const serverUrl = 'https://tocsin.example';

type Ports = Parameters<typeof buildApp>[0];

/** What a server has that a local copy has not. */
export interface Served {
  readonly settings?: Partial<Ports['settings']>;
  readonly sendMail?: NonNullable<Ports['sendMail']>;
  /** Where it listens; by default on any free port. */
  readonly port?: number;
  /** What one council gets of the pages; by default all that it asks for, one after the other or not. */
  readonly turns?: NonNullable<Ports['turns']>;
  /** How the other services are; by default all live. */
  readonly heartbeats?: Ports['heartbeats'];
}

/** Starts the pages in local mode over seeded suppliers, on the day of the seed. */
export async function startPages(
  suppliers: readonly SeedSupplier[],
  mode: 'local' | 'server' = 'local',
  requestsPerMinute = 100_000,
  served: Served = {},
): Promise<PagesUnderTest> {
  const database = await freshDatabase();
  const { alerts } = await seedPages(database.adminUrl, suppliers);
  const pages = await openPages(database, seedDay, mode, requestsPerMinute, undefined, undefined, served);
  return {
    ...pages,
    database,
    alerts,
    async stop() {
      await pages.stop();
      await database.drop();
    },
  };
}

/** The pages on one day, or on what a test says is today, over what a database holds, which stays when they stop. */
export async function openPages(
  database: FreshDatabase,
  day: string | (() => string),
  mode: 'local' | 'server' = 'local',
  requestsPerMinute = 100_000,
  isSet: (setting: string) => boolean = () => false,
  logger?: Pick<Logger, 'info' | 'warn' | 'error'>,
  served: Served = {},
): Promise<Omit<PagesUnderTest, 'alerts' | 'database'>> {
  const today = typeof day === 'string' ? () => day : day;
  const db = openDatabase(database.webUrl, { max: 4 });
  const national = openDatabase(database.nationalUrl, { max: 2 });
  const signIn = openFor('sign-in', database.adminUrl, { max: 2 });
  const operator = openFor('operator', database.adminUrl, { max: 2 });
  const mailbox = mkdtempSync(path.join(tmpdir(), 'tocsin-mailbox-'));
  const errors: unknown[] = [];
  const warnings: unknown[] = [];
  const app = await buildApp({
    db,
    national,
    signIn,
    operator,
    ...(served.sendMail ? { sendMail: served.sendMail } : {}),
    pulse: async () => undefined,
    heartbeats: served.heartbeats ?? (async () => ({ ingest: today(), scoring: today(), notifier: today() })),
    sources,
    isSet,
    settings: {
      TOCSIN_MODE: mode,
      TOCSIN_MAILBOX_DIR: mailbox,
      ...(mode === 'server'
        ? {
            PUBLIC_URL: serverUrl,
            CORRECTIONS_ADDRESS: 'corrections@tocsin.example',
            OPERATED_BY: 'Example County Council',
            ACCESSIBILITY_CONTACT: 'access@tocsin.example',
            ...served.settings,
          }
        : {}),
    },
    now: () => new Date(`${today()}T12:00:00Z`),
    logger: logger ?? {
      info: () => undefined,
      warn: (fields: unknown) => void warnings.push(fields),
      error: (fields: unknown) => void errors.push(fields),
    },
    requestsPerMinute,
    turns: served.turns ?? { share: 1, atOnce: { alone: 100, beside: 100 } },
  });
  const url = await app.listen({ port: served.port ?? 0, host: '127.0.0.1' });
  return {
    app,
    url,
    mailbox,
    errors,
    warnings,
    async stop() {
      await app.close();
      await Promise.all([db.destroy(), national.destroy(), signIn.destroy()]);
      rmSync(mailbox, { recursive: true });
    },
  };
}

export interface Route {
  readonly method: string;
  readonly path: string;
}

/** Every route that the pages answer, read from the router itself, so that no test forgets one. */
export function routesOf(app: PagesUnderTest['app']): readonly Route[] {
  const branch: string[] = [];
  return app
    .printRoutes({ commonPrefix: false })
    .split('\n')
    .flatMap((line) => {
      const [, indent = '', part = '', methods = ''] = /^(.*?)[└├]── (\S+) \(([A-Z, ]+)\)$/.exec(line) ?? [];
      if (part === '') return [];
      const depth = indent.length / 4;
      branch.splice(depth, Infinity, part);
      const path = `/${branch.join('')}`.replace('//', '/');
      return methods.split(', ').map((method) => ({ method, path }));
    });
}

type Answer = Awaited<ReturnType<PagesUnderTest['app']['inject']>>;

/** A form of a page as a browser would send it: the token of the page, with its cookie, for one council. */
export async function formOf(
  app: PagesUnderTest['app'],
  council: string,
  page: string,
): Promise<(to: string, fields: Readonly<Record<string, string>>) => Promise<Answer>> {
  const shown = await app.inject({ url: page, cookies: { tocsin_council: council } });
  const token = /name="token" value="([^"]+)"/.exec(shown.body)?.[1] ?? '';
  const cookies = Object.fromEntries(shown.cookies.map(({ name, value }) => [name, value]));
  return async (to, fields) =>
    app.inject({
      method: 'POST',
      url: to,
      cookies: { ...cookies, tocsin_council: council },
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ token, ...fields }).toString(),
    });
}
