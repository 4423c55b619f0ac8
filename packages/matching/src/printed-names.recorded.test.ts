import { existsSync, readFileSync } from 'node:fs';
import { CompanyNumber } from '@tocsin/domain';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { readings } from './name.ts';
import { notIssuedBefore } from './number-series.ts';
import { printedState } from './printed-state.ts';
import { bodyList } from './public-bodies.ts';

const folder = new URL('../../../../shared/data/', import.meta.url);
const isHere = existsSync(folder);

function read(file: string): readonly Record<string, string>[] {
  return isHere ? parse(readFileSync(new URL(file, folder)), { columns: true, bom: true }) : [];
}

describe.skipIf(!isHere)('names and numbers of the public record (../shared/data)', () => {
  test('each proceeding that a council printed into a name is noted, and the name is read without it', () => {
    const rows = read('drill/printed_states.csv');
    expect(rows.length).toBeGreaterThan(0);
    for (const { supplier_as_printed: name = '', state_printed: state } of rows) {
      expect([name, printedState(name)]).toEqual([name, state]);
      const bare = readings(name).map(({ words }) => words);
      expect(bare.some((words) => !/ IN (?:LIQUIDATION|ADMINISTRATION)/.test(words))).toBe(true);
    }
  });

  test('no name of the register but those that hold the words is read as printed in a proceeding', () => {
    const names = read('names/register_names_slice.csv').map((row) => row['register_name_2019_2026'] ?? '');
    expect(names.filter((name) => printedState(name) !== null)).toEqual([]);
  });

  test('every council is on the list by its official name, and no registered company is', () => {
    const councils = read('councils/councils.csv');
    const names = councils.flatMap((row) => [
      row['official_name'] ?? '',
      ...(row['alt_names'] ?? '').split(','),
    ]);
    const list = bodyList('the list of councils', names);
    const official = councils.map((row) => row['official_name'] ?? '');
    expect(official.filter((name) => !list.has(name))).toEqual([]);
    const companies = read('names/register_names_slice.csv').map(
      (row) => row['register_name_2019_2026'] ?? '',
    );
    expect(companies.filter((name) => list.has(name))).toEqual([]);
  });

  test('the numbers of real failures were issued before they were paid, those of namesakes after', () => {
    const rows = read('drill/drill.csv').filter((row) => row['last_payment']);
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) {
      const number = CompanyNumber.safeParse(row['company_number']);
      if (!number.success) continue;
      const issued = notIssuedBefore(number.data) ?? '';
      if (row['same_legal_person'] === 'yes')
        expect([number.data, issued <= (row['first_payment'] ?? '')]).toEqual([number.data, true]);
    }
    const younger = rows.filter(({ company_number: number = '', last_payment: paid = '' }) => {
      const known = CompanyNumber.safeParse(number);
      return known.success && (notIssuedBefore(known.data) ?? '') > paid;
    });
    expect(younger.length).toBeGreaterThan(0);
    expect(younger.map((row) => row['same_legal_person'])).toEqual(younger.map(() => 'no'));
  });
});
