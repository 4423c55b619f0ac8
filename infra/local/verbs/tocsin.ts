import { spawn } from 'node:child_process';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { verbNeeds } from '@tocsin/cli';
import { buildProgram } from '../system/build.ts';
import { cloneFolder, dataFolder, readState } from '../system/data-folder.ts';
import { environmentOf, readDotEnv } from '../system/environment.ts';
import type { Addresses } from '../system/environment.ts';
import { isLocked, takeLock } from '../system/lock.ts';
import { sayOn } from '../system/log-lines.ts';

const POLL_MS = 100;
const PATIENCE_MS = 1_000;

const cli = path.join(cloneFolder, 'services', 'cli', 'src', 'main.ts');
const args = process.argv.slice(2);
/** On stderr: the last line of stdout is the verb's. */
const say = sayOn(process.stderr);

readDotEnv();
if (needsSystem(args)) {
  process.exitCode = await besideSystem();
} else {
  process.argv = [process.execPath, cli, ...args];
  await import(pathToFileURL(cli).href);
}

/** A verb that nobody knows, or a call for help, is answered without one. */
function needsSystem([verb = '', ...rest]: readonly string[]): boolean {
  return (
    new Map<string, string>(Object.entries(verbNeeds)).get(verb) === 'system' && !rest.includes('--help')
  );
}

/** Beside the running system if there is one, else with one of our own, without pages, for as long as the verb takes. */
async function besideSystem(): Promise<number> {
  const folder = dataFolder();
  const found = await runningOrLock(folder);
  if (typeof found !== 'function') return runCli(folder, found);
  const release = found;
  try {
    const { startSystem } = await import('../system/system.ts');
    const webUrl = `http://localhost:${process.env['PORT'] ?? 3000}`;
    const system = await startSystem(folder, webUrl, ['ingest', 'scoring', 'notifier'], say);
    const code = await runCli(folder, system.addresses);
    await system.stop();
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
    if (waited === PATIENCE_MS) say('tocsin', `waiting for the process that uses ${folder}`);
    await delay(POLL_MS);
  }
}

/** The exit code of the verb; signals are its to handle. */
async function runCli(folder: string, addresses: Addresses): Promise<number> {
  const child = spawn(process.execPath, [await buildProgram(folder, 'cli'), ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: environmentOf('tocsin_worker', folder, addresses),
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 128));
  });
}
