import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { measuredCases, measuredDeciles, measuredRows } from '../evaluation/measured.ts';
import { model } from '../model.ts';
import { renderModelCard } from './model-card.ts';
import { renderTransparencyRecord } from './transparency-record.ts';

const committed = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');

test('MODEL.md is what the table and the last evaluation say', () => {
  const measured = { rows: measuredRows, deciles: measuredDeciles, cases: measuredCases };
  expect(committed('MODEL.md')).toBe(renderModelCard(measured));
});

test('the transparency record is too', () => {
  expect(committed('ALGORITHMIC-TRANSPARENCY-RECORD.md')).toBe(renderTransparencyRecord(measuredRows));
});

test('the card names every indicator, its basis and the misses', () => {
  const card = committed('MODEL.md');
  for (const { indicator } of model.rows) expect(card).toContain(`| \`${indicator.id}\` |`);
  expect(card).toContain('| missed |');
  expect(card).toContain('not yet measured');
});
