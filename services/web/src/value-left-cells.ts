import { pounds, type Cell } from './export.ts';
import type { ContractTotals } from '@tocsin/exposure';

/** What the columns of `valueLeftCells` are headed. */
export const valueLeftHeadings = [
  'Value left without VAT (£)',
  'Value left with VAT (£)',
  'Value left, VAT not stated (£)',
  'Contracts whose value left is not known',
] as const;

/** What is left of contracts in each VAT basis: empty where of none of them it is known, since that is not nothing. */
export function valueLeftCells({ valueLeft, withoutValueLeft }: ContractTotals): readonly Cell[] {
  const sums = [valueLeft?.net, valueLeft?.gross, valueLeft?.unknown];
  return [...sums.map((pence) => pounds(pence ?? null)), withoutValueLeft];
}
