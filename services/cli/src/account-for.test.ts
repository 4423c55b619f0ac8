import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { accountForVerb } from './account-for.ts';

const HEADER =
  'Authority Name,Date of Payment,DocumentNo,Gross,VAT,Net,Vendor Name,Service Area,GL Description';
const LINES = Array.from(
  { length: 20 },
  (_, at) => `Salford City Council,2022-06-${at + 10},${at},120.00,20.00,100.10,Example Ltd,Place,Cleaning`,
);
const RELEASE = {
  ocid: 'ocds-h6vhtk-990001',
  id: '990001-2026',
  date: '2026-06-03T16:39:47+01:00',
  tag: ['award'],
  parties: [{ id: 'GB-COH-99000001', name: 'Example Care Homes Ltd', roles: ['supplier'] }],
  awards: [{ id: '1', suppliers: [{ id: 'GB-COH-99000001' }], value: { amount: 10.5, currency: 'GBP' } }],
};

let folder = '';
let printed = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tocsin-account-'));
  mkdirSync(path.join(folder, 'salford'));
  printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = 0;
  rmSync(folder, { recursive: true, force: true });
});

async function summary(): Promise<Record<string, unknown>> {
  await accountForVerb([folder]);
  return JSON.parse(printed.trimEnd().split('\n').at(-1) ?? '') as Record<string, unknown>;
}

test('every record of every file has one outcome, and the sums of two readers agree to the penny', async () => {
  const total = ',,,,,2002.00,,,';
  writeFileSync(path.join(folder, 'salford', '2022-06.csv'), [HEADER, ...LINES, total].join('\n'));
  writeFileSync(path.join(folder, 'notices.json'), JSON.stringify({ releases: [RELEASE] }));
  writeFileSync(path.join(folder, 'README.md'), '# About these files\n');
  expect(await summary()).toEqual({
    files: 3,
    records: 24,
    taken: 21,
    redacted: 0,
    noPayment: 2,
    refused: 1,
    paid: '2002.00',
    awarded: '10.50',
    recountedFiles: 2,
    unaccounted: 0,
    differences: 0,
  });
  expect(printed).toContain('not-a-payment: total');
  expect(process.exitCode ?? 0).toBe(0);
});

test('a line that one reader refuses shows as a difference, and the command fails', async () => {
  const torn = 'Salford City Council,2022-06-10,1,120.00,20.00,1,100.10,Example Ltd,Place,Cleaning';
  writeFileSync(path.join(folder, 'salford', '2022-06.csv'), [HEADER, ...LINES, torn].join('\n'));
  expect(await summary()).toMatchObject({ records: 22, taken: 20, refused: 1, differences: 1 });
  expect(process.exitCode).toBe(1);
});
