import { expect, test } from 'vitest';
import { contractsFinder } from './contracts-finder.ts';
import { documentOf, fixture, itemsOf, observationsOf, tally } from './testing.ts';

test('a release says what was awarded, without saying whether VAT is in it', () => {
  const [observation] = observationsOf(itemsOf(contractsFinder, fixture('contracts-finder.json')));
  expect(observation).toMatchObject({
    ref: 'ocds-b5fd17-99000000-0000-4000-8000-000000000001/ocds-b5fd17-99000000-0000-4000-8000-000000000001-1',
    version: '2025-01-23T22:10:19.000Z',
    url: 'https://www.contractsfinder.service.gov.uk/Notice/99000000-0000-4000-8000-0000000000a1',
    content: {
      value: { pence: 50_000_000, vat: 'unknown' },
      valueGross: null,
      suppliers: [{ ref: { id: '00990002' } }],
      buyers: [{ ids: ['GB-CFS-1'], postcode: 'EX1 1XX' }],
      agreement: 'framework',
      regime: 'pcr-2015',
    },
  });
});

test('a row of the search export says the same, however its suppliers are packed', () => {
  const items = itemsOf(contractsFinder, fixture('contracts-finder.csv'));
  expect(tally(items)).toEqual({
    observed: 1,
    'ignored: not awarded: no supplier yet': 1,
    'refused: Published Date: “yesterday” is not one': 1,
  });
  expect(observationsOf(items)[0]?.content).toMatchObject({
    title: 'Grounds & gardens',
    value: { pence: 371_249_050, vat: 'unknown' },
    awardedOn: '2020-09-29',
    startsOn: '2020-10-01',
    endsOn: '2022-09-30',
    agreement: 'call-off',
    suppliers: [
      { name: 'Example Gardens Ltd', ref: { scheme: 'GB-COH', id: '00990003' }, postcode: 'EX1 1AA' },
      { name: 'Example Charity', ref: { scheme: 'GB-CHC', id: '1234567' }, postcode: 'EX2 2BB' },
      { name: 'Nine Digits Ltd', ref: null, printedRef: 'GB-COH-458577871' },
    ],
  });
});

test('an export without a column that is needed is refused by the name of the column', () => {
  const text = '"Notice Identifier","Title"\n"1","Example"\n';
  expect(() => itemsOf(contractsFinder, documentOf(text, 'export.csv'))).toThrow('Awarded Value');
});

test('an export without rows has no items', () => {
  const text = '"Notice Identifier","Notice Type"\n';
  expect(itemsOf(contractsFinder, documentOf(text, 'export.csv'))).toEqual([]);
});

test('a row whose moment no clock can show is refused, and the others are read', () => {
  const sound = new TextDecoder().decode(fixture('contracts-finder.csv').body);
  const odd = sound.replace('yesterday', '275760-09-13');
  expect(tally(itemsOf(contractsFinder, documentOf(odd, 'export.csv')))).toMatchObject({
    observed: 1,
    'refused: Published Date: “275760-09-13” is not one': 1,
  });
});
