import { readdirSync, readFileSync } from 'node:fs';
import { SupplierId } from '@tocsin/domain';
import { expect, test } from 'vitest';
import { assess } from './assess.ts';
import { foldSignals } from './facts.ts';
import { model, retired } from './model.ts';
import { nextRows } from './next-rows.ts';

const rows = model.rows;

test('the table asks at least 28 questions in five groups, each once', () => {
  expect(rows.length).toBeGreaterThanOrEqual(28);
  expect(new Set(rows.map((row) => row.indicator.id)).size).toBe(rows.length);
  expect([...new Set(rows.map((row) => row.indicator.group))]).toEqual([
    'formal',
    'balance-sheet',
    'profit-and-cash',
    'conduct',
    'group-and-market',
  ]);
});

const indicators = new URL('./indicators/', import.meta.url);

test('every indicator is a file of its own name, and every such file is in the table, was, or waits for it', () => {
  const files = readdirSync(indicators)
    .filter((file) => !file.endsWith('.test.ts') && file !== 'judged.ts')
    .map((file) => file.replace('.ts', ''));
  expect([...rows, ...retired, ...nextRows].map((row) => row.indicator.id).sort()).toEqual(files.sort());
});

test('every indicator is named in a test of indicators', () => {
  const tests = readdirSync(indicators)
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => readFileSync(new URL(file, indicators), 'utf8'))
    .join('\n');
  const ids = [...rows, ...nextRows].map((row) => row.indicator.id);
  expect(ids.filter((id) => !tests.includes(`'${id}'`))).toEqual([]);
});

test.each([...rows, ...nextRows])(
  '$indicator.id says what it asks, on what basis, and cites it',
  ({ indicator, weight, basis, citation }) => {
    expect(indicator.question).toMatch(/\?$/);
    expect(citation.length).toBeGreaterThan(10);
    expect(/prior/i.test(citation)).toBe(basis === 'expert');
    expect(/fitted elsewhere/i.test(citation)).toBe(basis === 'fitted');
    expect(Number.isInteger(weight.points)).toBe(true);
  },
);

test('of a company that nobody has looked at nothing is known, and nothing held against it', () => {
  const assessment = assess(foldSignals({}, []), {
    supplierId: SupplierId.parse('1'),
    asOf: '2024-12-01',
    previousBand: null,
  });
  expect(assessment).toMatchObject({ band: 'low', score: 0, coverage: 0, formalEvents: [], reviewOn: null });
  expect(assessment.findings.every((finding) => finding.outcome === 'unknown')).toBe(true);
});

test('no sentence of the table uses a word that only an order may use', () => {
  for (const { indicator } of [...rows, ...nextRows])
    expect(indicator.question).not.toMatch(/\b(insolvent|failing|avoid|blacklist)\b/i);
});
