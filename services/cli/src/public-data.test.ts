import { mkdtempSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openHttp, openMemoryLimiter } from '@tocsin/runtime';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { virtualClock } from '../../../test/support/publishers/clock.ts';
import { serve, type LocalServer } from '../../../test/support/publishers/server.ts';
import { fetchPublicData } from './public-data.ts';
import { hashOf, listedFiles, type PublicFile } from './public-data-list.ts';

const COMMIT = 'a'.repeat(40);
const listed = (file: string, content: string, bytes: PublicFile['bytes'] = 'unchanged'): PublicFile => ({
  file,
  sha256: hashOf(Buffer.from(content)),
  bytes,
  repository: 'example/spending',
  commit: COMMIT,
  path: `made up/${file}`,
  licence: 'made up',
});

let folder = '';
let server: LocalServer;
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'tocsin-public-data-'));
  server = await serve((_, response, { pathname }) => {
    if (pathname.endsWith('gone.csv')) response.writeHead(404).end();
    else response.end(pathname.endsWith('altered.csv') ? 'altered' : 'as published');
  });
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

const client = () => {
  const clock = virtualClock();
  const limiter = openMemoryLimiter(clock);
  const pace = { requests: 60, perSeconds: 60 };
  return openHttp({ userAgent: 'Tocsin/0.1', limiter, bucket: 'public-data', pace, attempts: 2, clock });
};

test('what was published unchanged is fetched at its commit and kept only with the bytes of the list', async () => {
  const files = [
    listed('a/whole.csv', 'as published'),
    listed('altered.csv', 'as published'),
    listed('gone.csv', 'as published'),
    listed('re-typed.json', 'as published', 'changed'),
  ];
  const states = await fetchPublicData(client(), server.url, files, folder);
  expect([...states.values()]).toEqual([
    'fetched',
    'not kept: its repository now sends other bytes',
    expect.stringMatching(/^not fetched: .*404/),
    'not to be had elsewhere',
  ]);
  expect(server.requests[0]).toBe(`/example/spending/${COMMIT}/made%20up/a/whole.csv`);
  expect(server.requests).toHaveLength(3);
  expect(readFileSync(path.join(folder, 'a/whole.csv'), 'utf8')).toBe('as published');
  expect(existsSync(path.join(folder, 'altered.csv'))).toBe(false);
});

test('what is there already is not asked for again', async () => {
  const files = [listed('whole.csv', 'as published')];
  await fetchPublicData(client(), server.url, files, folder);
  const again = await fetchPublicData(client(), server.url, files, folder);
  expect([...again.values()]).toEqual(['right']);
  expect(server.requests).toHaveLength(1);
});

test('where nobody answers, one file is tried and the others are not', async () => {
  const files = [listed('one.csv', ''), listed('two.csv', '')];
  const states = await fetchPublicData(client(), 'http://127.0.0.1:1', files, folder);
  expect(new Set(states.values()).size).toBe(1);
  expect(states.get('two.csv')).toContain('one.csv');
});

test('every listed file has a hash and a licence, and an address where it can be fetched', () => {
  const files = listedFiles();
  expect(files.length).toBeGreaterThan(500);
  for (const { sha256, licence, bytes, repository, commit, path: at } of files) {
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(licence).not.toBe('');
    if (bytes === 'unchanged')
      expect(`${repository}@${commit}:${at}`).toMatch(/^[\w.-]+\/[\w.-]+@[0-9a-f]{40}:.+/);
  }
});
