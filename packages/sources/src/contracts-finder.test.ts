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

type Printed = readonly [awarded: string, starts: string, ends: string, value: string];

const exportOf = (...rows: readonly Printed[]) =>
  observationsOf(
    itemsOf(
      contractsFinder,
      documentOf(
        [
          'Notice Identifier,Organisation Name,Status,Published Date,Title,Awarded Date,Contract start date,Contract end date,Awarded Value,Supplier [Name|Address|Ref type|Ref Number|Is SME|Is VCSE]',
          ...rows.map(
            ([awarded, starts, ends, value], at) =>
              `N${at},Example Council,Awarded,2020-10-02,Example,${awarded},${starts},${ends},${value},[Example Ltd]`,
          ),
        ].join('\n'),
        'export.csv',
      ),
    ),
  ).flatMap(({ content }) => (content.kind === 'award' ? [content] : []));

test('whether the month comes first in an export its row tells, else the file, and what neither tells is unknown', () => {
  const monthFirst = ['09/29/2020', '10/01/2020', '09/30/2022', '5'] as const;
  const open = ['01/02/2020', '01/03/2020', '01/04/2022', '5'] as const;
  const dayFirst = ['29/09/2020', '01/10/2020', '30/09/2022', '5'] as const;
  const days = (...rows: readonly Printed[]) =>
    exportOf(...rows).map((one) => [one.awardedOn, one.startsOn, one.endsOn]);
  const right = ['2020-09-29', '2020-10-01', '2022-09-30'];
  expect(days(monthFirst, open)).toEqual([right, ['2020-01-02', '2020-01-03', '2022-01-04']]);
  expect(days(monthFirst, dayFirst, open)).toEqual([right, right, [null, null, null]]);
  expect(exportOf(monthFirst, dayFirst, open)[2]?.unread).toMatchObject({
    startsOn: expect.stringContaining('month first'),
  });
});

test('an export says why an end or a sum of it is not known', () => {
  const [one] = exportOf(['29/09/2020', '01/10/2022', '30/09/2020', '-5']);
  expect(one).toMatchObject({
    startsOn: '2022-10-01',
    endsOn: null,
    unread: { endsOn: expect.stringContaining('before it starts') },
    value: null,
    valueDoubt: expect.stringContaining('“-5”'),
  });
});
