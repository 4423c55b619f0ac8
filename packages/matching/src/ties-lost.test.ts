import { expect, test } from 'vitest';
import { tiesLost, type TiedLine } from './ties-lost.ts';

const line = (supplierName: string, number: string | null, supplierId: string | null = null): TiedLine => ({
  supplierName,
  printedRef: number === null ? null : `GB-COH-${number}`,
  supplierId,
});

const IN_FORCE = [
  line('Example Care Homes Ltd', '99000001', '1'),
  line('Example Care Homes Ltd', '99000001', '1'),
  line('Example Paving Limited', null, '2'),
  line('Example Meals Ltd', '99000003', '3'),
  line('Unheard-of Traders', null),
];

test('a register without the column of company numbers ties no supplier that its number had tied', () => {
  expect(
    tiesLost(IN_FORCE, [line('Example Care Homes Ltd', null), line('EXAMPLE PAVING LTD', null)]),
  ).toEqual({
    before: 3,
    after: 1,
    lost: [
      { name: 'Example Care Homes Ltd', why: 'without its number' },
      { name: 'Example Meals Ltd', why: 'not named' },
    ],
  });
});

test('a register that names as many suppliers ties no fewer, though they are others', () => {
  const next = [
    line('Example Care', '99000001'),
    line('Example Paving Ltd', null),
    line('Example Buses Ltd', '99000004'),
  ];
  expect(tiesLost(IN_FORCE, next)).toMatchObject({ before: 3, after: 3 });
  expect(tiesLost([], next)).toEqual({ before: 0, after: 2, lost: [] });
});

test('the same register again loses nobody, however its numbers are printed', () => {
  const lines = [line('A Ltd', '99000001', '1'), line('B Ltd', '12ab', '2'), line('C Ltd', null, '3')];
  const again = [line('A Ltd', '99000001.0'), line('B Ltd', '12ab'), line('C Ltd', null)];
  expect(tiesLost(lines, again)).toEqual({ before: 3, after: 3, lost: [] });
});
