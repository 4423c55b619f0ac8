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

async function summary(how: { council?: string } = {}): Promise<Record<string, unknown>> {
  await accountForVerb([folder], how);
  return JSON.parse(printed.trimEnd().split('\n').at(-1) ?? '') as Record<string, unknown>;
}

test('every record of every file has one outcome, and the sums of two readers agree to the penny', async () => {
  const total = ',,,,,2002.00,,,';
  writeFileSync(path.join(folder, 'salford', '2022-06.csv'), [HEADER, ...LINES, total].join('\n'));
  writeFileSync(path.join(folder, 'notices.json'), JSON.stringify({ releases: [RELEASE] }));
  expect(await summary()).toEqual({
    files: 2,
    refusedFiles: [],
    records: 23,
    taken: 21,
    redacted: 0,
    noPayment: 2,
    refused: 0,
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

test('a file that was refused as a whole is named, has no sum, and the command fails', async () => {
  writeFileSync(path.join(folder, 'README.md'), '# About these files\n');
  expect(await summary()).toMatchObject({ files: 1, refusedFiles: [expect.stringContaining('/README.md')] });
  expect(printed).toContain('not read: refused as a whole');
  expect(printed.split('\n').find((line) => line.includes('README.md'))).not.toContain('0.00');
  expect(process.exitCode).toBe(1);
});

test('a file that does not tell whose it is is read as the file of the council that a person names', async () => {
  const [title, tail] = [
    'Payments over £500,,,,,,,,',
    ',01-Aug-26,21,(£120.00),-20.00,(£100.10),Café ’n’ Co,,',
  ];
  const text = [title, '', HEADER, ...LINES, `Salford City Council${tail}`].join('\r\n');
  const bytes = Buffer.from(text.replaceAll('’', '\u0092'), 'latin1');
  writeFileSync(path.join(folder, 'august.csv'), bytes);
  expect(await summary()).toMatchObject({ refusedFiles: [expect.stringContaining('/august.csv')] });
  process.exitCode = 0;
  expect(await summary({ council: 'e08000006' })).toMatchObject({
    refusedFiles: [],
    taken: 21,
    refused: 0,
    paid: '1901.90',
    differences: 0,
  });
  expect(process.exitCode).toBe(0);
  await expect(summary({ council: 'Salford' })).rejects.toThrow('--council wants a GSS code');
});
