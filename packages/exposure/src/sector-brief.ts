import {
  addMonths,
  ExposedContract,
  GssCode,
  IsoDate,
  MoneyByBasis,
  sumByBasis,
  type Money,
} from '@tocsin/domain';
import { z } from 'zod';
import { exposedContract } from './contract-facts.ts';
import { isLive } from './contract-term.ts';
import { ContractTotals, contractTotals } from './contract-totals.ts';
import { countedOnce, joinRecords, type ContractRecord, type Succession } from './hold.ts';

/** What a council has with a supplier by public record. */
export const DependingCouncil = z.object({
  gss: GssCode,
  name: z.string(),
  region: z.string().nullable(),
  /** Live ones, the first to end first. */
  contracts: z.array(ExposedContract),
  totals: ContractTotals,
  /** In its last twelve months read; null where nothing was. */
  paid: MoneyByBasis.nullable(),
  /** The services that paid, as far as the departments printed say it. */
  services: z.array(z.string()),
  /** Of those twelve months; null where no file of it was read. */
  monthsRead: z.int().nullable(),
  readTo: IsoDate.nullable(),
});
export type DependingCouncil = z.infer<typeof DependingCouncil>;

/** What all councils together published as paid in one month, and of how many a file of it was read. */
export const SectorMonth = z.object({ month: IsoDate, paid: MoneyByBasis, councilsRead: z.int() });
export type SectorMonth = z.infer<typeof SectorMonth>;

/** Who depends on one supplier, for what and until when, by public record. */
export const SectorBrief = z.object({
  asOf: IsoDate,
  councils: z.array(DependingCouncil),
  totals: ContractTotals,
  paid: MoneyByBasis,
  /** Contracts that end within twelve months, each once, and the councils that placed them. */
  ending: z.object({ contracts: z.int(), councils: z.int() }),
  /** The oldest first. */
  months: z.array(SectorMonth),
});
export type SectorBrief = z.infer<typeof SectorBrief>;

/** Everything that is public of one supplier on a day. */
export interface BriefPart {
  readonly asOf: IsoDate;
  readonly onRecord: readonly ContractRecord[];
  readonly succession: Succession;
  readonly councils: readonly {
    readonly gss: string;
    readonly name: string;
    readonly region: string | null;
  }[];
  readonly paid: readonly { readonly council: string; readonly service: string; readonly money: Money }[];
  readonly read: ReadonlyMap<string, { readonly monthsRead: number | null; readonly to: IsoDate | null }>;
  readonly months: readonly SectorMonth[];
}

/** A contract of several councils is named at each and counts once in the sums. */
export function viewOfBrief(part: BriefPart): SectorBrief {
  const { asOf, onRecord, succession, paid, months } = part;
  const live = joinRecords(onRecord.map((one) => countedOnce(one, succession, asOf))).flatMap(
    ({ councils, contract }) =>
      isLive(contract, asOf) && councils.length > 0
        ? [{ councils, contract: exposedContract(contract, asOf) }]
        : [],
  );
  const inAYear = addMonths(asOf, 12);
  const ending = live.filter(({ contract: { endsOn } }) => endsOn !== null && endsOn <= inAYear);
  return {
    asOf,
    councils: part.councils.flatMap((council) => dependingCouncil(council, live, part)).toSorted(byWeight),
    totals: contractTotals(live.map(({ contract }) => contract)),
    paid: sumByBasis(paid.map(({ money }) => money)),
    ending: {
      contracts: new Set(ending.map(({ contract }) => contract.ref)).size,
      councils: new Set(ending.flatMap(({ councils }) => councils)).size,
    },
    months: [...months],
  };
}

interface Live {
  readonly councils: readonly GssCode[];
  readonly contract: ExposedContract;
}

function dependingCouncil(
  { gss, name, region }: BriefPart['councils'][number],
  live: readonly Live[],
  { paid, read }: BriefPart,
): readonly DependingCouncil[] {
  const code = GssCode.parse(gss);
  const contracts = live
    .filter(({ councils }) => councils.includes(code))
    .map(({ contract }) => contract)
    .toSorted((a, b) => (endOf(a) < endOf(b) ? -1 : 1));
  const own = paid.filter(({ council }) => council === gss);
  if (contracts.length === 0 && own.length === 0) return [];
  const { monthsRead = null, to = null } = read.get(gss) ?? {};
  return [
    {
      gss: code,
      name,
      region,
      contracts,
      totals: contractTotals(contracts),
      paid: own.length > 0 ? sumByBasis(own.map(({ money }) => money)) : null,
      services: [...new Set(own.flatMap(({ service }) => service || []))].toSorted(),
      monthsRead,
      readTo: to,
    },
  ];
}

function endOf({ endsOn, ref }: ExposedContract): string {
  return `${endsOn ?? '9999'} ${ref}`;
}

/** By the largest of any sum, which are never added. */
function byWeight(a: DependingCouncil, b: DependingCouncil): number {
  return weightOf(b) - weightOf(a) || (a.name < b.name ? -1 : 1);
}

function weightOf({ totals: { valueLeft }, paid }: DependingCouncil): number {
  return Math.max(
    0,
    ...[valueLeft, paid].flatMap((sums) => (sums ? [sums.net, sums.gross, sums.unknown] : [])),
  );
}
