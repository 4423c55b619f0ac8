import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { canEnter, mayExecute, postgresIdentity } from './identity.ts';

/** Neither the owner of anything here nor in a group of it. */
const stranger = { uid: 61_234, gid: 61_234 };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tocsin-identity-'));
  mkdirSync(path.join(folder, 'inside'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a folder can be entered only if every folder above it can', () => {
  chmodSync(path.join(folder, 'inside'), 0o755);
  chmodSync(folder, 0o700);
  expect(canEnter(path.join(folder, 'inside'), stranger)).toBe(false);
  chmodSync(folder, 0o711);
  expect(canEnter(path.join(folder, 'inside'), stranger)).toBe(true);
});

test('the bits that count are those of the owner, else of the group, else of the others', () => {
  const file = path.join(folder, 'program');
  writeFileSync(file, '');
  const owner = { uid: process.getuid?.() ?? 0, gid: 61_234 };
  chmodSync(file, 0o601);
  expect(mayExecute(file, owner)).toBe(false);
  expect(mayExecute(file, stranger)).toBe(true);
  chmodSync(file, 0o710);
  expect(mayExecute(file, owner)).toBe(true);
  expect(mayExecute(file, { uid: 61_234, gid: process.getgid?.() ?? 0 })).toBe(true);
  expect(mayExecute(file, stranger)).toBe(false);
});

test('only root runs Postgres as somebody else, and never as root', () => {
  const identity = postgresIdentity(folder);
  if (process.getuid?.() === 0) expect(identity?.uid).toBe(65_534);
  else expect(identity).toBeUndefined();
});
