import { existsSync, readFileSync } from 'node:fs';
import { readCompanyNumber } from '@tocsin/domain';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { evaluateMatching, type LabelUse } from './evaluation.ts';
import { labelNoise } from './label-noise.ts';
import { createRegisterIndex } from './register-index.ts';

const folder = new URL('../../../../shared/data/names/', import.meta.url);

function read(file: string): readonly Record<string, string>[] {
  return parse(readFileSync(new URL(file, folder)), { columns: true, bom: true });
}

describe.skipIf(!existsSync(folder))(
  '2,069 labelled names against the slice of the register alone (../shared/data/names)',
  () => {
    const builder = existsSync(folder) ? createRegisterIndex() : undefined;
    for (const row of builder ? read('register_names_slice.csv') : []) {
      const number = readCompanyNumber(row['company_number'] ?? '');
      if (!number) throw new Error(`not a company number: ${row['company_number']}`);
      builder?.add({
        number,
        name: row['register_name_2019_2026'] ?? '',
        formerNames: [],
        postcode: null,
        status: null,
      });
    }
    const index = builder?.finish();
    const labels = (index ? read('pairs.csv') : []).map((row) => ({
      name: row['name'] ?? '',
      number: row['company_number'] ?? '',
      use: row['use'] as LabelUse,
    }));
    const evaluation = index ? evaluateMatching(labels, index.find) : undefined;

    test('of all that are tied by name alone, 99.8 % and more are right', () => {
      expect(evaluation?.precision).toBeGreaterThanOrEqual(0.998);
    });

    test('92 % and more are tied of those that are not adjudicated as noise of the labels', () => {
      expect(evaluation?.recallOfTellable).toBeGreaterThanOrEqual(0.92);
    });

    test('every label adjudicated as noise is one of these, is never tied to another company, and says what is registered', () => {
      const rows = read('register_names_slice.csv');
      for (const { name, number, registered } of labelNoise) {
        expect(labels).toContainEqual({ name, number, use: 'truth' });
        expect([name, index?.find({ name }).number]).toEqual([name, null]);
        const row = rows.find(({ company_number }) => company_number === number);
        expect(row?.['register_name_2019_2026']?.trim()).toBe(registered);
      }
    });

    test('90 % and more of the tellable are matched', () => {
      expect(evaluation?.recall).toBeGreaterThanOrEqual(0.9);
    });

    test('99 % and more of those not on the slice stay unmatched', () => {
      expect(evaluation?.abstained).toBeGreaterThanOrEqual(0.99);
    });

    test('every conflict comes out as a disagreement when its number is given', () => {
      expect(evaluation?.disagreements).toBe(labels.filter(({ use }) => use === 'conflict').length);
    });

    test('no renamed supplier is matched to another company, and nothing redacted is matched at all', () => {
      const wrong = evaluation?.wrong.filter(
        ({ label }) => label.use === 'renamed' || label.use === 'redacted',
      );
      expect(wrong).toEqual([]);
    });
  },
);
