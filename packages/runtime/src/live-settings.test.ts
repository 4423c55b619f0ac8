import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openLiveSettings } from './live-settings.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'settings-'));
  file = path.join(folder, '.env');
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a key that is entered while a process runs counts from then on, and one that is taken out no longer', () => {
  writeFileSync(file, 'COMPANIES_HOUSE_KEY=\nCONTACT=me\n');
  const setting = openLiveSettings({ COMPANIES_HOUSE_KEY: '', CONTACT: 'me' }, file);
  expect(setting('COMPANIES_HOUSE_KEY')).toBeUndefined();
  writeFileSync(file, 'CONTACT=me\nCOMPANIES_HOUSE_KEY="new"\n');
  expect(setting('COMPANIES_HOUSE_KEY')).toBe('new');
  writeFileSync(file, 'COMPANIES_HOUSE_KEY=newer\n');
  expect([setting('COMPANIES_HOUSE_KEY'), setting('CONTACT')]).toEqual(['newer', undefined]);
});

test('what the environment says stands against a file that was there before, and without any', () => {
  writeFileSync(file, 'COMPANIES_HOUSE_KEY=old\n');
  expect(openLiveSettings({ COMPANIES_HOUSE_KEY: 'given' }, file)('COMPANIES_HOUSE_KEY')).toBe('given');
  const without = openLiveSettings({ COMPANIES_HOUSE_KEY: 'given' }, path.join(folder, 'none'));
  expect([without('COMPANIES_HOUSE_KEY'), without('CONTACT')]).toEqual(['given', undefined]);
});
