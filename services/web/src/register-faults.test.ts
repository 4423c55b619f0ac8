import { expect, test } from 'vitest';
import { faultsAlike } from './register-faults.ts';

const cell = (at: string, message: string) => ({ cell: at, row: 1, message, loses: 'cell' as const });
const line = (at: string, message: string) => ({ cell: at, row: 1, message, loses: 'line' as const });

test('cells of one column with the same fault are one thing to mend, each with what stands in it', () => {
  const wanted = 'is not a day, such as 2028-03-31';
  const faults = [
    cell('D3', `“TBC” ${wanted}`),
    cell('E3', `“TBC” ${wanted}`),
    cell('D4', `“n/a” ${wanted}`),
    cell('D5', '“£x” is not a sum'),
  ];
  expect(faultsAlike(faults)).toEqual([
    {
      message: `what stands there ${wanted}`,
      cells: [
        { cell: 'D3', printed: 'TBC' },
        { cell: 'D4', printed: 'n/a' },
      ],
    },
    { message: `“TBC” ${wanted}`, cells: [{ cell: 'E3', printed: 'TBC' }] },
    { message: '“£x” is not a sum', cells: [{ cell: 'D5', printed: '£x' }] },
  ]);
});

test('rows that are left out for the same reason are one thing, whatever row each repeats', () => {
  expect(
    faultsAlike([
      line('A7', 'the same line as row 3'),
      line('A9', 'the same line as row 4'),
      line('A12', 'a total'),
    ]),
  ).toEqual([
    {
      message: 'the same line as an earlier row',
      cells: [
        { cell: 'A7', printed: null },
        { cell: 'A9', printed: null },
      ],
    },
    { message: 'a total', cells: [{ cell: 'A12', printed: null }] },
  ]);
});
