import { Pence } from '@tocsin/domain';
import { describe, expect, test } from 'vitest';
import { coverageOfContracts } from './contract-coverage.ts';
import type { ContractSupplier, HeldContract } from './hold.ts';

type Known = Pick<ContractSupplier, 'supplierId' | 'namesNumber' | 'outcome'>;

const byNumber = { supplierId: '1', namesNumber: true, outcome: 'matched' } as Known;
const byName = { supplierId: '2', namesNumber: false, outcome: 'matched' } as Known;
const unknown = { supplierId: null, namesNumber: false, outcome: 'ambiguous' } as Known;

function held(pence: number, suppliers: readonly Known[], agreement = 'contract'): HeldContract {
  const value = { pence: Pence.parse(pence), vat: 'net' };
  return { contract: { agreement, value }, suppliers } as unknown as HeldContract;
}

describe('how much of what a council has placed can be watched', () => {
  test('is told in shares of the contracts, each counted once by its least known supplier', () => {
    const { lines, blindShare } = coverageOfContracts([
      held(100, [byNumber]),
      held(200, [byNumber]),
      held(300, [byName, byNumber]),
      held(400, [byNumber, unknown]),
    ]);
    expect(lines.map(({ state, contracts, share }) => [state, contracts, share])).toEqual([
      ['number', 2, 0.5],
      ['matched', 1, 0.25],
      ['waiting', 0, 0],
      ['ambiguous', 1, 0.25],
      ['none', 0, 0],
    ]);
    expect(blindShare).toBe(0.25);
  });

  test('is told in pence of each VAT basis too, and of one that no contract has not at all', () => {
    const { shares } = coverageOfContracts([
      held(100, [byNumber]),
      held(300, [byName]),
      held(400, [unknown]),
    ]);
    expect(shares).toEqual([{ vat: 'net', total: 800, unnumbered: 700, blind: 400 }]);
  });

  test('leaves frameworks out: nobody has placed anything by one', () => {
    const { lines, blindShare } = coverageOfContracts([
      held(100, [byNumber]),
      held(900, [unknown], 'framework'),
    ]);
    expect(lines.map(({ contracts }) => contracts)).toEqual([1, 0, 0, 0, 0]);
    expect(blindShare).toBe(0);
  });

  test('is not known where no contract is placed', () => {
    const { lines, blindShare } = coverageOfContracts([]);
    expect(lines.map(({ share }) => share)).toEqual([null, null, null, null, null]);
    expect(blindShare).toBeNull();
  });
});
