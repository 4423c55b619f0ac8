import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { verbNeeds } from '@tocsin/cli';
import { inPlainWords } from '@tocsin/runtime';
import { buildPrograms, builtProgram } from '../system/build.ts';
import { cloneFolder, dataFolder, readState } from '../system/data-folder.ts';
import { environmentOf, readDotEnv } from '../system/environment.ts';
import type { Addresses } from '../system/environment.ts';
import { isLocked, takeLock } from '../system/lock.ts';
import { sayOn } from '../system/log-lines.ts';
import { keepAsked, keepLastLine } from '../tests/measured.ts';

const POLL_MS = 100;
const PATIENCE_MS = 1_000;

const cli = path.join(cloneFolder, 'services', 'cli', 'src', 'main.ts');
const { args, keep } = keepAsked(process.argv.slice(2));
/** On stderr: the last line of stdout is the verb's. */
const say = sayOn(process.stderr);

type Need = (typeof verbNeeds)[keyof typeof verbNeeds];

readDotEnv();
const need = needOf(args);
if (keep) {
  process.exitCode = await keepLastLine(keptUnder(args), ['tocsin', ...args]);
} else if (need !== 'nothing') {
  try {
    process.exitCode = await (need === 'system' ? besideSystem() : onDatabase(need));
  } catch (error) {
    say('tocsin', inPlainWords(error));
    process.exitCode = 1;
  }
} else {
  process.argv = [process.execPath, cli, ...args];
  await import(pathToFileURL(cli).href);
}

/** The command as the README prints it: without the folders and files of whoever runs it. */
function keptUnder(said: readonly string[]): string {
  return ['npm run tocsin --', ...said.filter((argument) => !existsSync(argument))].join(' ');
}

/** A verb that nobody knows, or a call for help, is answered without one. */
function needOf([verb = '', ...rest]: readonly string[]): Need {
  const needs = new Map<string, Need>(Object.entries(verbNeeds));
  return rest.includes('--help') ? 'nothing' : (needs.get(verb) ?? 'nothing');
}

/** Beside the running system if there is one, else with one of our own, without pages, for as long as the verb takes. */
async function besideSystem(): Promise<number> {
  const folder = dataFolder();
  const found = await runningOrLock(folder);
  if (typeof found !== 'function') return runCli(folder, workerOf(folder, found));
  const release = found;
  try {
    const { startSystem } = await import('../system/system.ts');
    const webUrl = `http://localhost:${process.env['PORT'] ?? 3000}`;
    const system = await startSystem(folder, webUrl, ['ingest', 'scoring', 'notifier'], say);
    const code = await runCli(folder, workerOf(folder, system.addresses));
    await system.stop();
    return code;
  } finally {
    release();
  }
}

/** As the administrator of the database: the running system's, if it may run, else the servers alone. */
async function onDatabase(need: 'database' | 'idle database'): Promise<number> {
  const folder = dataFolder();
  const found = await runningOrLock(folder);
  if (typeof found !== 'function') {
    if (need === 'database') return runCli(folder, administratorOf(found));
    say('tocsin', `Tocsin runs on ${folder}: stop it first. Nothing was changed.`);
    return 1;
  }
  const release = found;
  try {
    const { startServers } = await import('../servers/servers.ts');
    const servers = await startServers(folder, say);
    const code = await runCli(folder, administratorOf(servers));
    await servers.stop();
    return code;
  } finally {
    release();
  }
}

function workerOf(folder: string, addresses: Addresses): NodeJS.ProcessEnv {
  return environmentOf('tocsin_worker', folder, addresses);
}

function administratorOf({
  databaseUrl,
  redisUrl,
}: Pick<Addresses, 'databaseUrl' | 'redisUrl'>): NodeJS.ProcessEnv {
  return { ...process.env, DATABASE_URL: databaseUrl, REDIS_URL: redisUrl };
}

/** The addresses of the running system, or the lock of the data folder once nobody else has it. */
async function runningOrLock(folder: string): Promise<Addresses | (() => void)> {
  for (let waited = 0; ; waited += POLL_MS) {
    const release = takeLock(folder);
    if (release !== undefined) return release;
    const state = readState(folder);
    if (state !== undefined && isLocked(folder)) return state;
    if (waited === PATIENCE_MS) say('tocsin', `waiting for the process that uses ${folder}`);
    await delay(POLL_MS);
  }
}

/** The exit code of the verb; signals are its to handle. */
async function runCli(folder: string, env: NodeJS.ProcessEnv): Promise<number> {
  await buildPrograms(folder, ['cli']);
  const child = spawn(process.execPath, [builtProgram(folder, 'cli'), ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env,
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 128));
  });
}
