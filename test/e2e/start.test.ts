import type { ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { startOn, stateOf, type Started } from '../support/started.ts';

let folder: string;
const started: ChildProcess[] = [];

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tocsin-start-'));
  // Postgres runs as nobody when we are root.
  chmodSync(folder, 0o711);
});

afterAll(() => {
  for (const child of started) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

function start(): Started {
  const begun = startOn(folder);
  started.push(begun.child);
  return begun;
}

function mails(): number {
  return readdirSync(path.join(folder, 'mailbox')).filter((name) => name.endsWith('.eml')).length;
}

test('one command brings up a system with delivered alerts, says when it already runs, stops when told to', async () => {
  const { child, ended, ready } = start();
  await ready;
  const { webUrl, mailboxDir } = stateOf(folder);
  const health = await fetch(`${webUrl}/health`);
  expect(health.status).toBe(200);
  expect(await health.json()).toMatchObject({ status: 'ok', services: { web: 'ok', notifier: 'ok' } });
  const mailbox = await fetch(`${webUrl}/local/mailbox`, { headers: { accept: 'application/json' } });
  const shown = z.array(z.object({ id: z.string(), alertId: z.string() })).parse(await mailbox.json());
  expect(shown.length).toBeGreaterThan(0);
  expect(readdirSync(mailboxDir).filter((name) => name.endsWith('.eml'))).toHaveLength(shown.length);

  const second = start();
  expect(await second.ended).toBe(0);
  expect(second.lines.join('\n')).toContain(`already runs on ${folder}: ${webUrl}`);

  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(existsSync(path.join(folder, 'state.json'))).toBe(false);
  await expect(fetch(`${webUrl}/health`)).rejects.toThrow();
});

test('started again on the same data, even after being killed, it sends nothing twice', async () => {
  const before = mails();
  const killed = start();
  await killed.ready;
  killed.child.kill('SIGKILL');
  await killed.ended;

  const { child, ended, ready } = start();
  await ready;
  expect(mails()).toBe(before);
  child.kill('SIGINT');
  expect(await ended).toBe(0);
});
