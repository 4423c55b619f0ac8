import { createWriteStream, rmSync } from 'node:fs';
import type { WriteStream } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { migrate } from '@tocsin/db';
import type { Role } from '@tocsin/db';
import { dataFolder, mailboxFolder, readState, stateFile, writeState } from './data-folder.ts';
import { environmentOf, readDotEnv } from './environment.ts';
import type { Addresses } from './environment.ts';
import { freePort, isFree } from './free-port.ts';
import { keepUp } from './keep-up.ts';
import { takeLock } from './lock.ts';
import { follow, say } from './log-lines.ts';
import { startMailbox } from './mailbox.ts';
import { runProgram } from './programs.ts';
import { startServers } from './servers.ts';
import type { RunningServer } from './tied.ts';

/** The services and the database role of each. */
const services: Readonly<Record<string, Role>> = {
  ingest: 'tocsin_worker',
  scoring: 'tocsin_worker',
  notifier: 'tocsin_worker',
  web: 'tocsin_web',
};
const USUAL_PORT = 3000;
const READY_WITHIN_MS = 60_000;
const POLL_MS = 100;
const SAME_WISH_MS = 1_000;

readDotEnv();
const folder = dataFolder();
const release = takeLock(folder);
if (release === undefined) {
  const running = readState(folder);
  say('tocsin', `already runs on ${folder}${running === undefined ? '' : `: ${running.webUrl}`}`);
  process.exit(0);
}

/** What is open, in the order it was opened. */
const open: (() => Promise<void> | void)[] = [release];
const closing = new AbortController();
let askedAt = 0;
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void shutDown(0));

try {
  await start();
} catch (error) {
  // What fails because we are closing is nobody's news.
  if (!closing.signal.aborted) {
    say('tocsin', error instanceof Error ? error.message : String(error));
    await shutDown(1);
  }
}

async function start(): Promise<void> {
  const port = await webPort();
  const servers = await startServers(folder, say);
  open.push(() => servers.stop());
  const mailbox = await startMailbox(mailboxFolder(folder));
  open.push(() => mailbox.stop());
  const applied = await migrate(servers.databaseUrl);
  if (applied.length > 0) say('postgres', `brought up to date by ${applied.length} migrations`);

  const addresses: Addresses = {
    databaseUrl: servers.databaseUrl,
    redisUrl: servers.redisUrl,
    smtpUrl: mailbox.url,
    webUrl: `http://localhost:${port}`,
  };
  startServices(addresses);
  await untilReady(port);
  writeState(folder, { pid: process.pid, mailboxDir: mailboxFolder(folder), ...addresses });
  open.push(() => rmSync(stateFile(folder), { force: true }));
  say('tocsin', `pages    ${addresses.webUrl}`);
  say('tocsin', `mailbox  ${addresses.webUrl}/local/mailbox`);
  if (process.env['TOCSIN_SAMPLE'] !== 'off') await loadSample(addresses);
  if (!closing.signal.aborted) say('tocsin', 'ready; Ctrl-C stops it');
}

/** `PORT` as asked (0 is any); else the usual one, or any where that is taken. */
async function webPort(): Promise<number> {
  const asked = process.env['PORT'];
  const port = asked ? Number(asked) : USUAL_PORT;
  if (port !== 0 && (await isFree(port))) return port;
  if (asked && port !== 0) throw new Error(`port ${port} is taken`);
  return freePort();
}

function startServices(addresses: Addresses): void {
  const log = createWriteStream(path.join(folder, 'services.log'));
  const stops = Object.entries(services).map(([name, role]) => {
    const run = () => startService(name, environmentOf(role, folder, addresses), log);
    return keepUp(
      run(),
      async () => run(),
      (sentence) => say(name, sentence),
    );
  });
  open.push(async () => {
    await Promise.all(stops.map((stop) => stop()));
    log.end();
  });
}

function startService(name: string, env: NodeJS.ProcessEnv, log: WriteStream): RunningServer {
  const program = runProgram(`services/${name}/src/main.ts`, [], { env });
  follow(name, program, log);
  return program;
}

/** Every part healthy; or, when some part takes its time, at least the pages. */
async function untilReady(port: number): Promise<void> {
  const deadline = performance.now() + READY_WITHIN_MS;
  while (!closing.signal.aborted) {
    const answer = await fetch(`http://127.0.0.1:${port}/health`).catch(() => undefined);
    const health = answer?.status === 200 ? await answer.text() : '';
    if (health.includes('"status":"ok"')) return;
    if (performance.now() > deadline) {
      if (health === '') throw new Error(`no healthy answer on port ${port}; see ${folder}/services.log`);
      say('tocsin', `not every part is up: ${health}`);
      return;
    }
    await delay(POLL_MS);
  }
}

/** Replays the sample of the public record, once: what is recorded already is a duplicate. */
async function loadSample(addresses: Addresses): Promise<void> {
  const env = environmentOf('tocsin_worker', folder, addresses);
  const program = runProgram('services/cli/src/main.ts', ['sample'], { env });
  follow('sample', program);
  open.push(() => program.stop());
  const code = await program.exited;
  if (code !== 0 && !closing.signal.aborted) say('sample', `ended with code ${code}`);
}

/**
 * Closes everything that is open, last opened first. Who asks again does not want to wait; but one Ctrl-C may arrive
 * twice, from the terminal and from npm.
 */
async function shutDown(code: number): Promise<void> {
  if (closing.signal.aborted) {
    if (performance.now() - askedAt > SAME_WISH_MS) process.exit(130);
    return;
  }
  askedAt = performance.now();
  closing.abort();
  say('tocsin', 'stopping');
  for (const close of open.toReversed()) await close();
  process.exit(code);
}
