import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chownSync, existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { roles } from '@tocsin/db';
import { freePort } from './free-port.ts';
import { canEnter, enterableFolder, postgresIdentity } from './identity.ts';
import type { Identity } from './identity.ts';
import { passwordIn, passwordOfRole } from './passwords.ts';
import { postgresBinaries } from './postgres-binaries.ts';
import { stopStray } from './stray.ts';
import { runTied } from './tied.ts';
import type { RunningServer } from './tied.ts';

export interface Postgres extends RunningServer {
  /** The superuser's address, with its password; it answers on the loopback address only. */
  readonly url: string;
}

export interface PostgresOptions {
  /** To come back at the same address after a crash; else any free port. */
  readonly port?: number;
  /** postgresql.conf names and values. */
  readonly settings?: Readonly<Record<string, string>>;
}

interface DataPlace {
  readonly data: string;
  /** The superuser's. */
  readonly password: string;
  readonly binaries: string;
  readonly identity: Identity | undefined;
}

const ENV = { LC_ALL: 'C', TZ: 'UTC', PATH: process.env['PATH'] ?? '' };
const ATTEMPTS = 20;
const BETWEEN_ATTEMPTS_MS = 250;
/** A killed postmaster's children need a moment to go, and another process may take our port first. */
const PASSING = ['pre-existing shared memory block', 'Address already in use'];

/**
 * Real Postgres 18 from npm on a private free port, on the data in `<folder>/postgres`, made on first use. Survives
 * what an earlier run left behind: a stale `postmaster.pid`, a server without a parent, an initdb cut short.
 * Throws with the end of the server's log if it does not come up.
 */
export async function startPostgres(folder: string, options: PostgresOptions = {}): Promise<Postgres> {
  const place = await prepare(folder);
  if (!existsSync(path.join(place.data, 'PG_VERSION'))) createCluster(place);
  askForPasswords(place);
  const log = path.join(folder, 'postgres.log');
  for (let attempt = 1; ; attempt += 1) {
    writeFileSync(log, '', { mode: 0o600 });
    try {
      return await launch(place, options, log);
    } catch (error) {
      const passing = PASSING.some((message) => String(error).includes(message));
      if (!passing || attempt === ATTEMPTS) throw error;
      await delay(BETWEEN_ATTEMPTS_MS);
    }
  }
}

async function launch(place: DataPlace, options: PostgresOptions, log: string): Promise<Postgres> {
  const port = options.port ?? (await freePort());
  const all = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    // No socket file: its path may be at most 107 characters long.
    unix_socket_directories: '',
    logging_collector: 'off',
    timezone: 'UTC',
    ...options.settings,
  };
  const server = await runTied(
    './guard.mjs',
    {
      command: path.join(place.binaries, 'bin', 'postgres'),
      args: ['-D', place.data, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
      identity: place.identity,
      env: ENV,
      ready: 'database system is ready to accept connections',
      // Fast shutdown: open transactions are rolled back, the rest is flushed.
      stopSignal: 'SIGINT',
    },
    log,
  );
  return { ...server, url: `postgresql://postgres:${place.password}@127.0.0.1:${port}/postgres` };
}

async function prepare(folder: string): Promise<DataPlace> {
  mkdirSync(folder, { recursive: true });
  const wanted = path.join(folder, 'postgres');
  const password = passwordIn(folder, 'postgres');
  const identity = postgresIdentity(wanted);
  const binaries = postgresBinaries(identity);
  if (identity === undefined || canEnter(folder, identity)) {
    await stopStray(wanted);
    return { data: wanted, password, binaries, identity };
  }
  const data = path.join(enterableFolder(wanted, identity), 'postgres');
  await stopStray(data);
  if (lstatSync(wanted, { throwIfNoEntry: false }) === undefined) {
    // The link is the owner's handle on the data: who removes the data folder wants to start afresh.
    rmSync(data, { recursive: true, force: true });
    symlinkSync(data, wanted);
    process.stderr.write(`Postgres may not run as root and cannot enter ${folder}: its data is in ${data}\n`);
  }
  return { data, password, binaries, identity };
}

function createCluster({ data, binaries, identity }: DataPlace): void {
  const draft = `${data}.new`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  if (identity !== undefined) chownSync(draft, identity.uid, identity.gid);
  const options =
    '--username=postgres --auth=reject --no-instructions --no-sync --encoding=UTF8 --locale=C ' +
    '--locale-provider=builtin --builtin-locale=C.UTF-8';
  const { status, error, stdout, stderr } = spawnSync(
    path.join(binaries, 'bin', 'initdb'),
    ['-D', draft, ...options.split(' ')],
    { ...identity, cwd: '/', env: ENV, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`initdb failed: ${error?.message ?? stderr + stdout}`);
  renameSync(draft, data);
}

/**
 * Lets people in by password only, the administrator and each role by their own, where it is not so yet: in new data, in
 * data of an earlier version, which trusted everybody on this machine or had fewer roles, and where the file with the
 * password was lost.
 * Done by a server that listens nowhere, so that there is no moment without.
 */
function askForPasswords({ data, password, binaries, identity }: DataPlace): void {
  const file = path.join(data, 'pg_hba.conf');
  const wanted =
    `# Written by Tocsin. The administrator's password is the one with the SHA-256 ${sha256(password)}.\n` +
    `# Those who have one: ${roles.join(', ')}.\n` +
    'host all all 127.0.0.1/32 scram-sha-256\n';
  if (readFileSync(file, 'utf8') === wanted) return;
  const statements = [
    // What 256 random bits gain from being hashed thousands of times is nothing, at each connection.
    'SET scram_iterations = 1',
    `ALTER ROLE postgres PASSWORD '${password}'`,
    ...roles.flatMap((role) => [
      `DO $$ BEGIN IF to_regrole('${role}') IS NULL THEN CREATE ROLE ${role} LOGIN NOINHERIT; END IF; END $$`,
      `ALTER ROLE ${role} PASSWORD '${passwordOfRole(password, role)}'`,
    ]),
  ];
  const settings = ['exit_on_error=on', 'log_min_error_statement=panic', 'password_encryption=scram-sha-256'];
  const { status, error, stdout, stderr } = spawnSync(
    path.join(binaries, 'bin', 'postgres'),
    ['--single', '-D', data, ...settings.flatMap((setting) => ['-c', setting]), 'postgres'],
    { ...identity, cwd: '/', env: ENV, encoding: 'utf8', input: `${statements.join('\n')}\n` },
  );
  if (status !== 0) throw new Error(`passwords could not be set: ${error?.message ?? stderr + stdout}`);
  writeFileSync(`${file}.new`, wanted, { mode: 0o600 });
  if (identity !== undefined) chownSync(`${file}.new`, identity.uid, identity.gid);
  renameSync(`${file}.new`, file);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
