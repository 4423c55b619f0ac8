import { existsSync, readFileSync } from 'node:fs';
import { evaluate, measuredRows, parseArff, polishRatios } from '@tocsin/scoring';
import { expect, test } from 'vitest';

const SET = 'Polish 1year';
const file = new URL('../../../shared/data/models/polish/1year.arff', import.meta.url);
const here = existsSync(file);
if (!here) console.warn(`skipped: no bankruptcy set at ${file.pathname}`);

test.skipIf(!here)('of the firms of the largest set what the card says is what the data give', () => {
  const { rows, failed } = parseArff(readFileSync(file, 'utf8'));
  const evaluated = evaluate({ set: SET, rows: rows.map(polishRatios), failed, refit: true });
  expect(evaluated).toEqual(measuredRows.filter(({ set }) => set === SET));
  expect(evaluated.length).toBeGreaterThan(4);
});
