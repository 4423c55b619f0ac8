import {
  bandsDown,
  CoverageBuckets,
  GssCode,
  IsoDate,
  MoneyByBasis,
  Pence,
  RiskBand,
  VatBasis,
} from '@tocsin/domain';
import { z } from 'zod';
import { exposedContract } from './contract-facts.ts';
import { isLive } from './contract-term.ts';
import { ContractTotals, contractTotals } from './contract-totals.ts';
import { NamedSupplier } from './council-exposure-view.ts';
import { sumCoverage } from './coverage.ts';
import { countedOnce, joinRecords, type ContractRecord, type Succession } from './hold.ts';
import { CouncilCoverage } from './pounds-coverage.ts';
import { SMALLEST_GROUP } from './suppress.ts';

/** The levels that the national view counts: bands, whatever was looked at. */
const NationalLevel = RiskBand.exclude(['low']);
type NationalLevel = z.infer<typeof NationalLevel>;

/** A supplier of the national view: known, and at a level that is shown. What lists name grows with it. */
const RiskySupplier = NamedSupplier.extend({ id: z.string(), key: z.string(), level: NationalLevel });
type RiskySupplier = z.infer<typeof RiskySupplier>;

/** What councils placed with some suppliers and paid them, by public record only. */
const Totals = z.object({
  /** With a live contract or with payments. */
  councils: z.int(),
  councilsByContract: z.int(),
  councilsBySpend: z.int(),
  suppliers: z.array(RiskySupplier),
  totals: ContractTotals,
  /** In each council's last twelve months read, or in those before what stands against the supplier. */
  spend: MoneyByBasis,
});
type Totals = z.infer<typeof Totals>;

const LevelTotals = Totals.extend({ level: NationalLevel });
type LevelTotals = z.infer<typeof LevelTotals>;

/** How many councils are in a group, as far as is said. */
const CouncilsStep = z.enum(['5 to 9', '10 to 19', '20 or more']);

/** Private exposure of five councils or more together, as it stood at the end of a quarter and was let out then. */
const PrivateGroup = z.object({
  asOf: IsoDate,
  dimension: z.string(),
  member: z.string(),
  level: NationalLevel,
  councils: CouncilsStep,
  contracts: z.int().nullable(),
  /** To two significant figures; null where it would tell of one council. */
  netPence: Pence.nullable(),
});
type PrivateGroup = z.infer<typeof PrivateGroup>;

/** The same as it was stored, by the band of the suppliers. */
export type StoredGroup = Omit<PrivateGroup, 'level' | 'councils'> & {
  readonly band: RiskBand;
  /** The least of its step. */
  readonly councils: number;
};

/** What the national page, its export and the API say of risk across councils on one day. */
export const NationalView = z.object({
  asOf: IsoDate,
  /** Suppliers at elevated or above. */
  atRisk: Totals,
  byLevel: z.array(LevelTotals),
  /** A contract of several councils counts in the region of each: regions do not add up to the country. */
  byRegion: z.array(z.object({ region: z.string(), levels: z.array(LevelTotals) })),
  byCouncil: z.array(
    z.object({
      council: z.object({ gss: GssCode, name: z.string(), region: z.string().nullable() }),
      levels: z.array(LevelTotals),
    }),
  ),
  /** The most pressing first, and of one level those that most councils depend on. */
  bySupplier: z.array(Totals.omit({ suppliers: true }).extend({ supplier: RiskySupplier })),
  coverage: z.array(CouncilCoverage),
  /** Of all councils together. */
  /** Null where no spending file of any council has been read. */
  spendCoverage: CoverageBuckets.nullable(),
  /** Private registers, never added to the public sums. */
  private: z.array(PrivateGroup),
});
export type NationalView = z.infer<typeof NationalView>;

/** Everything that is public on one day of the suppliers in the bands that are shown, and what was let out of the rest. */
export interface NationalPart {
  readonly asOf: IsoDate;
  /** Contracts on public record with these suppliers. */
  readonly onRecord: readonly ContractRecord[];
  /** What councils published as paid to them, where it makes a council depend on one. */
  readonly paid: readonly PaidOnRecord[];
  /** How the suppliers are named to everybody and stand on the day, by id. */
  readonly cards: ReadonlyMap<string, NamedSupplier>;
  readonly councils: readonly {
    readonly gss: string;
    readonly name: string;
    readonly region: string | null;
  }[];
  readonly succession: Succession;
  readonly coverage: readonly CouncilCoverage[];
  readonly private: readonly StoredGroup[];
}

/** The bands that the national view counts; below them there is nothing to tell councils about. */
export const nationalBands: readonly NationalLevel[] = bandsDown.filter((band) => band !== 'low');

/** What one council published as paid to a supplier. */
export interface PaidOnRecord {
  readonly council: string;
  readonly supplierId: string;
  readonly spend: MoneyByBasis;
}

/** What ties councils to one supplier that stands at a shown level: a live contract on public record, or payments. */
interface RiskyTie {
  readonly councils: readonly string[];
  readonly supplier: RiskySupplier;
  readonly contract: ReturnType<typeof exposedContract> | null;
  readonly spend: MoneyByBasis | null;
}

/** Who depends on suppliers at risk: public record by name, private registers only in groups of five or more. */
export function viewOfNational(part: NationalPart): NationalView {
  const { asOf, coverage } = part;
  const spent = coverage.flatMap(({ spend }) => spend ?? []);
  const risky = riskyTies(part);
  return {
    asOf,
    atRisk: totalsOf(risky.filter(({ supplier }) => supplier.level !== 'watch')),
    byLevel: levelTotals(risky),
    byRegion: byRegion(risky, part.councils),
    byCouncil: byCouncil(risky, part.councils),
    bySupplier: bySupplier(risky),
    coverage: [...coverage],
    spendCoverage: spent.length > 0 ? sumCoverage(spent) : null,
    private: part.private.flatMap(privateGroup),
  };
}

function riskyTies({ asOf, onRecord, paid, cards, succession }: NationalPart): readonly RiskyTie[] {
  const shown = new Map([...cards].flatMap(([id, card]) => riskySupplier(card).map((one) => [id, one])));
  const placed = joinRecords(onRecord.map((one) => countedOnce(one, succession, asOf)))
    .filter(({ contract }) => isLive(contract, asOf))
    .flatMap(({ councils, suppliers, contract }) =>
      suppliers.flatMap(({ supplierId }) => {
        const supplier = shown.get(supplierId ?? '');
        if (!supplier || councils.length === 0) return [];
        return [{ councils, supplier, contract: exposedContract(contract, asOf), spend: null }];
      }),
    );
  const spent = paid.flatMap(({ council, supplierId, spend }) => {
    const supplier = shown.get(supplierId);
    return supplier ? [{ councils: [council], supplier, contract: null, spend }] : [];
  });
  return [...placed, ...spent];
}

function riskySupplier(card: NamedSupplier): readonly RiskySupplier[] {
  const { data } = RiskySupplier.safeParse(card);
  return data ? [data] : [];
}

function totalsOf(risky: readonly RiskyTie[]): Totals {
  const councilsOf = (some: readonly RiskyTie[]) => new Set(some.flatMap((one) => one.councils)).size;
  return {
    councils: councilsOf(risky),
    councilsByContract: councilsOf(risky.filter(({ contract }) => contract !== null)),
    councilsBySpend: councilsOf(risky.filter(({ spend }) => spend !== null)),
    suppliers: suppliersOf(risky),
    totals: contractTotals(risky.flatMap(({ contract }) => contract ?? [])),
    spend: sumOf(risky.flatMap(({ spend }) => spend ?? [])),
  };
}

function sumOf(sums: readonly MoneyByBasis[]): MoneyByBasis {
  const total = { net: 0, gross: 0, unknown: 0 };
  for (const sum of sums) for (const basis of VatBasis.options) total[basis] += sum[basis];
  return MoneyByBasis.parse(total);
}

function suppliersOf(risky: readonly RiskyTie[]): RiskySupplier[] {
  return [...new Map(risky.map(({ supplier }) => [supplier.id, supplier])).values()];
}

function levelTotals(risky: readonly RiskyTie[]): LevelTotals[] {
  return nationalBands.flatMap((level) => {
    const ofLevel = risky.filter(({ supplier }) => supplier.level === level);
    return ofLevel.length === 0 ? [] : [{ level, ...totalsOf(ofLevel) }];
  });
}

function byRegion(risky: readonly RiskyTie[], councils: NationalPart['councils']): NationalView['byRegion'] {
  const regions = [...new Set(councils.flatMap(({ region }) => region ?? []))].sort();
  const regionOf = new Map(councils.map(({ gss, region }) => [gss, region]));
  return regions
    .map((region) => {
      const within = risky
        .map((one) => ({ ...one, councils: one.councils.filter((gss) => regionOf.get(gss) === region) }))
        .filter((one) => one.councils.length > 0);
      return { region, levels: levelTotals(within) };
    })
    .filter(({ levels }) => levels.length > 0);
}

function byCouncil(
  risky: readonly RiskyTie[],
  councils: NationalPart['councils'],
): NationalView['byCouncil'] {
  return councils
    .map(({ gss, name, region }) => ({
      council: { gss: GssCode.parse(gss), name, region },
      levels: levelTotals(risky.filter((one) => one.councils.includes(gss))),
    }))
    .filter(({ levels }) => levels.length > 0);
}

function bySupplier(risky: readonly RiskyTie[]): NationalView['bySupplier'] {
  return suppliersOf(risky)
    .map((supplier) => {
      const { suppliers: _, ...sums } = totalsOf(risky.filter((one) => one.supplier.id === supplier.id));
      return { supplier, ...sums };
    })
    .sort((a, b) => rank(a.supplier.level) - rank(b.supplier.level) || b.councils - a.councils);
}

function rank(level: NationalLevel): number {
  return nationalBands.indexOf(level);
}

/** Nothing is said of groups of fewer councils, and as of the public record nothing of suppliers below watch. */
function privateGroup({ band, councils: least, ...group }: StoredGroup): PrivateGroup[] {
  const { data: level } = NationalLevel.safeParse(band);
  if (!level || least < SMALLEST_GROUP) return [];
  const councils = least < 10 ? '5 to 9' : least < 20 ? '10 to 19' : '20 or more';
  return [{ ...group, level, councils }];
}
