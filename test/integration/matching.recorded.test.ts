import { existsSync, readFileSync } from 'node:fs';
import { EVERYBODY, loadRegister, lookUp, openDatabase, type Db, type RegisterCompany } from '@tocsin/db';
import { CompanyNumber, readCompanyNumber } from '@tocsin/domain';
import { createRegisterIndex, type MatchResult, type RegisterIndex } from '@tocsin/matching';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../support/stack.ts';

const folder = new URL('../../../shared/data/names/', import.meta.url);

function read(file: string): readonly Record<string, string>[] {
  return parse(readFileSync(new URL(file, folder)), { columns: true, bom: true });
}

/** Made up, one of each kind that the recorded names hold too few of; nobody is called so. */
const KINDS = [
  'Exemplar Partners LLP',
  'Exemplar Care CIO',
  'Exemplar Charitable Trust',
  'Exemplar Co-operative Society',
  'Exemplar Borough Council',
  'Mrs A Exemplar',
  'Exemplar, Mr J',
  'A B Exemplar',
  'Mr J Exemplar T/A Exemplar Care',
  'REDACTED PERSONAL DATA',
  'Exemplr Care Ltd',
  'Exemplar Yorkshire Care Ltd',
];
const ENTRIES = [
  { number: '99000001', name: 'EXEMPLAR CARE LIMITED', postcode: 'WF1 2AB' },
  { number: 'OC990002', name: 'EXEMPLAR PARTNERS LLP', postcode: null },
  { number: '99000003', name: 'A B EXEMPLAR LIMITED', postcode: null },
  { number: '99000004', name: 'A EXEMPLAR LIMITED', postcode: null },
  ...['ONE', 'TWO', 'THREE'].map((word, at) => ({
    number: `9900001${at}`,
    name: `EXEMPLAR ${word} LIMITED`,
    postcode: null,
  })),
];

describe.skipIf(!existsSync(folder))('recorded names, looked up in Postgres and in memory', () => {
  let database: FreshDatabase;
  let db: Db;
  let index: RegisterIndex;
  beforeAll(async () => {
    const companies = [...registered()];
    const builder = createRegisterIndex();
    for (const { number, name, previousNames, postcode, status } of companies)
      builder.add({
        number: CompanyNumber.parse(number),
        name,
        formerNames: previousNames,
        postcode,
        status,
      });
    index = builder.finish();
    database = await freshDatabase();
    db = openDatabase(database.url, { role: 'tocsin_worker', max: 1 });
    await loadRegister(db, 'slice', batches(companies));
  });
  afterAll(async () => {
    await db.destroy();
    await database.drop();
  });

  test('every outcome, score, reason and candidate is the same by name alone', async () => {
    const labels = read('pairs.csv').filter(({ use }, at) => use !== 'absent' || at % 6 === 0);
    const names = [...new Set([...labels.map(({ name = '' }) => name), ...KINDS])];
    expect(names.length).toBeGreaterThan(600);
    const differing = [];
    const outcomes = { matched: 0, ambiguous: 0, none: 0 };
    for (const name of names) {
      const inMemory = told(index.find({ name }));
      const { entries: _, ...inPostgres } = await lookUp(
        db,
        { name, number: null, postcode: null },
        EVERYBODY,
      );
      outcomes[inPostgres.outcome] += 1;
      if (JSON.stringify(told(inPostgres)) !== JSON.stringify(inMemory))
        differing.push({ name, inMemory, inPostgres: told(inPostgres) });
    }
    expect(differing).toEqual([]);
    expect(Math.min(...Object.values(outcomes))).toBeGreaterThan(20);
  });

  test('a number that contradicts the name is a disagreement, wherever the register can tell', async () => {
    const conflicts = read('pairs.csv').filter(({ use }) => use === 'conflict');
    let told = 0;
    for (const { name = '', company_number = '' } of conflicts) {
      const looked = await lookUp(
        db,
        { name, number: readCompanyNumber(company_number), postcode: null },
        EVERYBODY,
      );
      const isHeld = looked.entries.some(({ number }) => number === company_number);
      if (!isHeld && index.find({ name }).outcome !== 'matched') continue;
      told += 1;
      expect([name, looked.outcome, looked.reason]).toEqual([
        name,
        'ambiguous',
        expect.stringContaining('number and name disagree'),
      ]);
    }
    expect(told).toBeGreaterThan(20);
  });

  test('kinds are told apart, and no individual or redacted name is matched or has candidates', async () => {
    const found: Record<string, string> = {};
    for (const name of KINDS) {
      const { kind, outcome, candidates } = await lookUp(
        db,
        { name, number: null, postcode: null },
        EVERYBODY,
      );
      found[name] = `${kind}: ${outcome}`;
      if (kind === 'individual' || kind === 'redacted') expect([name, candidates]).toEqual([name, []]);
    }
    expect(found).toEqual({
      'Exemplar Partners LLP': 'llp: matched',
      'Exemplar Care CIO': 'charity: ambiguous',
      'Exemplar Charitable Trust': 'charity: none',
      'Exemplar Co-operative Society': 'society: none',
      'Exemplar Borough Council': 'public-body: none',
      'Mrs A Exemplar': 'individual: none',
      'Exemplar, Mr J': 'individual: none',
      'A B Exemplar': 'individual: none',
      'Mr J Exemplar T/A Exemplar Care': 'individual: none',
      'REDACTED PERSONAL DATA': 'redacted: none',
      'Exemplr Care Ltd': 'company: matched',
      'Exemplar Yorkshire Care Ltd': 'company: ambiguous',
    });
  });
});

function told({ outcome, number, score, kind, reason, candidates }: MatchResult) {
  return {
    outcome,
    number,
    score,
    kind,
    reason,
    candidates: candidates.map((one) => [one.number, one.score]),
  };
}

function* registered(): Generator<RegisterCompany> {
  const facts = { previousNames: [], postcode: null, status: null, sicCodes: [] };
  const seen = new Set<string>();
  for (const row of read('register_names_slice.csv')) {
    const number = readCompanyNumber(row['company_number'] ?? '');
    if (!number || seen.has(number)) continue;
    seen.add(number);
    yield { ...facts, number, name: row['register_name_2019_2026'] ?? '' };
  }
  for (const entry of ENTRIES) yield { ...facts, ...entry };
}

async function* batches(companies: readonly RegisterCompany[]) {
  yield companies;
}
