import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openLogFile } from './log-file.ts';

let folder: string;
let file: string;
let said: string[];
const say = (sentence: string) => void said.push(sentence);

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tocsin-log-'));
  file = path.join(folder, 'services.log');
  said = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

test('on a full disk the log is left out, which is said once; with space it goes on and tells of the gap', () => {
  symlinkSync('/dev/full', file);
  const log = openLogFile(file, say);
  for (const line of ['one', 'two', 'three']) log.write(line);
  expect(said).toEqual([`${file} cannot be written (ENOSPC); everything goes on without it`]);

  rmSync(file);
  log.write('four');
  log.write('five');
  expect(readFileSync(file, 'utf8')).toBe('four\n3 lines before this one could not be written\nfive\n');
  expect(said.slice(1)).toEqual([`${file} is written again: 3 lines before this one could not be written`]);
});

test('a log whose folder is gone, or that may not be made, ends nothing', () => {
  const log = openLogFile(path.join(folder, 'gone', 'services.log'), say);
  log.write('one');
  expect(said).toHaveLength(1);
});

test('a log never holds more than two files of its size', () => {
  const log = openLogFile(file, say, 8);
  for (const line of ['first', 'second', 'third', 'fourth', 'fifth', 'sixth']) log.write(line);
  expect(readFileSync(file, 'utf8')).toBe('fifth\nsixth\n');
  expect(readFileSync(`${file}.1`, 'utf8')).toBe('third\nfourth\n');
  expect(existsSync(`${file}.2`)).toBe(false);
  expect(said).toEqual([]);
});
