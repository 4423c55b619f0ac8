import { expect, test } from 'vitest';
import { mapOfDocument, councilMaps } from './council-maps.ts';

const named = (url: string, slug: string) => {
  const [any] = councilMaps();
  if (!any) throw new Error('there is no map');
  return mapOfDocument([{ ...any, slug }], { url }) !== null;
};

test('a file is the council’s whose name it bears, also joined to words that say what the file is', () => {
  for (const file of [
    'surrey/2026-08.csv',
    'surrey-spend.csv',
    'Surrey-County-Council-payments-over-500-aug-2026.csv',
    'spend_surrey_2026.csv',
    'surrey-2026-08.csv',
  ])
    expect(named(file, 'surrey'), file).toBe(true);
  expect(named('north-yorkshire-spend.csv', 'north-yorkshire')).toBe(true);
});

test('a place whose name has another’s in it is another place', () => {
  expect(named('north-devon-spend.csv', 'devon')).toBe(false);
  expect(named('devonshire-spend.csv', 'devon')).toBe(false);
  expect(named('west-sussex-spend/2026-08.csv', 'east-sussex')).toBe(false);
});
