import { chmodSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startOn } from '../support/started.ts';

/** What is promised of it: the first alert within a minute of `npm start`, dependencies installed. */
const PROMISE_SECONDS = 60;
const POLL_MS = 50;

const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'tocsin-bench-start-')));
// Postgres runs as nobody when we are root.
chmodSync(folder, 0o711);
const mailbox = path.join(folder, 'mailbox');
const began = performance.now();
const system = startOn(folder);
try {
  while (!firstMail()) await delay(POLL_MS);
  const seconds = Math.round((performance.now() - began) / 100) / 10;
  console.log(
    JSON.stringify({
      bench: 'start',
      figure: seconds,
      unit: 's from npm start on an empty data folder to the first alert delivered',
      reference: { what: 'the promise', figure: PROMISE_SECONDS },
      ratio: Number((PROMISE_SECONDS / seconds).toFixed(1)),
      goal: 1,
    }),
  );
} finally {
  system.child.kill('SIGTERM');
  await system.ended;
  rmSync(folder, { recursive: true, force: true });
}

function firstMail(): boolean {
  if (system.child.exitCode !== null)
    throw new Error(`ended before it told anybody:\n${system.lines.join('\n')}`);
  try {
    return readdirSync(mailbox).some((name) => name.endsWith('.eml'));
  } catch {
    return false;
  }
}
