import { groupBy, IsoDate, MoneyByBasis, RiskBand, VatBasis } from '@tocsin/domain';
import { z } from 'zod';
import { NamedSupplier } from './council-exposure-view.ts';

/** By what suppliers are put in order. Money is in several VAT bases: the largest of them decides. */
export const SectorOrder = z.enum(['councils', 'contracts', 'spend']);
export type SectorOrder = z.infer<typeof SectorOrder>;

/** What part of the sector is asked about; null is all of it. */
export const SectorPartAsked = z.object({
  region: z.string().nullable(),
  /** Of council. */
  type: z.string().nullable(),
  /** CPV division, of contracts. */
  category: z.string().nullable(),
  /** Of spend, as the department printed says it. */
  service: z.string().nullable(),
  level: RiskBand.nullable(),
  /** The first day of a month: spend is what was paid in it, contracts are those of today. */
  month: IsoDate.nullable(),
  order: SectorOrder,
});
export type SectorPartAsked = z.infer<typeof SectorPartAsked>;

/** On how much of the country a list rests. */
export const SectorBasis = z.object({
  /** Councils in force in the part that is asked about. */
  councils: z.int(),
  /** Those of which live published contracts are known. */
  withContracts: z.int(),
  /** Those of which at least nine of twelve months of spend were read, in files that are not over a quarter late. */
  spendRead: z.int(),
  /** Months of spend read, in files that are not over a quarter late, of twelve a council. */
  monthsRead: z.int(),
});
export type SectorBasis = z.infer<typeof SectorBasis>;

/** What some councils have with one supplier by public record. */
export const SectorSums = z.object({
  /** With a live contract or with payments. */
  councils: z.int(),
  councilsByContract: z.int(),
  councilsBySpend: z.int(),
  /** A contract of several councils once; without frameworks. */
  contracts: z.int(),
  frameworks: z.int(),
  /** Contracts that several suppliers share: no part of their value is in the sum. */
  shared: z.int(),
  /** Neither shared nor a framework, and of no known value left. */
  withoutValueLeft: z.int(),
  valueLeft: MoneyByBasis,
  spend: MoneyByBasis,
});
export type SectorSums = z.infer<typeof SectorSums>;

export const SectorSupplier = SectorSums.extend({ supplier: NamedSupplier });
export type SectorSupplier = z.infer<typeof SectorSupplier>;

/** What the ranking of suppliers, its export and the API say of the sector. */
export const SectorView = z.object({
  asOf: IsoDate,
  asked: SectorPartAsked,
  basis: SectorBasis,
  suppliersInAll: z.int(),
  suppliers: z.array(SectorSupplier),
});
export type SectorView = z.infer<typeof SectorView>;

/** Months of a council's spend that make it count as read. */
export const MONTHS_ENOUGH = 9;
/** Of the councils of a cell, so many have to be read before it is said how its spend is concentrated. */
const CELL_READ = 0.7;

/** What suppliers of one cell were paid in one VAT basis: all that went to known suppliers. */
export interface CellSums {
  readonly pence: number;
  /** Of the five that got most. */
  readonly topFivePence: number;
  /** The sum of the squares of each supplier's share of `pence`. */
  readonly squares: number;
  readonly suppliers: number;
}

/** How far the spend of a cell goes to few suppliers; null where too little of it was read to say so. */
export const Concentration = z.object({
  topFiveShare: z.number(),
  /** Herfindahl–Hirschman index, 0 to 10,000. */
  hhi: z.int(),
  pence: z.number(),
  suppliers: z.int(),
});
export type Concentration = z.infer<typeof Concentration>;

/** Says nothing unless 70 % of the councils of the cell have nine months of twelve read. */
export function concentrationOf(
  { pence, topFivePence, squares, suppliers }: CellSums,
  { councils, spendRead }: Pick<SectorBasis, 'councils' | 'spendRead'>,
): Concentration | null {
  if (councils === 0 || spendRead < councils * CELL_READ || pence <= 0) return null;
  return { topFiveShare: topFivePence / pence, hhi: Math.round(squares * 10_000), pence, suppliers };
}

/** By what the sector is cut to say how concentrated its spend is. */
export const SectorCut = z.enum(['region', 'type', 'service']);
export type SectorCut = z.infer<typeof SectorCut>;

/** How concentrated the spend of each cell is, each VAT basis apart, and on how much that rests. */
export const SectorConcentration = z.object({
  asOf: IsoDate,
  cut: SectorCut,
  cells: z.array(
    z.object({
      cell: z.string(),
      basis: SectorBasis,
      /** Empty where nothing was paid to a known supplier. */
      inBasis: z.array(z.object({ vat: VatBasis, concentration: Concentration.nullable() })),
    }),
  ),
});
export type SectorConcentration = z.infer<typeof SectorConcentration>;

/** Of cells in the order of their names. */
export function viewOfConcentration(
  asOf: IsoDate,
  cut: SectorCut,
  sums: readonly (CellSums & { readonly cell: string; readonly vat: VatBasis })[],
  basisOf: (cell: string) => SectorBasis | null,
): SectorConcentration {
  const cells = [...groupBy(sums, ({ cell }) => cell)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return {
    asOf,
    cut,
    cells: cells.flatMap(([cell, ofCell]) => {
      const basis = basisOf(cell);
      if (basis === null) return [];
      const inBasis = ofCell.map(({ vat, ...sum }) => ({ vat, concentration: concentrationOf(sum, basis) }));
      return [{ cell, basis, inBasis }];
    }),
  };
}
