import path from 'node:path';
import { migrate } from '@tocsin/db';
import type { Role } from '@tocsin/db';
import { buildPrograms, builtProgram } from './build.ts';
import { mailboxFolder } from './data-folder.ts';
import { checkSettings, environmentOf } from './environment.ts';
import type { Addresses } from './environment.ts';
import { keepUp } from '../servers/keep-up.ts';
import { openLogFile } from './log-file.ts';
import { follow } from './log-lines.ts';
import type { Say } from './log-lines.ts';
import { startMailbox } from './mailbox.ts';
import { runProgram } from './programs.ts';
import { watchSpace } from './space.ts';
import { startServers } from '../servers/servers.ts';

/** The services and the database role of each. */
const services = {
  ingest: 'tocsin_worker',
  scoring: 'tocsin_worker',
  notifier: 'tocsin_worker',
  web: 'tocsin_web',
} as const satisfies Record<string, Role>;

export type ServiceName = keyof typeof services;
export const allServices: readonly ServiceName[] = ['ingest', 'scoring', 'notifier', 'web'];

export interface System {
  readonly addresses: Addresses;
  /** The services first, then what they stand on. */
  stop(): Promise<void>;
}

/**
 * Starts the servers, brings the schema up to date, starts the mailbox and the named services, and keeps them all up.
 * Needs the lock of the data folder. `webUrl` is where the pages are, or will be when they run: chosen by the caller only
 * when they are about to, for another program may take a free port while servers start.
 */
export async function startSystem(
  folder: string,
  webUrl: string | (() => Promise<string>),
  names: readonly ServiceName[],
  say: Say,
): Promise<System> {
  checkSettings();
  // With them the command line, which runs beside a system.
  const [servers] = await Promise.all([startServers(folder, say), buildPrograms(folder, [...names, 'cli'])]);
  const mailbox = await startMailbox(mailboxFolder(folder));
  const applied = await migrate(servers.databaseUrl);
  if (applied.length > 0) say('postgres', `brought up to date by ${applied.length} migrations`);
  const { databaseUrl, redisUrl } = servers;
  const addresses = {
    databaseUrl,
    redisUrl,
    smtpUrl: mailbox.url,
    webUrl: typeof webUrl === 'string' ? webUrl : await webUrl(),
  };

  const log = openLogFile(path.join(folder, 'services.log'), (sentence) => say('log', sentence));
  const stops = names.map((name) => {
    const run = () => {
      const program = runProgram(
        builtProgram(folder, name),
        [],
        environmentOf(services[name], folder, addresses),
      );
      follow(name, program, say, log);
      return program;
    };
    return keepUp(
      run(),
      async () => run(),
      (sentence) => say(name, sentence),
    );
  });
  const stopWatch = watchSpace(folder, (sentence) => say('disk', sentence));
  return {
    addresses,
    async stop() {
      await Promise.all(stops.map((stop) => stop()));
      await mailbox.stop();
      await servers.stop();
      await stopWatch();
    },
  };
}
