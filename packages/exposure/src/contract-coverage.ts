import { MoneyByBasis, sumKnown, VatBasis } from '@tocsin/domain';
import { z } from 'zod';
import type { ContractSupplier, HeldContract } from './hold.ts';

const states = ['number', 'matched', 'waiting', 'ambiguous', 'none'] as const;

/** How the supplier of a contract is known, from best to not at all. */
export const KnownBy = z.enum(states);
export type KnownBy = z.infer<typeof KnownBy>;

const blindStates: readonly KnownBy[] = ['waiting', 'ambiguous', 'none'];

/** How much of what a council has placed can be watched. */
export const ContractCoverage = z.object({
  /**
   * Live contracts by how far their suppliers are known; `share` is of the contracts, null where there is none. Their
   * value is null where it is known of none of them.
   */
  lines: z.array(
    z.object({
      state: KnownBy,
      contracts: z.int(),
      value: MoneyByBasis.nullable(),
      share: z.number().nullable(),
    }),
  ),
  /** Per VAT basis, the pence of contract value that names no company number, and that is known in no way. */
  shares: z.array(z.object({ vat: VatBasis, total: z.int(), unnumbered: z.int(), blind: z.int() })),
  /** The share of contracts whose suppliers are not known, so that nothing about them would be noticed; null without contracts. */
  blindShare: z.number().nullable(),
});
export type ContractCoverage = z.infer<typeof ContractCoverage>;

/**
 * A contract counts by its least known supplier: known by a company number in the notice, by a matched name, or not.
 * What names no number and is not matched is blind: nothing that happens to such a supplier would be noticed.
 */
export function coverageOfContracts(contracts: readonly HeldContract[]): ContractCoverage {
  const placed = contracts.filter(({ contract }) => contract.agreement !== 'framework');
  const lines = states.map((state) => {
    const ofState = placed.filter((contract) => stateOf(contract) === state);
    return {
      state,
      contracts: ofState.length,
      value: sumKnown(ofState.map(({ contract }) => contract.value)),
      share: placed.length === 0 ? null : ofState.length / placed.length,
    };
  });
  const shares = VatBasis.options.flatMap((vat) => {
    const sum = (of: readonly KnownBy[]) =>
      lines.reduce(
        (pence, { state, value }) => (of.includes(state) ? pence + (value?.[vat] ?? 0) : pence),
        0,
      );
    const [total, blind] = [sum(states), sum(blindStates)];
    return total === 0 ? [] : [{ vat, total, unnumbered: sum(['matched']) + blind, blind }];
  });
  const blind = placed.filter((contract) => blindStates.includes(stateOf(contract)));
  return { lines, shares, blindShare: placed.length === 0 ? null : blind.length / placed.length };
}

function stateOf({ suppliers }: HeldContract): KnownBy {
  const known = suppliers.map(knownBy);
  return states.toReversed().find((state) => known.includes(state)) ?? 'none';
}

function knownBy({ supplierId, namesNumber, outcome }: ContractSupplier): KnownBy {
  if (supplierId !== null) return namesNumber ? 'number' : 'matched';
  return outcome === 'waiting' || outcome === 'ambiguous' ? outcome : 'none';
}
