import {
  groupBy,
  Pence,
  sumByBasis,
  type IsoDate,
  type Money,
  type MoneyByBasis,
  type VatBasis,
} from '@tocsin/domain';
import type { PoundLine } from './coverage.ts';
import { isUnseen, type SpendTrend } from './dependency.ts';
import type { HeldContract } from './hold.ts';

/** What was paid to one supplier, or to payees of one kind that are nobody's supplier, in one VAT basis. */
export interface SupplierSpend {
  readonly supplierId: string | null;
  /** How far the payee is known. A name that matching has not seen yet is `none`; one that is missing is `redacted`. */
  readonly outcome: PoundLine['outcome'];
  readonly vat: VatBasis;
  readonly pence: number;
  readonly payments: number;
  readonly firstPaidOn: string;
  readonly lastPaidOn: string;
}

/** What a council spent by its files in the year to the last day read, beside the year before. */
export interface YearOfSpend {
  readonly from: IsoDate;
  readonly to: IsoDate;
  /** Of the twelve months. */
  readonly monthsRead: number;
  readonly last12Months: MoneyByBasis;
  /** Null where no file of those months was read. */
  readonly previous12Months: MoneyByBasis | null;
  readonly monthsReadBefore: number;
  readonly trend: SpendTrend | null;
  readonly bySupplier: readonly SupplierSpend[];
}

/** What one line of the sums is worth. */
export function spentMoney({ pence, vat }: Pick<SupplierSpend, 'pence' | 'vat'>): Money {
  return { pence: Pence.parse(pence), vat };
}

/** Suppliers that were paid although no contract of the council with them is known, those with most pounds first. */
export function unseenSuppliers(
  { bySupplier }: Pick<YearOfSpend, 'bySupplier'>,
  held: readonly HeldContract[],
): readonly { readonly supplierId: string; readonly spend: MoneyByBasis; readonly payments: number }[] {
  const contracted = new Set(held.flatMap(({ suppliers }) => suppliers.map((one) => one.supplierId)));
  const uncontracted = bySupplier.flatMap((line) =>
    line.supplierId === null || contracted.has(line.supplierId) ? [] : [{ ...line, id: line.supplierId }],
  );
  return [...groupBy(uncontracted, ({ id }) => id)]
    .map(([supplierId, lines]) => ({
      supplierId,
      spend: sumByBasis(lines.map(spentMoney)),
      payments: lines.reduce((sum, line) => sum + line.payments, 0),
    }))
    .filter(({ spend }) => isUnseen(spend))
    .toSorted((a, b) => largest(b.spend) - largest(a.spend));
}

function largest({ net, gross, unknown }: MoneyByBasis): number {
  return Math.max(net, gross, unknown);
}
