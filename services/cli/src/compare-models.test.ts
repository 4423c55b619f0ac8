import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { model, releases } from '@tocsin/scoring';
import { expect, test } from 'vitest';
import { readModel } from './compare-models.ts';

function changes(content: unknown): string {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'model-')), 'changes.json');
  writeFileSync(file, JSON.stringify(content));
  return file;
}
const row = (id: string, of = model) => of.rows.find((r) => r.indicator.id === id);

test('a released model goes by its version; one that nobody knows is refused with those there are', () => {
  expect(readModel(model.version)).toBe(model);
  const names = releases.map(({ version }) => version).join(', ');
  expect(() => readModel('1999')).toThrow(`no model 1999; there are: ${names}`);
});

test('a file of changes makes a model that keeps everything else', () => {
  const tried = readModel(
    changes({
      version: 'tried',
      base: model.version,
      cuts: { watch: 15, elevated: 30, severe: 55 },
      weights: {
        'accounts-overdue': { points: 15 },
        'interest-cover': {
          points: 9,
          bins: [
            { below: 1, points: 9 },
            { below: null, points: 0 },
          ],
        },
        'young-company': null,
      },
    }),
  );
  expect(tried).toMatchObject({ version: 'tried', cuts: { watch: 15 } });
  const { thresholds } = row('accounts-overdue')!.weight;
  expect(row('accounts-overdue', tried)?.weight).toEqual({ points: 15, thresholds });
  expect(row('interest-cover', tried)?.weight.bins?.at(-1)).toEqual({ below: Infinity, points: 0 });
  expect(row('young-company', tried)).toBeUndefined();
  expect(row('acid-ratio', tried)).toBe(row('acid-ratio'));
});

test('changes to a question that is not asked, and words that mean nothing, are refused', () => {
  const base = model.version;
  expect(() => readModel(changes({ version: 'x', base, weights: { 'star-sign': { points: 1 } } }))).toThrow(
    'no such indicator: star-sign',
  );
  expect(() => readModel(changes({ version: 'x', base, weight: {} }))).toThrow();
});
