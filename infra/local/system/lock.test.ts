import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isLocked, takeLock } from './lock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tocsin-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a data folder has one holder at a time, and another after it is given back', () => {
  const release = takeLock(folder);
  expect(isLocked(folder)).toBe(true);
  expect(takeLock(folder)).toBeUndefined();
  release?.();
  expect(isLocked(folder)).toBe(false);
  expect(takeLock(folder)).toBeTypeOf('function');
});

test('the lock of a process that has ended does not count', () => {
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  writeFileSync(path.join(folder, 'lock'), JSON.stringify({ pid, born: '1' }));
  expect(isLocked(folder)).toBe(false);
  expect(takeLock(folder)).toBeTypeOf('function');
});

test.runIf(process.platform === 'linux')(
  'nor does that of an earlier process with the number of a living one',
  () => {
    writeFileSync(path.join(folder, 'lock'), JSON.stringify({ pid: process.pid, born: '1' }));
    expect(takeLock(folder)).toBeTypeOf('function');
  },
);

test('a lock cut short while it was written does not count', () => {
  writeFileSync(path.join(folder, 'lock'), '{"pid":');
  expect(takeLock(folder)).toBeTypeOf('function');
});

test('nothing but the lock itself is left in the folder', () => {
  writeFileSync(path.join(folder, 'lock'), '');
  takeLock(folder);
  takeLock(folder);
  expect(readdirSync(folder)).toEqual(['lock']);
});
