import type { IngestReport } from '@tocsin/db';
import type { ExposedContract } from '@tocsin/domain';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { countryOf } from '../national/country.ts';
import { generate } from '../national/generate.ts';
import { documentsOf, truthOf, type TruthOf } from '../national/made.ts';
import { knownOn } from '../national/spend.ts';
import { loadCountry, publishedElsewhere } from '../support/country-loaded.ts';
import { startSystem, type System } from '../support/system.ts';

// The smallest country, through the services' own path: what is stored is the truth, to the penny.
const country = countryOf({ size: 'small', seed: 1 });
const made = [...generate(country)];
let system: System;
let reports: ReadonlyMap<string, readonly IngestReport[]>;

beforeAll(async () => {
  system = await startSystem({ today: knownOn(country) });
  reports = await loadCountry(system, country, made);
}, 600_000);
afterAll(() => system.stop());

test('of all items of all publishers those lines are refused that nobody can read, and no other', () => {
  expect(reports.size).toBe(6);
  const broken = truthOf(made, 'files').flatMap(({ refused }) => Object.values(refused));
  const lines = broken.reduce((sum, count) => sum + count, 0);
  expect(lines).toBeGreaterThan(5);
  for (const [source, some] of reports)
    expect([source, some.flatMap(({ refused }) => refused).length]).toEqual([
      source,
      source === 'council-spend' ? lines : 0,
    ]);
  const read = [...reports.values()].flat().reduce((sum, report) => sum + report.documents, 0);
  const spending = documentsOf(made).filter(({ source }) => source === 'council-spend');
  expect(read).toBe(publishedElsewhere(made).length + spending.length);
});

test('what each council paid, and whom, is stored to the penny', async () => {
  const { rows } = await sql<{ council: string; payments: number; pence: number }>`
    select council, count(*)::int as payments, sum(amount_pence)::float8 as pence from payment
    group by council order by council`.execute(system.db);
  const known = country.councils
    .map(({ gss }) => ({
      council: gss as string,
      payments: total(truthOf(made, 'files'), gss, ({ payments }) => payments),
      pence: total(truthOf(made, 'files'), gss, ({ pence }) => pence),
    }))
    .toSorted((a, b) => a.council.localeCompare(b.council));
  expect(rows).toEqual(known);

  const { rows: paid } = await sql<{ council: string; supplier: string; pence: number }>`
    select council, supplier_ref.ref as supplier, sum(amount_pence)::float8 as pence from payment
    join mention on mention.id = mention_id join supplier_ref using (supplier_id)
    group by council, supplier_ref.ref`.execute(system.db);
  const stored = new Map(paid.map(({ council, supplier, pence }) => [`${council} ${supplier}`, pence]));
  const gone = new Set<string>(
    truthOf(made, 'fates').flatMap(({ number, dissolvedOn }) => (dissolvedOn ? [number] : [])),
  );
  for (const { council, supplier, pence, isTold } of truthOf(made, 'spend')) {
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
  const known = truthOf(made, 'contracts')
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
  const placed = new Map(truthOf(made, 'contracts').map(({ ocid, pence }) => [ocid, pence]));
  const sumOf = (contracts: readonly string[]) => sumsOf(contracts.map((one) => placed.get(one) ?? null));
  const must = truthOf(made, 'told').map(({ council, supplier, contracts, throughGroup }) => ({
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
