import { addMonths, serviceOf, type IsoDate, type VatBasis } from '@tocsin/domain';
import { exposedContract } from './contract-facts.ts';
import type { HeldContract } from './hold.ts';

/** One live published contract of a council with one supplier, as the sector counts it. */
export interface SectorContract {
  readonly supplierId: string;
  readonly ref: string;
  /** The CPV division in words. */
  readonly category: string | null;
  readonly endsOn: IsoDate | null;
  /** Both are null where the value left is not known. */
  readonly vat: VatBasis | null;
  readonly leftPence: number | null;
  readonly isShared: boolean;
  readonly isFramework: boolean;
}

/** Published payments of a council to one supplier in one month, by the department that is printed. */
export interface MonthPaid {
  readonly supplierId: string;
  readonly department: string | null;
  /** Its first day. */
  readonly month: IsoDate;
  /** Whether it is of the last twelve months read: a month that both years share is told twice, once of each. */
  readonly isOfYear: boolean;
  readonly vat: VatBasis;
  readonly pence: number;
}

/** What one council has with each supplier by public record. */
export interface SectorPart {
  readonly contracts: readonly SectorContract[];
  readonly spend: readonly { supplierId: string; service: string; vat: VatBasis; pence: number }[];
  readonly months: readonly { supplierId: string; month: IsoDate; vat: VatBasis; pence: number }[];
}

/** The parts of one council: contracts once a supplier, payments by service in the year and by month in both years. */
export function sectorPart(
  live: readonly HeldContract[],
  paid: readonly MonthPaid[],
  asOf: IsoDate,
): SectorPart {
  const contracts = new Map<string, SectorContract>();
  for (const { suppliers, contract } of live)
    for (const { supplierId } of suppliers) {
      if (supplierId === null) continue;
      const { ref, category, endsOn, valueLeft, sharedBetween, agreement } = exposedContract(contract, asOf);
      contracts.set(`${supplierId} ${ref}`, {
        supplierId,
        ref,
        category: category ?? null,
        endsOn,
        vat: valueLeft?.vat ?? null,
        leftPence: valueLeft?.pence ?? null,
        isShared: sharedBetween !== undefined,
        isFramework: agreement === 'framework',
      });
    }
  return {
    contracts: [...contracts.values()],
    spend: summed(
      paid
        .filter(({ isOfYear }) => isOfYear)
        .map(({ supplierId, department, vat, pence }) => ({
          key: { supplierId, service: serviceOf(department) ?? '', vat },
          pence,
        })),
    ),
    months: summed(
      paid.map(({ supplierId, month, vat, pence }) => ({ key: { supplierId, month, vat }, pence })),
    ),
  };
}

function summed<K extends object>(lines: readonly { readonly key: K; readonly pence: number }[]) {
  const sums = new Map<string, K & { pence: number }>();
  for (const { key, pence } of lines) {
    const at = JSON.stringify(key);
    sums.set(at, { ...key, pence: pence + (sums.get(at)?.pence ?? 0) });
  }
  return [...sums.values()];
}

/** Whether spend up to a day still says something of `asOf`: files that end over a year before say nothing of it. */
export function isOfNow(to: IsoDate, asOf: IsoDate): boolean {
  return to > addMonths(asOf, -12);
}
