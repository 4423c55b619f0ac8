import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { toLine } from './line.ts';
import { correctFigures } from './plausible.ts';
import { isRefused } from './filing.ts';
import { readAccounts } from './reader.ts';

const cases = new URL('../../../../shared/cases/', import.meta.url);
const hasCases = existsSync(cases);

function read(folder: string) {
  const [fileName = ''] = readdirSync(new URL(`${folder}/`, cases));
  const reading = readAccounts(readFileSync(new URL(`${folder}/${fileName}`, cases)), { fileName });
  if (isRefused(reading)) throw new Error(reading.refused);
  return reading;
}

function figuresOf(folder: string) {
  const line = toLine(read(folder));
  return 'figures' in line ? line.figures : {};
}

test.skipIf(!hasCases)('what companies file by the IFRS Foundation’s taxonomy is read', () => {
  expect(figuresOf('accounts/a06-ifrs')).toMatchObject({
    turnover: 5_000_000,
    net_assets: 1_500_000,
    current_assets: 900_000,
  });
  expect(figuresOf('accounts2/b04-ifrs-in-frc')).toMatchObject({ turnover: 5_000, net_assets: 1_500 });
});

test.skipIf(!hasCases)('a balance sheet that lacks its minus is in doubt, and nothing rests on it', () => {
  const { figures, issues } = read('accounts/a10-missing-sign');
  expect([...new Set(issues.map(({ kind }) => kind))]).toEqual(['contradicting-figures']);
  expect(correctFigures(figures).values).toEqual({});
});

test.skipIf(!hasCases)('a heading over a page break raises the flag that the whole heading raises', () => {
  const flags = read('accounts2/b03-going-concern-whole').flags;
  expect(flags).toHaveLength(1);
  expect(read('accounts2/b02-going-concern-page-break').flags).toEqual(flags);
});

test.skipIf(!hasCases)(
  'words for numbers are a value or an issue; nesting, signs, commas and currencies are read',
  () => {
    const words = read('accounts/a01-words');
    expect(words.issues.map(({ concept }) => concept)).toContain('AverageNumberEmployeesDuringPeriod');
    expect(figuresOf('accounts/a02-nested')).toMatchObject({ equity: 1500 });
    expect(figuresOf('accounts/a03-sign')).toMatchObject({ net_assets: -1_234_000 });
    expect(figuresOf('accounts/a04-comma')).toMatchObject({ net_assets: 1_234_567.89 });
    expect(figuresOf('accounts/a05-welsh')).toMatchObject({ net_assets: 1000 });
    expect(read('accounts/a07-two-currencies').issues.map(({ kind }) => kind)).toEqual([
      'other-currency',
      'other-currency',
    ]);
  },
);
