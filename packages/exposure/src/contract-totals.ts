import { MoneyByBasis, sumKnown, type ExposedContract } from '@tocsin/domain';
import { z } from 'zod';

/**
 * What contracts add up to. Values shared between several suppliers are summed apart, since no supplier's part is
 * published, and so are contracts of a split council that await allocation: they are nobody's own yet.
 */
export const ContractTotals = z.object({
  contracts: z.int(),
  frameworks: z.int(),
  /** Each sum is null where there are contracts to add up and it is known of none of them. */
  value: MoneyByBasis.nullable(),
  valueLeft: MoneyByBasis.nullable(),
  shared: MoneyByBasis.nullable(),
  /** Whether any contract is shared, valued or not. */
  isShared: z.boolean(),
  awaiting: z.object({ contracts: z.int(), valueLeft: MoneyByBasis.nullable() }),
  /** Contracts of which the value, or the term it is spread over, is not known. */
  withoutValueLeft: z.int(),
});
export type ContractTotals = z.infer<typeof ContractTotals>;

/** Adds up live contracts per VAT basis. A contract that appears twice (by `ref`) counts once. */
export function contractTotals(contracts: readonly ExposedContract[]): ContractTotals {
  const once = [...new Map(contracts.map((contract) => [contract.ref, contract])).values()];
  const waiting = once.filter((contract) => contract.awaiting && contract.agreement !== 'framework');
  const own = once.filter((contract) => !contract.awaiting);
  const placed = own.filter((contract) => contract.agreement !== 'framework');
  const ofSole = (sum: 'value' | 'valueLeft') => (contract: ExposedContract) =>
    contract.sharedBetween === undefined ? contract[sum] : null;
  const shared = placed.filter((contract) => contract.sharedBetween !== undefined);
  return {
    contracts: placed.length,
    frameworks: own.length - placed.length,
    value: sumKnown(placed.map(ofSole('value'))),
    valueLeft: sumKnown(placed.map(ofSole('valueLeft'))),
    shared: sumKnown(shared.map((contract) => contract.valueLeft)),
    isShared: shared.length > 0,
    awaiting: {
      contracts: waiting.length,
      valueLeft: sumKnown(waiting.map(ofSole('valueLeft'))),
    },
    withoutValueLeft: placed.filter((contract) => contract.valueLeft === null).length,
  };
}

/**
 * Beside a sum of value left: of how many contracts it holds nothing, since their value left is not known (`one value not
 * known`; of a single contract `value not known`); null where it holds all. Pages, mails and their subjects say it by this.
 */
export function valuesNotKnown({
  contracts,
  withoutValueLeft: n,
}: Pick<ContractTotals, 'contracts' | 'withoutValueLeft'>): string | null {
  if (n === 0) return null;
  if (n > 1) return `${n} values not known`;
  return contracts === 1 ? 'value not known' : 'one value not known';
}
