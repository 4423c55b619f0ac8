import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { groupBy } from '@tocsin/domain';
import { sources, type SourceDocument } from '@tocsin/sources';
import { countryOf } from '../../national/country.ts';
import { generate } from '../../national/generate.ts';
import { documentsOf } from '../../national/made.ts';
import { streamOf } from '../../national/random.ts';

const FIXTURES = new URL('../../../packages/sources/src/fixtures/', import.meta.url);
const RECORDED = new URL('../../../../shared/data/', import.meta.url);

/** Small documents of ours whose address tells what they are; of other sources, whatever is called after them. */
const fixtures: Readonly<Record<string, readonly (readonly [file: string, url: string])[]>> = {
  'gazette-insolvency': [
    ['gazette-insolvency.html', 'https://www.thegazette.co.uk/notice/9900001'],
    ['gazette-insolvency.json', 'https://www.thegazette.co.uk/insolvency/notice/data.json'],
  ],
  'companies-house-company': [
    ['companies-house-company.json', 'https://api.company-information.service.gov.uk/company/99000001'],
  ],
  'companies-house-stream': [
    ['companies-house-stream.ndjson', 'https://stream.companieshouse.gov.uk/companies'],
  ],
  'find-a-tender': [
    ['find-a-tender.json', 'https://www.find-tender.service.gov.uk/api/1.0/ocdsReleasePackages'],
  ],
  'contracts-finder': [
    ['contracts-finder.json', 'https://www.contractsfinder.service.gov.uk/Published/Notices/OCDS/Search'],
    ['contracts-finder.csv', 'contracts-finder.csv'],
  ],
  'council-spend': [['council-spend.csv', 'salford/2022-06.csv']],
  'register-of-companies': [['register-of-companies.csv', 'BasicCompanyDataAsOneFile-2026-11-01.csv']],
};

/** Of each source: folders of `../shared/data`, in a clone that lies beside it. */
const recorded: Readonly<Record<string, readonly string[]>> = {
  'gazette-insolvency': ['gazette'],
  'companies-house-company': ['companies-house/live-2026', 'companies-house/real_responses'],
  'companies-house-stream': ['companies-house/streaming', 'companies-house/live-2026'],
  'accounts-packs': ['accounts/as_filed'],
  'find-a-tender': ['ocds/find_a_tender'],
  'contracts-finder': ['ocds/contracts_finder', 'ocds/contracts_finder_csv'],
  'council-spend': ['spend/samples'],
  'payment-practices': ['early-signs/payment-practices'],
  'register-of-companies': ['companies-house/bulk'],
};

const MOST = { bytes: 200_000, ofCountry: 40, recorded: 40 } as const;
const RETRIEVED_AT = '2026-11-22T12:00:00.000Z';

/** Sound documents of every source: our own, some of a made-up country, and recorded ones where they are. */
export function sourceBases(seed: number): ReadonlyMap<string, readonly SourceDocument[]> {
  const made = documentsOf([...generate(countryOf({ size: '4/200/1200', seed }))]);
  // Accounts as they are filed are what the packs hold, too.
  const packed = made.filter(({ contentType }) => contentType === 'application/xhtml+xml');
  const bySource = groupBy(
    [...made, ...packed.map((one) => ({ ...one, source: 'accounts-packs' }))],
    ({ source }) => source,
  );
  return new Map(
    sources.map(({ id }) => {
      const random = streamOf(seed, 'bases', id);
      const some = (bySource.get(id) ?? [])
        .filter(({ body }) => body.length <= MOST.bytes)
        .map((one) => ({ at: random.next(), one }))
        .toSorted((a, b) => a.at - b.at)
        .slice(0, MOST.ofCountry)
        .map(({ one }) => one);
      return [id, [...fixturesOf(id), ...some, ...recordedOf(id)]];
    }),
  );
}

function fixturesOf(id: string): readonly SourceDocument[] {
  const own = readdirSync(FIXTURES).filter((file) => file.startsWith(`${id}.`));
  return (fixtures[id] ?? own.map((file) => [file, file] as const)).map(([file, url]) =>
    documentIn(new URL(file, FIXTURES).pathname, url),
  );
}

/** Where a file lies in its folder tells whose it is. */
function recordedOf(id: string): readonly SourceDocument[] {
  if (!existsSync(RECORDED)) return [];
  const found = (recorded[id] ?? []).flatMap((folder) => {
    const root = new URL(`${folder}/`, RECORDED).pathname;
    return filesIn(root).map((file) => ({ file, url: path.relative(root, file) }));
  });
  return found
    .filter(({ file }) => !/README|manifest|psc_snapshot/.test(file) && statSync(file).size <= MOST.bytes)
    .slice(0, MOST.recorded)
    .map(({ file, url }) => documentIn(file, url));
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

function documentIn(file: string, url: string): SourceDocument {
  return { url, retrievedAt: RETRIEVED_AT, contentType: null, body: readFileSync(file), status: 200 };
}
