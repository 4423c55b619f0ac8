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

test('a supplier is kept by one of its numbers, or by a name that alone had tied it, however the lines print them', () => {
  const two = [line('A Ltd', '99000001', '1'), line('A (North) Ltd', '99000002', '1')];
  expect(tiesLost(two, [line('Somebody', '99000002')])).toEqual({ before: 1, after: 1, lost: [] });
  expect(tiesLost(two, [line('A (North) Limited', null)]).lost).toEqual([
    { name: 'A Ltd', why: 'without its number' },
  ]);
  const byName = [line('A Ltd', null, '1'), line('A North Ltd', null, '1')];
  expect(tiesLost(byName, [line('a north limited', null)])).toEqual({ before: 1, after: 1, lost: [] });
  expect(tiesLost(byName, [line('B Ltd', null)])).toEqual({
    before: 1,
    after: 0,
    lost: [{ name: 'A Ltd', why: 'not named' }],
  });
});

test('a charity’s number ties it, one of no register that we know does not', () => {
  const charity = { ...line('A Trust', null, '1'), printedRef: 'GB-CHC-1089464' };
  const lines = (printedRef: string | null) => [{ supplierName: 'Another name', printedRef }];
  expect(tiesLost([charity], lines('GB-CHC-1089464')).lost).toEqual([]);
  expect(tiesLost([charity], lines(null)).lost).toEqual([{ name: 'A Trust', why: 'not named' }]);
  expect(tiesLost([], lines('GB-NIC-100')).after).toBe(0);
  expect(tiesLost([], lines('GB-COH-12ab')).after).toBe(0);
});

test('who is tied to nobody is no supplier of either register', () => {
  expect(tiesLost([line('A Ltd', '99000001')], [])).toEqual({ before: 0, after: 0, lost: [] });
  expect(tiesLost([line('A Ltd', '99000001')], [line('A Ltd', '99000001')]).after).toBe(0);
});
