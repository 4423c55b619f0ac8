import { noticeCodes } from '@tocsin/domain';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { gazetteInsolvency } from './gazette-insolvency.ts';
import { familyOfHeading } from './gazette/heading.ts';
import { hasRecorded, itemsOf, observationsOf, recorded, tally } from './testing.ts';

const read = (file: string) => itemsOf(gazetteInsolvency, recorded(`gazette/${file}`));

function families(file: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { content } of observationsOf(read(file))) {
    if (content.kind === 'insolvency-notice') counts[content.family] = (counts[content.family] ?? 0) + 1;
  }
  return counts;
}

test.skipIf(!hasRecorded)('every real notice has one outcome', () => {
  expect(tally(read('search_response_real_shape.json'))).toEqual({ observed: 2 });
  expect(tally(read('corporate_notices_2024-03-05.json'))).toEqual({ observed: 30 });
  expect(tally(read('petitions_2026-05_sample.csv'))).toEqual({ observed: 15 });
});

test.skipIf(!hasRecorded)('headings alone tell petitions and a dismissal; liquidations stay unknown', () => {
  expect(families('search_response_real_shape.json')).toEqual({ unknown: 2 });
  expect(families('corporate_notices_2024-03-05.json')).toEqual({
    unknown: 23,
    'winding-up-petition': 6,
    'petition-dismissed': 1,
  });
  expect(families('petitions_2026-05_sample.csv')).toEqual({ 'winding-up-petition': 15 });
});

test.skipIf(!hasRecorded)('the five texts that still hold a company number are known by it', () => {
  const numbers = observationsOf(read('corporate_notices_2024-03-05.json')).flatMap(({ about }) =>
    about?.ref ? [about.ref.id] : [],
  );
  expect(numbers).toEqual(['12241042', 'SC500727', 'SC704307', 'SC635810', 'SC536436']);
});

test.skipIf(!hasRecorded)('a name that begins with “/n” is cleaned', () => {
  const names = observationsOf(read('petitions_2026-05_sample.csv')).map(({ about }) => about?.name);
  expect(names).toContain('APPETITE WARRIORS LTD');
  expect(names).toContain('13040874 LTD');
});

test.skipIf(!hasRecorded)('the published code list and our table hold the same codes', () => {
  const csv = new TextDecoder().decode(recorded('gazette/notice_codes_corporate.csv').body);
  const rows: { code: string; label: string }[] = parse(csv, {
    columns: true,
    relax_column_count: true,
  });
  expect(rows.map(({ code }) => code)).toEqual(Object.keys(noticeCodes));
  for (const { label } of rows) expect([label, familyOfHeading(label)]).not.toEqual([label, null]);
});
