import type { RegisterDraft } from '@tocsin/db';
import { readRegister } from '@tocsin/sources';
import { expect, test, vi } from 'vitest';
import { openDraftReader } from './read-drafts.ts';

const draft: RegisterDraft = {
  council: 'E06000901',
  fileName: 'contracts.csv',
  sha256: 'a'.repeat(64),
  body: Buffer.from('supplier,what it is\nExample Care Ltd,Night shelter\n'),
  columns: { 'what it is': 'title' },
  uploadedBy: 'A. Officer',
};

test('a file is read once for all who look at it, also at the same time', async () => {
  const read = vi.fn(readRegister);
  const readDraft = openDraftReader(read);
  const [first, second] = await Promise.all([readDraft(draft), readDraft({ ...draft })]);
  expect(first.lines).toMatchObject([{ supplierName: 'Example Care Ltd', title: 'Night shelter' }]);
  expect(await readDraft(draft)).toBe(first);
  expect(second).toBe(first);
  expect(read).toHaveBeenCalledTimes(1);
});

test.each([
  ['other bytes', { sha256: 'b'.repeat(64) }],
  ['another meaning of a heading', { columns: { 'what it is': null } }],
  ['another row of headings', { headerRow: 2 }],
  ['another sheet', { sheet: '1' }],
  ['another council', { council: 'E06000902' }],
])('%s: it is read again', async (_, change) => {
  const read = vi.fn(async () => ({
    sheet: '',
    sheets: [],
    sheetsRead: [],
    sheetsLeft: [],
    headerRow: 1,
    headings: [],
    ignored: [],
    missing: [],
    openDay: null,
    lines: [],
    errors: [],
  }));
  const readDraft = openDraftReader(read);
  await readDraft(draft);
  await readDraft({ ...draft, ...change });
  expect(read).toHaveBeenCalledTimes(2);
});

test('a file that could not be read is refused for people, and read anew when it is asked for again', async () => {
  const read = vi
    .fn(readRegister)
    .mockRejectedValueOnce(new Error('The thread that read it ran out of memory'));
  const readDraft = openDraftReader(read);
  await expect(readDraft(draft)).rejects.toMatchObject({
    statusCode: 422,
    title: 'The file could not be read',
  });
  expect((await readDraft(draft)).lines).toHaveLength(1);
});
