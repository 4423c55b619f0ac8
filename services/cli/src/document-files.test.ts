import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readDocument } from './document-files.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'tocsin-documents-'));
const SAVED = '2026-11-20T09:00:00.000Z';

test('a saved file was answered with 200, unless what lies beside it says otherwise', async () => {
  const file = path.join(folder, 'insolvency.json');
  writeFileSync(file, '{"cases":[]}');
  expect(await readDocument(file, SAVED)).toMatchObject({
    url: 'insolvency.json',
    retrievedAt: SAVED,
    status: 200,
    contentType: 'application/json',
  });
  const said = { url: 'https://example.org/insolvency', status: 404, retrievedAt: '2026-11-19T10:00:00Z' };
  writeFileSync(`${file}.meta.json`, JSON.stringify(said));
  expect(await readDocument(file, SAVED)).toMatchObject({
    url: said.url,
    retrievedAt: '2026-11-19T10:00:00.000Z',
    status: 404,
  });
});
