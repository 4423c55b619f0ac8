import { Refuse, type HttpClient } from '@tocsin/runtime';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { readBulkRegister } from './companies-house/bulk-register.ts';
import { openRegisterFile } from './companies-house/open-register-file.ts';
import { editionOf, newestEdition, type RegisterEdition } from './companies-house/register-edition.ts';
import { defineRegister, type SourceDocument } from './define-source.ts';
import { textOf } from './document.ts';
import { download } from './download.ts';
import { asItem } from './trouble.ts';

const ADDRESS = 'https://download.companieshouse.gov.uk';
const PAGE = 'en_output.html';
/** The one file has some 470 MB, packed. */
const MOST_BYTES = 2_000_000_000;

export const registerOfCompanies = defineRegister({
  id: 'register-of-companies',
  title: 'Register of companies, as one file',
  publisher: 'Companies House',
  homepage: `${ADDRESS}/${PAGE}`,
  licence: 'Public register; data under the Open Government Licence v3.0',
  description:
    'BasicCompanyData: every company that is live on the register (some 5.7 million), by which printed names ' +
    'without a number are matched: number, name, former names, postcode, status and what it does. Issued within five ' +
    'working days of the end of each month; dissolved companies are not in it, and it says nothing about solvency but ' +
    'the status of that day. Each night the publisher’s page is looked at for a newer month, which is fetched as one file, ' +
    'or else as all its parts, once; by hand it is loaded from the zip, the CSV or a folder with all parts with `load-register`. ' +
    'A part alone, or parts of several months, are refused; the register that is in place stays ' +
    'until the new one is whole. A file with fewer than 80 % of the companies that are loaded is held, as it looks cut off, and not fetched again. ' +
    'The snapshot of people with significant control (13 GB) is not read: controllers are asked company by company.',
  schedule: '17 3 * * *',
  promise: { edition: 'monthly', lateDays: 7 },
  pace: { requests: 10, perSeconds: 60 },
  expect: { min: 0, max: 10_000_000 },
  needs: [],
  covers: [],
  cursor: z.object({ edition: z.string().nullable(), held: z.string().optional() }).nullable(),

  async *fetch(http, cursor, { setting }) {
    const address = setting('COMPANIES_HOUSE_DOWNLOADS_URL') ?? ADDRESS;
    let edition: RegisterEdition | null = null;
    for await (const step of asItem(PAGE, newestListed(http, `${address}/${PAGE}`))) {
      if ('trouble' in step) yield step;
      else edition = step;
    }
    if (edition?.date == null) return cursor;
    yield { settled: PAGE };
    if (cursor?.edition && edition.date <= cursor.edition) return cursor;
    if (cursor?.held === edition.date) {
      const reason = `the register of ${edition.date} was held and waits for a person: load it by hand with load-register, or wait for the next month`;
      yield { trouble: { item: edition.date, reason } };
      return cursor;
    }
    const reached = { edition: edition.date };
    const cursorIfHeld = { edition: cursor?.edition ?? null, held: edition.date };
    const folder = await mkdtemp(path.join(tmpdir(), 'tocsin-register-'));
    try {
      for await (const step of asItem(edition.date, fetchEdition(http, address, edition, folder))) {
        yield 'trouble' in step
          ? step
          : { document: step.document, item: edition.date, cursor: reached, cursorIfHeld };
        if ('trouble' in step) return cursor;
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
    return reached;
  },

  async identity({ file, files, body }) {
    if (file === undefined) return createHash('sha256').update(body).digest('hex');
    const parts = await Promise.all((files ?? [file]).map(identityOf));
    return parts.join(', ');
  },

  async *companies({ file, files, body }) {
    if (file === undefined) {
      yield* readBulkRegister(piecesOf(body));
      return;
    }
    for (const each of editionOf(files ?? [file]).files)
      yield* readBulkRegister(await openRegisterFile(each));
  },
});

/** The newest month on the publisher's page. One of which parts are missing there is still being put up. */
async function* newestListed(http: HttpClient, url: string): AsyncGenerator<RegisterEdition, void> {
  const edition = newestEdition(textOf(await http.get(url)));
  if (!edition) throw new Refuse('the page lists no BasicCompanyData: has it changed?');
  yield edition;
}

/** Fetches every file of a month before any of it is read. */
async function* fetchEdition(
  http: HttpClient,
  address: string,
  { files }: RegisterEdition,
  folder: string,
): AsyncGenerator<{ readonly document: SourceDocument }, void> {
  const fetched: string[] = [];
  let retrievedAt = '';
  for (const name of files) {
    const file = path.join(folder, name);
    ({ retrievedAt } = await download(http, `${address}/${name}`, file, { mostBytes: MOST_BYTES }));
    fetched.push(file);
  }
  const [first = ''] = fetched;
  const document = {
    url: `${address}/${files[0] ?? ''}`,
    retrievedAt,
    contentType: 'application/zip',
    body: new Uint8Array(),
    file: first,
    files: fetched,
  };
  yield { document };
}

/** A file that bears its month is the same whenever it was fetched. */
async function identityOf(file: string): Promise<string> {
  const { size, mtimeMs } = await stat(file);
  const name = path.basename(file);
  return /BasicCompanyData.*\d{4}-\d\d-\d\d/.test(name)
    ? `${name} ${size}`
    : `${name} ${size} ${Math.round(mtimeMs)}`;
}

async function* piecesOf(body: Uint8Array): AsyncGenerator<Uint8Array> {
  yield body;
}
