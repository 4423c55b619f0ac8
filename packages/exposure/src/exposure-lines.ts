import {
  gravestLevel,
  groupBy,
  levelsDown,
  MoneyByBasis,
  RiskLevel,
  sumByBasis,
  type IsoDate,
} from '@tocsin/domain';
import { z } from 'zod';
import { exposedContract } from './contract-facts.ts';
import { ContractTotals, contractTotals } from './contract-totals.ts';
import type { ContractSupplier, HeldContract } from './hold.ts';
import { spentMoney, type SupplierSpend, type YearOfSpend } from './year-of-spend.ts';

/** Whom nobody looks at, the least known first: a name that was withheld, a body that is no company, a person. */
const withoutLevel = ['withheld', 'no-company', 'people'] as const;
type WithoutLevel = (typeof withoutLevel)[number];

const Sums = z.object({
  totals: ContractTotals,
  /** Null where no spending file has been read. */
  spend: MoneyByBasis.nullable(),
});

/** What a council depends on by how its suppliers stand: each contract and each pound spent is in one line. */
export const ExposureLines = z.object({
  byLevel: z.array(
    Sums.extend({
      /** Null for those that nobody has assessed. */
      level: RiskLevel.nullable(),
      /** With a live contract, or paid in the twelve months. */
      suppliers: z.int(),
      /** Some of the spend went to payees that nobody has tied to a supplier: they are in no count. */
      hasUntied: z.boolean(),
    }),
  ),
  /** Who never has a level; kinds of which there is nobody are left out. */
  withoutLevel: z.array(
    Sums.extend({
      who: z.enum(withoutLevel),
      /** With a live contract; null where names were withheld, for nobody can tell how many they are. */
      suppliers: z.int().nullable(),
    }),
  ),
});
export type ExposureLines = z.infer<typeof ExposureLines>;

/** How a supplier stands: its level, null while nobody has assessed it, or why it never has one. */
type Placing = RiskLevel | null | WithoutLevel;

interface Known {
  readonly spend: YearOfSpend | null;
  readonly cards: ReadonlyMap<string, { readonly level: RiskLevel | null }>;
  readonly asOf: IsoDate;
}

/** Live contracts and the spend of twelve months in lines, those that press most first. */
export function exposureLines(live: readonly HeldContract[], { spend, cards, asOf }: Known): ExposureLines {
  const standing = (of: ContractSupplier | SupplierSpend) => standingOf(of, cards);
  const placed = groupBy(live, ({ suppliers }) => lineOf(suppliers.map(standing)));
  const suppliersOf = groupBy(
    live.flatMap(({ suppliers }) => suppliers),
    standing,
    ({ supplierId, printedName }) => supplierId ?? printedName,
  );
  const paidBy = groupBy(spend?.bySupplier ?? [], standing);
  const sumsOf = (line: Placing) => ({
    totals: contractTotals((placed.get(line) ?? []).map(({ contract }) => exposedContract(contract, asOf))),
    spend: spend && sumByBasis((paidBy.get(line) ?? []).map(spentMoney)),
  });
  return {
    byLevel: [...levelsDown, null].map((level) => {
      const payees = paidBy.get(level) ?? [];
      const paid = payees.flatMap(({ supplierId }) => supplierId ?? []);
      return {
        level,
        suppliers: new Set([...(suppliersOf.get(level) ?? []), ...paid]).size,
        hasUntied: payees.some(({ supplierId }) => supplierId === null),
        ...sumsOf(level),
      };
    }),
    withoutLevel: withoutLevel.flatMap((who) => {
      if (!suppliersOf.has(who) && !paidBy.has(who)) return [];
      const suppliers = who === 'withheld' ? null : new Set(suppliersOf.get(who)).size;
      return [{ who, suppliers, ...sumsOf(who) }];
    }),
  };
}

function standingOf(
  { supplierId, outcome }: Pick<ContractSupplier | SupplierSpend, 'supplierId' | 'outcome'>,
  cards: Known['cards'],
): Placing {
  if (outcome === 'redacted') return 'withheld';
  if (outcome === 'person') return 'people';
  if (outcome === 'not-a-company') return 'no-company';
  return cards.get(supplierId ?? '')?.level ?? null;
}

/** The line of a contract: the gravest level, or why none is known of the supplier of whom least is. */
function lineOf(standings: readonly Placing[]): Placing {
  const level = gravestLevel(standings.map((one) => (isWithout(one) ? null : one)));
  if (level !== null || standings.includes(null)) return level;
  return withoutLevel.find((one) => standings.includes(one)) ?? null;
}

function isWithout(standing: Placing): standing is WithoutLevel {
  return withoutLevel.some((one) => one === standing);
}
