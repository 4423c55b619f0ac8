import { chmodSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startOn, type Started } from '../support/started.ts';

let folder: string;
const started: Started[] = [];

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tocsin-start-'));
  // Postgres runs as nobody when we are root.
  chmodSync(folder, 0o711);
});
afterAll(() => {
  for (const { child } of started) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

async function start(): Promise<Started> {
  const system = startOn(folder);
  started.push(system);
  await system.ready;
  return system;
}

function mails(): number {
  return readdirSync(path.join(folder, 'mailbox')).filter((name) => name.endsWith('.eml')).length;
}

test('started again on the same data, killed before and without space for its log, it sends nothing twice', async () => {
  const killed = await start();
  const before = mails();
  expect(before).toBeGreaterThan(0);
  killed.child.kill('SIGKILL');
  await killed.ended;

  const log = path.join(folder, 'services.log');
  rmSync(log);
  symlinkSync('/dev/full', log);
  const again = await start();
  expect(mails()).toBe(before);
  expect(again.lines.join('\n')).toContain(
    `${log} cannot be written (ENOSPC); everything goes on without it`,
  );
  again.child.kill('SIGTERM');
  expect(await again.ended).toBe(0);
});
