import { spawn } from 'node:child_process';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { migrate } from '@tocsin/db';
import { cloneFolder, dataFolder, mailboxFolder, readState } from './data-folder.ts';
import { environmentOf, readDotEnv } from './environment.ts';
import type { Addresses } from './environment.ts';
import { isLocked, takeLock } from './lock.ts';
import { startMailbox } from './mailbox.ts';
import { startServers } from './servers.ts';

/** Pure work on files: these need neither Postgres nor Redis. */
const OFFLINE = ['read-accounts', 'match-names', 'map-spend', 'evaluate', 'replay', 'compare-models'];
const POLL_MS = 100;
const PATIENCE_MS = 1_000;

const cli = path.join(cloneFolder, 'services', 'cli', 'src', 'main.ts');
const args = process.argv.slice(2);
const [verb = 'help'] = args;

readDotEnv();
if (OFFLINE.includes(verb) || verb === 'help' || args.includes('--help')) {
  process.argv = [process.execPath, cli, ...args];
  await import(pathToFileURL(cli).href);
} else {
  process.exitCode = await withServers();
}

/** Beside the running system if there is one, else on servers of our own for as long as the command takes. */
async function withServers(): Promise<number> {
  const folder = dataFolder();
  const found = await runningOrLock(folder);
  if (typeof found !== 'function') return runCli(folder, found, 'running');
  const release = found;
  try {
    const servers = await startServers(folder, tell);
    const mailbox = await startMailbox(mailboxFolder(folder));
    await migrate(servers.databaseUrl);
    const webUrl = `http://localhost:${process.env['PORT'] ?? 3000}`;
    const code = await runCli(folder, { ...servers, webUrl, smtpUrl: mailbox.url }, 'alone');
    await mailbox.stop();
    await servers.stop();
    return code;
  } finally {
    release();
  }
}

/** The addresses of the running system, or the lock of the data folder once nobody else has it. */
async function runningOrLock(folder: string): Promise<Addresses | (() => void)> {
  for (let waited = 0; ; waited += POLL_MS) {
    const release = takeLock(folder);
    if (release !== undefined) return release;
    const state = readState(folder);
    if (state !== undefined && isLocked(folder)) return state;
    if (waited === PATIENCE_MS) tell('tocsin', `waiting for the process that uses ${folder}`);
    await delay(POLL_MS);
  }
}

/** The exit code of the command; signals are its to handle. */
function runCli(folder: string, addresses: Addresses, system: 'running' | 'alone'): Promise<number> {
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), cli, ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...environmentOf('tocsin_worker', folder, addresses), TOCSIN_SYSTEM: system },
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 128));
  });
}

/** On stderr: the last line of stdout is the command's. */
function tell(part: string, sentence: string): void {
  process.stderr.write(`${part}: ${sentence}\n`);
}
