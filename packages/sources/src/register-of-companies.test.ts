import { readFileSync, utimesSync, writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { BulkCompany } from './companies-house/bulk-register.ts';
import type { SourceDocument } from './define-source.ts';
import { registerOfCompanies } from './register-of-companies.ts';
import { documentOf, fixture } from './testing.ts';

const FIXTURE = new URL('./fixtures/register-of-companies.csv', import.meta.url);

async function read(document: SourceDocument) {
  const companies: BulkCompany[] = [];
  let refused = 0;
  for await (const batch of registerOfCompanies.companies(document)) {
    companies.push(...batch.companies);
    refused += batch.refused;
  }
  return { companies, refused };
}

test('companies are read with their former names, whether the file is held or lies on disk', async () => {
  const held = await read(fixture('register-of-companies.csv'));
  expect(held).toEqual({
    companies: [
      {
        number: '99000001',
        name: 'EXAMPLE CARE HOMES LTD',
        previousNames: ['EXAMPLE REST HOMES LTD'],
        postcode: 'LS1 4DL',
        status: 'Active',
        sicCodes: ['87300'],
        incorporatedOn: '2001-02-03',
      },
      {
        number: '99000002',
        name: 'EXAMPLE CLEANING LTD',
        previousNames: [],
        postcode: null,
        status: 'Liquidation',
        sicCodes: [],
        incorporatedOn: null,
      },
    ],
    refused: 1,
  });
  const onDisk = { ...documentOf('', 'BasicCompanyData.csv'), file: FIXTURE.pathname };
  expect(await read(onDisk)).toEqual(held);
});

test('a file is known again by its name, size and time, so that loading it goes on where it stopped', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tocsin-register-'));
  const file = path.join(folder, 'BasicCompanyData.csv');
  const identityOf = () => registerOfCompanies.identity({ ...documentOf('', 'any'), file });
  writeFileSync(file, readFileSync(FIXTURE));
  utimesSync(file, 1_000, 1_000);
  const before = await identityOf();
  expect(await identityOf()).toBe(before);
  utimesSync(file, 2_000, 2_000);
  expect(await identityOf()).not.toBe(before);
  rmSync(folder, { recursive: true });
});
