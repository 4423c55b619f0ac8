import { createHash } from 'node:crypto';
import { SupplierId } from '@tocsin/domain';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assess } from './assess.ts';
import { foldSignals, type Relative } from './facts.ts';
import { model } from './model.ts';
import { models } from './models.ts';
import { latestRelease, releases } from './versions/releases.ts';
import { anyDay, anyLooks, anySignal, anyStatement } from './testing-arbitraries.ts';

test('the table of the score is the one that its version was released with: another table is another version', () => {
  const weights = Object.fromEntries(model.rows.map(({ indicator, weight }) => [indicator.id, weight]));
  expect({ version: model.version, cuts: model.cuts, rules: model.rules, weights }).toEqual(latestRelease);
});

test('versions are released in order, each under a name of its own', () => {
  const names = releases.map(({ version }) => version);
  expect(names).toEqual([...new Set(names)].sort());
});

/** Of every version what it says of 300 made-up suppliers: a judge that changes its mind needs a new name. */
const golden: Readonly<Record<string, string>> = {
  '2026.11.1': 'b1650445343b89b3',
  '2026.11.2': '2297199a33a0ab1c',
  '2026.11.3': 'f5645e86cffa5b56',
};

const parent: Relative = {
  supplierId: SupplierId.parse('2'),
  name: 'EXAMPLE HOLDINGS PLC',
  relation: 'parent',
  chain: ['EXAMPLE CARE HOMES LTD', 'EXAMPLE HOLDINGS PLC'],
  asOf: '2020-01-01',
  ownBand: 'insolvent',
  proceeding: { title: 'Administrators appointed', on: '2020-01-01' },
  evidence: [],
};

test.each(releases)('version $version still gives every supplier the points it gave', ({ version }) => {
  const statements = fc.array(anyStatement(anySignal), { maxLength: 10 });
  const samples = fc.sample(fc.tuple(statements, anyLooks, anyDay), { numRuns: 300, seed: 5 });
  const hash = createHash('sha256');
  for (const [at, [signals, looks, asOf]] of samples.entries()) {
    const facts = foldSignals(looks, signals, at % 5 === 0 && version >= '2026.11.3' ? [parent] : undefined);
    const context = { supplierId: SupplierId.parse('1'), asOf, previousBand: null };
    const { band, findings } = assess(facts, context, models[version]);
    const points = findings.map(({ indicator, outcome, points: p }) => `${indicator} ${outcome} ${p}`);
    hash.update(`${asOf} ${band} ${points.join(', ')}\n`);
  }
  expect(hash.digest('hex').slice(0, 16)).toBe(golden[version]);
});
