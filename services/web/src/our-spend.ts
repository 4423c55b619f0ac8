import { moneyOf, type PublicContract, type YearOfSpend } from '@tocsin/db';
import { groupBy, sumByBasis, type MoneyByBasis } from '@tocsin/domain';
import { isUnseen } from '@tocsin/exposure';

/** Suppliers that were paid although no contract of the council with them is known, those with most pounds first. */
export function unseenInContracts(
  { bySupplier }: YearOfSpend,
  contracts: readonly PublicContract[],
): readonly { readonly supplierId: string; readonly spend: MoneyByBasis; readonly payments: number }[] {
  const contracted = new Set(contracts.flatMap(({ suppliers }) => suppliers.map((one) => one.supplierId)));
  const outside = bySupplier.flatMap(({ supplierId, ...line }) =>
    supplierId === null || contracted.has(supplierId) ? [] : [{ ...line, supplierId }],
  );
  return [...groupBy(outside, ({ supplierId }) => supplierId)]
    .map(([supplierId, lines]) => {
      const payments = lines.reduce((sum, line) => sum + line.payments, 0);
      return { supplierId, spend: sumByBasis(lines.map(moneyOf)), payments };
    })
    .filter(({ spend }) => isUnseen(spend))
    .toSorted((a, b) => largest(b.spend) - largest(a.spend));
}

function largest({ net, gross, unknown }: MoneyByBasis): number {
  return Math.max(net, gross, unknown);
}
