import { rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { inPlainWords } from '@tocsin/runtime';
import { builtProgram } from '../system/build.ts';
import { dataFolder, mailboxFolder, readState, stateFile, writeState } from '../system/data-folder.ts';
import { environmentOf, readDotEnv } from '../system/environment.ts';
import type { Addresses } from '../system/environment.ts';
import { freePort, isFreePort } from '../servers/free-port.ts';
import { takeLock } from '../system/lock.ts';
import { follow, sayOn } from '../system/log-lines.ts';
import { runProgram } from '../system/programs.ts';
import type { Program } from '../system/programs.ts';
import type { System } from '../system/system.ts';

const USUAL_PORT = 3000;
/** A busy machine may take minutes; who waits is told of it after one. */
const SAID_AFTER_MS = 60_000;
const READY_WITHIN_MS = 10 * SAID_AFTER_MS;
const POLL_MS = 100;
const SAME_WISH_MS = 1_000;

const say = sayOn(process.stdout);
readDotEnv();
const folder = orSay(dataFolder);
const release = orSay(() => takeLock(folder));
if (release === undefined) {
  const running = readState(folder);
  say('tocsin', `already runs on ${folder}${running === undefined ? '' : `: ${running.webUrl}`}`);
  process.exit(0);
}

const closing = new AbortController();
let askedAt = 0;
let system: Promise<System> | undefined;
let sample: Program | undefined;
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void shutDown(0));

try {
  await start();
} catch (error) {
  // What fails because we are closing is nobody's news.
  if (!closing.signal.aborted) {
    say('tocsin', inPlainWords(error));
    await shutDown(1);
  }
}

/** Without a folder of its own nothing can be started. */
function orSay<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    say('tocsin', inPlainWords(error));
    process.exit(1);
  }
}

async function start(): Promise<void> {
  // One that was asked for and is taken is told before anything is started.
  await webPort();
  // Read only now: who is told that it runs already, or cannot run so, need not wait for all of its modules.
  system = import('../system/system.ts').then(({ allServices, startSystem }) =>
    startSystem(folder, async () => `http://localhost:${await webPort()}`, allServices, say),
  );
  const { addresses } = await system;
  await untilReady(Number(new URL(addresses.webUrl).port));
  if (closing.signal.aborted) return;
  await tellCommands(addresses);
  if (closing.signal.aborted) return;
  say('tocsin', `pages    ${addresses.webUrl}`);
  say('tocsin', `mailbox  ${addresses.webUrl}/local/mailbox`);
  if (process.env['TOCSIN_SAMPLE'] !== 'off') await loadSample(addresses);
  if (!closing.signal.aborted) say('tocsin', 'ready; Ctrl-C stops it');
}

/** `PORT` as asked (0 is any); else the usual one, or any where that is taken. */
async function webPort(): Promise<number> {
  const asked = process.env['PORT'];
  const port = asked ? Number(asked) : USUAL_PORT;
  if (port !== 0 && (await isFreePort(port))) return port;
  if (asked && port !== 0) throw new Error(`port ${port} is taken`);
  return freePort();
}

/** Every part healthy; or, when some part takes its time, at least the pages. */
async function untilReady(port: number): Promise<void> {
  const begun = performance.now();
  for (let isSaid = false; !closing.signal.aborted; await delay(POLL_MS)) {
    const answer = await fetch(`http://127.0.0.1:${port}/health`).catch(() => undefined);
    const health = answer?.status === 200 ? await answer.text() : '';
    if (health.includes('"status":"ok"')) return;
    const waited = performance.now() - begun;
    if (waited > SAID_AFTER_MS && health !== '') {
      say('tocsin', `not every part is up: ${health}`);
      return;
    }
    if (waited > READY_WITHIN_MS)
      throw new Error(`no healthy answer on port ${port}; see ${folder}/services.log`);
    if (waited > SAID_AFTER_MS && !isSaid) {
      isSaid = true;
      say('tocsin', `the pages do not answer on port ${port} yet; still waiting (${folder}/services.log)`);
    }
  }
}

/** The commands beside it find the system by its state, which waits for space where there is none. */
async function tellCommands(addresses: Addresses): Promise<void> {
  for (let isSaid = false; !closing.signal.aborted; await delay(POLL_MS)) {
    try {
      writeState(folder, { pid: process.pid, mailboxDir: mailboxFolder(folder), ...addresses });
      return;
    } catch (error) {
      if (!isSaid) say('tocsin', `it runs, but commands cannot find it yet. ${inPlainWords(error)}`);
      isSaid = true;
    }
  }
}

/** Replays the sample of the public record, once: the verb does nothing when it is complete. */
async function loadSample(addresses: Addresses): Promise<void> {
  sample = runProgram(
    builtProgram(folder, 'cli'),
    ['sample'],
    environmentOf('tocsin_worker', folder, addresses),
  );
  follow('sample', sample, say);
  const code = await sample.exited;
  if (code !== 0 && !closing.signal.aborted) say('sample', `ended with code ${code}`);
}

/**
 * The sample, the services, the servers, in this order. Who asks again does not want to wait; but one Ctrl-C may arrive
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
  await sample?.stop();
  await (await system?.catch(() => undefined))?.stop();
  rmSync(stateFile(folder), { force: true });
  release?.();
  process.exit(code);
}
