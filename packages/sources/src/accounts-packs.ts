import { readFilingName } from '@tocsin/accounts';
import { readCompanyNumber } from '@tocsin/domain';
import type { HttpClient } from '@tocsin/runtime';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { companiesHouseCompany } from './companies-house-company.ts';
import { documentsInPack } from './companies-house/accounts-pack.ts';
import { defineSource, type Fetched, type SourceDocument, type Troubled } from './define-source.ts';
import { textOf } from './document.ts';
import { download } from './download.ts';
import { asItem } from './trouble.ts';

const ADDRESS = 'https://download.companieshouse.gov.uk';
const PAGE = 'en_accountsdata.html';
const PACK = /Accounts_Bulk_Data-(\d{4}-\d\d-\d\d)\.zip/g;
/** An ordinary day has 30 MB, packed; the ends of September and December far more. */
const MOST_BYTES = 2_000_000_000;
/** As the Document API gives them, a set of accounts has a few megabytes at most. */
const MOST_OF_ONE = 64 * 1_048_576;

export const accountsPacks = defineSource({
  id: 'accounts-packs',
  title: 'Accounts filed as data, by the day',
  publisher: 'Companies House',
  homepage: `${ADDRESS}/${PAGE}`,
  licence: 'Public register; data under the Open Government Licence v3.0',
  description:
    'Accounts_Bulk_Data: the accounts that were filed as data, one pack for each day from Tuesday to Saturday, of which ' +
    'the last 60 days are offered. Each pack is fetched once, and only the accounts of suppliers that some council ' +
    'depends on are kept, often days before the register itself gives them. Days without a pack (Sundays, holidays) are ' +
    'simply not listed; a pack that is listed and cannot be had is tried again by itself. Of a supplier that comes to be ' +
    'watched later, the first whole look at the register brings its accounts.',
  schedule: '40 6 * * *',
  promise: { edition: 'weekly', lateDays: 2 },
  pace: { requests: 10, perSeconds: 60 },
  expect: { min: 0, max: 100_000 },
  needs: [],
  covers: [],
  cursor: z.object({ read: z.array(z.string()) }).nullable(),

  async *fetch(http, cursor, { watched, setting }) {
    const address = setting('COMPANIES_HOUSE_DOWNLOADS_URL') ?? ADDRESS;
    const page = textOf(await http.get(`${address}/${PAGE}`));
    const listed = [...new Set([...page.matchAll(PACK)].map(([, date = '']) => date))].sort();
    const isWatched = new Set<string>(watched);
    // What is no longer offered need not be remembered.
    const read = new Set((cursor?.read ?? []).filter((date) => listed.includes(date)));
    for (const date of listed.filter((one) => !read.has(one))) {
      let isWhole = true;
      for await (const step of readPack(http, address, date, isWatched)) {
        if ('trouble' in step) isWhole = false;
        yield step;
      }
      if (!isWhole) continue;
      read.add(date);
      yield { settled: date };
    }
    return { read: [...read].sort() };
  },

  again(http, item, { watched, setting }) {
    const date = /^(?:\d{4}-\d\d-\d\d$)|(?<=Accounts_Bulk_Data-)\d{4}-\d\d-\d\d/.exec(item)?.[0];
    if (date === undefined) return undefined;
    return readPack(http, setting('COMPANIES_HOUSE_DOWNLOADS_URL') ?? ADDRESS, date, new Set(watched));
  },

  parse: (document) => companiesHouseCompany.parse(document),
  keep: (document) => companiesHouseCompany.keep?.(document) ?? new Uint8Array(),
});

/** The accounts of those watched in the pack of one day, whose date is that of their filing. */
async function* readPack(
  http: HttpClient,
  address: string,
  date: string,
  isWatched: ReadonlySet<string>,
): AsyncGenerator<Fetched<never> | Troubled, void> {
  const name = `Accounts_Bulk_Data-${date}.zip`;
  const folder = await mkdtemp(path.join(tmpdir(), 'tocsin-accounts-'));
  try {
    for await (const step of asItem(
      date,
      accountsIn(http, `${address}/${name}`, path.join(folder, name), isWatched),
    )) {
      if ('trouble' in step) yield step;
      else yield { document: { ...step, url: `${step.url}#filed=${date}` } };
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function* accountsIn(
  http: HttpClient,
  url: string,
  file: string,
  isWatched: ReadonlySet<string>,
): AsyncGenerator<SourceDocument, void> {
  const { retrievedAt } = await download(http, url, file, { mostBytes: MOST_BYTES });
  for await (const filing of documentsInPack(file)) {
    const number = readCompanyNumber(readFilingName(filing.name)?.companyNumber ?? '');
    if (!number || !isWatched.has(number) || 'refused' in filing) continue;
    const body = await held(filing.chunks);
    if (body) yield { url: `${url}/${filing.name}`, retrievedAt, contentType: 'application/xhtml+xml', body };
  }
}

async function held(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array | null> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > MOST_OF_ONE) return null;
    parts.push(chunk);
  }
  return new Uint8Array(Buffer.concat(parts));
}
