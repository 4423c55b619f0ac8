import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { readBulkRegister } from './companies-house/bulk-register.ts';
import { openRegisterFile } from './companies-house/open-register-file.ts';
import { defineRegister } from './define-source.ts';

export const registerOfCompanies = defineRegister({
  id: 'register-of-companies',
  title: 'Register of companies, as one file',
  publisher: 'Companies House',
  homepage: 'https://download.companieshouse.gov.uk/en_output.html',
  licence: 'Public register; data under the Open Government Licence v3.0',
  description:
    'BasicCompanyDataAsOneFile: every company that is live on the register (some 5.7 million), by which printed names ' +
    'without a number are matched: number, name, former names, postcode, status and what it does. Issued within five ' +
    'working days of the end of each month; dissolved companies are not in it, and it says nothing about solvency but ' +
    'the status of that day. Loaded from the zip or the CSV with `load-register`; the register that is in place stays ' +
    'until the new one is whole. A file with fewer than 80 % of the companies that are loaded is held, as it looks cut off.',
  schedule: 'manual',
  promise: { edition: 'monthly', lateDays: 7 },
  pace: { requests: 1, perSeconds: 60 },
  expect: { min: 1, max: 10_000_000 },
  needs: [],
  covers: [],
  cursor: z.null(),
  // oxlint-disable-next-line require-yield
  async *fetch() {
    return null;
  },
  async identity({ file, body }) {
    if (file === undefined) return createHash('sha256').update(body).digest('hex');
    const { size, mtimeMs } = await stat(file);
    return `${path.basename(file)} ${size} ${Math.round(mtimeMs)}`;
  },
  async *companies({ file, body }) {
    yield* readBulkRegister(file === undefined ? piecesOf(body) : await openRegisterFile(file));
  },
});

async function* piecesOf(body: Uint8Array): AsyncGenerator<Uint8Array> {
  yield body;
}
