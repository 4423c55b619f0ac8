import { createHash } from 'node:crypto';
import { asCouncil, loadRegister, saveRecipient, saveRegister, type IngestReport } from '@tocsin/db';
import { addTo, type ExposedContract } from '@tocsin/domain';
import { documentSource, readBulkRegister, readRegister } from '@tocsin/sources';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadCouncils } from '../../services/cli/src/councils.ts';
import { ingestDocument, ingestDocuments } from '../../services/cli/src/ingest.ts';
import { countryOf } from '../national/country.ts';
import { generate } from '../national/generate.ts';
import type { NationalDocument, TruthKind, TruthOf } from '../national/made.ts';
import { knownOn } from '../national/spend.ts';
import { openPages } from '../support/pages-app.ts';
import { answersOf } from '../support/printed-exposure.ts';
import { startSystem, type System } from '../support/system.ts';

// The smallest country, through the services' own path: what is stored is the truth, to the penny.
const country = countryOf({ size: 'small', seed: 1 });
const made = [...generate(country)];
const CONTRACT_SOURCES = ['contracts-finder', 'find-a-tender'];
let system: System;
const reports = new Map<string, IngestReport[]>();

function documents(): readonly NationalDocument[] {
  return made.flatMap((one) => ('document' in one ? [one.document] : []));
}

function truthOf<K extends TruthKind>(of: K): readonly TruthOf[K][] {
  return made.flatMap((one) => ('truth' in one && one.truth.of === of ? [one.truth.line as TruthOf[K]] : []));
}

/**
 * What comes from elsewhere than councils. Of the register only what it says of companies to which, or to whose parents,
 * anything happened: that every answer can be read is proved without a database.
 */
function publishedElsewhere(): readonly NationalDocument[] {
  const holdings = new Set(truthOf('holdings').map(({ number }) => number));
  const fated = [
    ...truthOf('fates').map(({ number }) => number),
    ...truthOf('suppliers').flatMap(({ number, parent }) => (parent && holdings.has(parent) ? [number] : [])),
  ];
  return documents().filter(
    ({ source, file }) =>
      !['council-spend', 'register-of-companies', 'own-registers'].includes(source) &&
      (source !== 'companies-house-company' || fated.some((number) => file.includes(number))),
  );
}

async function handInRegister({ file, council, body }: NationalDocument): Promise<void> {
  if (!council) throw new Error(`${file} is nobody’s`);
  const { lines } = await readRegister(body);
  const sha256 = createHash('sha256').update(body).digest('hex');
  const by = { council, fileName: file, sha256, uploadedBy: 'An Officer', columns: null };
  await asCouncil(system.db, council, (trx) => saveRegister(trx, { ...by, lines }));
}

async function load(document: NationalDocument): Promise<IngestReport> {
  const source = documentSource(document.source);
  if (!source) throw new Error(`no source ${document.source}`);
  return ingestDocument(system.db, source, document, null);
}

beforeAll(async () => {
  system = await startSystem({ today: knownOn(country) });
  await loadCouncils(system.db);
  for (const { gss } of country.councils)
    await asCouncil(system.db, gss, (trx) =>
      saveRecipient(trx, {
        council: gss,
        address: `officer@${gss.toLowerCase()}.example`,
        role: 'procurement officer',
        levels: ['elevated', 'severe', 'insolvent'],
      }),
    );
  const register = documents().find(({ source }) => source === 'register-of-companies');
  async function* companies() {
    if (!register) throw new Error('no register');
    async function* bytes() {
      if (register) yield register.body;
    }
    for await (const batch of readBulkRegister(bytes())) yield batch.companies;
  }
  await loadRegister(system.db, 'national', companies());
  async function* spending() {
    for (const document of documents())
      if (document.source === 'council-spend') yield { file: document.file, document };
  }
  const add = (report: IngestReport) => addTo(reports, report.source, report);
  for await (const report of ingestDocuments(system.db, documentSource('council-spend'), spending(), null))
    add(report);
  for (const document of documents()) if (document.source === 'own-registers') await handInRegister(document);
  // Contracts before what happened to their suppliers: an alert keeps what was known when it was raised.
  const ofContracts = (document: NationalDocument) => CONTRACT_SOURCES.includes(document.source);
  for (const document of publishedElsewhere().filter(ofContracts)) add(await load(document));
  await system.settled();
  for (const document of publishedElsewhere().filter((one) => !ofContracts(one))) add(await load(document));
  await system.settled();
}, 600_000);
afterAll(() => system.stop());

test('of all items of all publishers those lines are refused that nobody can read, and no other', () => {
  expect(reports.size).toBe(6);
  const broken = truthOf('files').flatMap(({ refused }) => Object.values(refused));
  const lines = broken.reduce((sum, count) => sum + count, 0);
  expect(lines).toBeGreaterThan(5);
  for (const [source, some] of reports)
    expect([source, some.flatMap(({ refused }) => refused).length]).toEqual([
      source,
      source === 'council-spend' ? lines : 0,
    ]);
  const read = [...reports.values()].flat().reduce((sum, report) => sum + report.documents, 0);
  const spending = documents().filter(({ source }) => source === 'council-spend');
  expect(read).toBe(publishedElsewhere().length + spending.length);
});

test('what each council paid, and whom, is stored to the penny', async () => {
  const { rows } = await sql<{ council: string; payments: number; pence: number }>`
    select council, count(*)::int as payments, sum(amount_pence)::float8 as pence from payment
    group by council order by council`.execute(system.db);
  const known = country.councils
    .map(({ gss }) => ({
      council: gss as string,
      payments: total(truthOf('files'), gss, ({ payments }) => payments),
      pence: total(truthOf('files'), gss, ({ pence }) => pence),
    }))
    .toSorted((a, b) => a.council.localeCompare(b.council));
  expect(rows).toEqual(known);

  const { rows: paid } = await sql<{ council: string; supplier: string; pence: number }>`
    select council, supplier_ref.ref as supplier, sum(amount_pence)::float8 as pence from payment
    join mention on mention.id = mention_id join supplier_ref using (supplier_id)
    group by council, supplier_ref.ref`.execute(system.db);
  const stored = new Map(paid.map(({ council, supplier, pence }) => [`${council} ${supplier}`, pence]));
  const gone = new Set<string>(
    truthOf('fates').flatMap(({ number, dissolvedOn }) => (dissolvedOn ? [number] : [])),
  );
  for (const { council, supplier, pence, isTold } of truthOf('spend')) {
    // Of two companies that a name fits neither is taken; a number beside it tells.
    if (!isTold) expect([supplier, stored.get(`${council} ${supplier}`)]).toEqual([supplier, undefined]);
    // The monthly register lists no dissolved company, so that its name alone tells nobody.
    else if (!gone.has(supplier))
      expect([supplier, stored.get(`${council} ${supplier}`)]).toEqual([supplier, pence]);
    stored.delete(`${council} ${supplier}`);
  }
  expect([...stored]).toEqual([]);
});

function total(
  files: readonly TruthOf['files'][],
  gss: string,
  of: (file: TruthOf['files']) => number,
): number {
  return files.filter(({ council }) => council === gss).reduce((sum, file) => sum + of(file), 0);
}

test('every contract is stored once, with its council, its sum and its end', async () => {
  const { rows } = await sql<{ ocid: string; council: string; pence: number; endsOn: string }>`
    select ocid, award_buyer.council, value_pence::float8 as pence, ends_on::text as "endsOn" from award
    join award_buyer on award_buyer.award_id = award.id order by ocid`.execute(system.db);
  const known = truthOf('contracts')
    .filter(({ published }) => published !== 'own-register')
    .map(({ ocid, council, pence, endsOn }) => ({ ocid, council, pence, endsOn }))
    .toSorted((a, b) => (a.ocid < b.ocid ? -1 : 1));
  const byOcid = rows.toSorted((a, b) => (a.ocid < b.ocid ? -1 : 1));
  expect(byOcid).toEqual(known);
});

test('every council that depends on a company in insolvency, itself or through its group, is told of it with every penny placed, and no other is', async () => {
  const { rows } = await sql<{ council: string; ref: string; contracts: Held; through: Held | null }>`
    select distinct alert.council, supplier_ref.ref, exposure -> 'contracts' as contracts,
      exposure -> 'throughGroup' as through
    from alert join supplier_ref using (supplier_id)
    where kind = 'formal' and to_band = 'insolvent'`.execute(system.db);
  const told = rows.map(({ council, ref, contracts, through }) => ({
    about: `${council} ${ref}`,
    ...sumsOf(contracts.map(({ value }) => value?.pence ?? null)),
    through: sumsOf((through ?? []).map(({ value }) => value?.pence ?? null)),
  }));
  const placed = new Map(truthOf('contracts').map(({ ocid, pence }) => [ocid, pence]));
  const sumOf = (contracts: readonly string[]) => sumsOf(contracts.map((one) => placed.get(one) ?? null));
  const must = truthOf('told').map(({ council, supplier, contracts, throughGroup }) => ({
    about: `${council} ${supplier}`,
    ...sumOf(contracts),
    through: sumOf(throughGroup),
  }));
  const byName = (a: { readonly about: string }, b: { readonly about: string }) =>
    a.about.localeCompare(b.about);
  expect(told.toSorted(byName)).toEqual(must.toSorted(byName));
  expect(must.filter(({ contracts }) => contracts > 0).length).toBeGreaterThan(10);
  expect(must.filter(({ through }) => through.contracts > 0).length).toBeGreaterThan(0);
  expect(await system.deadLetters()).toEqual([]);
});

type Held = readonly Pick<ExposedContract, 'value'>[];

function sumsOf(pence: readonly (number | null)[]): { readonly contracts: number; readonly pence: number } {
  return { contracts: pence.length, pence: pence.reduce<number>((sum, one) => sum + (one ?? 0), 0) };
}

test('page, mail, export and API give every alerted supplier the same pence, in every VAT basis', async () => {
  const day = knownOn(country);
  const pages = await openPages(system.database, day);
  try {
    const { rows } = await sql<{ id: string; ref: string }>`
      select supplier_id::text as id, min(ref) as ref from supplier_ref group by supplier_id`.execute(
      system.db,
    );
    const numbers = new Map(rows.map(({ id, ref }) => [id, ref]));
    const compared = { alerts: 0, contracts: 0, spend: 0, mails: 0, unseen: 0 };
    for (const { gss } of country.councils) {
      const answers = await answersOf(pages.app, gss, numbers, system.mails);
      for (const { about, api, said } of answers)
        for (const [where, what] of Object.entries(said))
          expect({ about, where, what }).toEqual({ about, where, what: api[where] });
      compared.alerts += answers.length;
      compared.contracts += answers.filter(({ api }) => api['inbox.csv left'] !== '0 0 0').length;
      compared.spend += answers.filter(({ api }) => api['inbox.csv spend'] !== '0 0 0').length;
      compared.mails += answers.filter(({ said }) => 'mail left' in said).length;
      compared.unseen += answers.filter(({ said }) => 'unseen spend' in said).length;
    }
    expect(Object.entries(compared).filter(([, count]) => count === 0)).toEqual([]);
    // Value left is what such a test is about: most alerted suppliers have some.
    expect(compared.contracts).toBeGreaterThan(compared.alerts / 2);
    expect(pages.errors).toEqual([]);
  } finally {
    await pages.stop();
  }
});
