import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { addDays, addMonths } from '@tocsin/domain';
import { evaluate, ukSample, type UkSample } from '@tocsin/scoring';
import { afterAll, describe, expect, test } from 'vitest';
import { readUkFolder } from '../../services/cli/src/uk-folder.ts';
import { accountsOf, type FiledAccounts } from './accounts.ts';
import { indexOf } from './companies.ts';
import { countryOf } from './country.ts';
import { populationOf } from './evaluation.ts';
import { writeCountry } from './write.ts';

// Each test states what is so from the country itself, and that the mistake named would have said something else.
const country = countryOf({ size: { councils: 1, suppliers: 1_000, payments: 0 }, seed: 3 });
const indexes = Array.from({ length: country.size.suppliers }, (_, index) => index);
const landmark = addDays(country.until, -365);
const tooEarly = addMonths(country.until, -6);

const sampleOn = (...landmarks: readonly string[]): UkSample => ukSample(populationOf(country, landmarks));

function onRegister(index: number, on: string): boolean {
  const { exit } = country.fate(index);
  return country.supplier(index).incorporatedOn <= on && (exit === null || exit.on > on);
}

function goneWithin(index: number, from: string, to: string): string | null {
  const { exit } = country.fate(index);
  return exit && exit.on > from && exit.on <= to ? exit.kind : null;
}

/** What anybody could read of a company on a day. */
function readableOn(index: number, on: string): FiledAccounts | undefined {
  return accountsOf(country, index).findLast(
    ({ filedOn, madeUpTo }) => filedOn <= on && addMonths(madeUpTo, 33) >= on,
  );
}

describe('evaluate --uk on a country of which everything is known', () => {
  test('accounts count from the day they were filed, not from nine months after their date', () => {
    const { clusters, rows } = sampleOn(landmark);
    const wrong = ukSample({
      ...populationOf(country, [landmark]),
      accounts: populationOf(country).accounts.map((filed) => ({
        ...filed,
        filedOn: addDays(filed.balanceDate, 274),
      })),
    });
    let [early, differing] = [0, 0];
    for (const [at, number] of clusters.entries()) {
      const index = indexOf(number);
      const filed = readableOn(index, landmark);
      expect(rows[at]?.totalAssets ?? null).toBe(
        filed ? (filed.figures['fixed_assets'] ?? 0) + (filed.figures['current_assets'] ?? 0) : null,
      );
      if (filed && addDays(filed.madeUpTo, 274) > landmark) early += 1;
      if (wrong.rows[at]?.totalAssets !== rows[at]?.totalAssets) differing += 1;
    }
    expect(early).toBeGreaterThan(10);
    expect(differing).toBeGreaterThan(10);
  });

  test('windows past the end of the outcomes are censored: nobody in them is a survivor, or ranked', () => {
    const { landmarks, rows } = sampleOn(tooEarly);
    const still = indexes.filter((index) => onRegister(index, country.until) && onRegister(index, tooEarly));
    expect(landmarks).toMatchObject([{ on: tooEarly, survived: 0, censored: still.length }]);
    expect(rows).toEqual([]);
    expect(still.length).toBeGreaterThan(800);
  });

  test('the struck off and the dissolved are exits of their own: neither failures nor survivors', () => {
    const { landmarks, clusters, failed } = sampleOn(landmark);
    const there = indexes.filter((index) => onRegister(index, landmark));
    const gone = (kind: string) =>
      there.filter((index) => goneWithin(index, landmark, country.until) === kind);
    expect(landmarks).toMatchObject([
      {
        onRegister: there.length,
        insolvent: gone('insolvent').length,
        struckOff: gone('struck-off').length,
        dissolved: gone('dissolved').length,
      },
    ]);
    for (const kind of ['insolvent', 'struck-off', 'dissolved']) expect(gone(kind).length).toBeGreaterThan(0);
    const ranked = new Set(clusters);
    for (const index of [...gone('struck-off'), ...gone('dissolved')])
      expect(ranked.has(country.supplier(index).number)).toBe(false);
    expect(failed.filter(Boolean)).toHaveLength(gone('insolvent').length);
  });

  test('companies that stopped filing, or have filed nothing yet, stay in the denominator', () => {
    const { landmarks, clusters } = sampleOn(landmark);
    const silent = indexes.filter((index) => onRegister(index, landmark) && !readableOn(index, landmark));
    const stopped = silent.filter((index) => country.fate(index).kind === 'stops-filing');
    expect(stopped.length).toBeGreaterThan(2);
    expect(landmarks).toMatchObject([{ withoutAccounts: silent.length }]);
    const ranked = new Set(clusters);
    for (const index of silent.filter((one) => goneWithin(one, landmark, country.until) === null))
      expect(ranked.has(country.supplier(index).number)).toBe(true);
  });

  test('of several filings of one company the newest stands for it, once a day, and its days are one cluster', () => {
    const twice = sampleOn(addDays(landmark, -365), landmark);
    const perDay = sampleOn(landmark);
    expect(new Set(perDay.clusters).size).toBe(perDay.clusters.length);
    expect(new Set(twice.clusters).size).toBeLessThan(twice.clusters.length * 0.6);
    const { clusters: _, ...unclustered } = twice;
    const width = (sample: Omit<UkSample, 'clusters'>) => {
      const row = evaluate({ ...sample, refit: false }).find(({ model }) =>
        model.includes('balance sheet, as'),
      );
      return (row?.aucHigh ?? 0) - (row?.aucLow ?? 0);
    };
    expect(width(twice)).not.toBe(width(unclustered));
  });

  test('on its landmark days each company on the register has exactly one end', () => {
    const { landmarks } = ukSample(populationOf(country));
    expect(landmarks.length).toBeGreaterThan(4);
    expect(landmarks.at(-1)?.on).toBe(landmark);
    for (const { on, onRegister: there, insolvent, struckOff, dissolved, survived, censored } of landmarks) {
      expect(insolvent + struckOff + dissolved + survived + censored).toBe(there);
      expect(there).toBe(indexes.filter((index) => onRegister(index, on)).length);
    }
  });
});

describe('the folder that a country is written to', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tocsin-national-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('is read by evaluate --uk as the population that it is', () => {
    const small = countryOf({ size: { councils: 2, suppliers: 40, payments: 200 }, seed: 1 });
    writeCountry(small, path.join(folder, 'small'));
    expect(readUkFolder(path.join(folder, 'small', 'uk'))).toEqual(populationOf(small));
    expect(() => writeCountry(small, folder)).toThrow('is not empty');
  });
});
