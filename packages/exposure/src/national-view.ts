import { bandsDown, CoverageBuckets, GssCode, IsoDate, Pence, RiskBand } from '@tocsin/domain';
import { z } from 'zod';
import { exposedContract } from './contract-facts.ts';
import { isLive } from './contract-term.ts';
import { ContractTotals, contractTotals } from './contract-totals.ts';
import { NamedSupplier } from './council-exposure-view.ts';
import { sumCoverage } from './coverage.ts';
import { countedOnce, joinRecords, type ContractRecord, type Succession } from './hold.ts';
import { CouncilCoverage } from './pounds-coverage.ts';

/** A supplier of the national view: known, and assessed to a band that is shown. What lists name grows with it. */
const RiskySupplier = NamedSupplier.extend({ id: z.string(), key: z.string(), band: RiskBand });
type RiskySupplier = z.infer<typeof RiskySupplier>;

/** What councils placed with some suppliers, by public record only. */
const Totals = z.object({
  councils: z.int(),
  suppliers: z.array(RiskySupplier),
  totals: ContractTotals,
});
type Totals = z.infer<typeof Totals>;

const BandTotals = Totals.extend({ band: RiskBand });
type BandTotals = z.infer<typeof BandTotals>;

/** Private exposure of five councils or more together, as it was let out after suppression. */
const PrivateGroup = z.object({
  asOf: IsoDate,
  dimension: z.string(),
  member: z.string(),
  band: RiskBand,
  councils: z.int(),
  contracts: z.int().nullable(),
  netPence: Pence.nullable(),
});
export type PrivateGroup = z.infer<typeof PrivateGroup>;

/** What the national page, its export and the API say of risk across councils on one day. */
export const NationalView = z.object({
  asOf: IsoDate,
  /** Suppliers at elevated or above. */
  atRisk: Totals,
  byBand: z.array(BandTotals),
  /** A contract of several councils counts in the region of each: regions do not add up to the country. */
  byRegion: z.array(z.object({ region: z.string(), bands: z.array(BandTotals) })),
  byCouncil: z.array(
    z.object({
      council: z.object({ gss: GssCode, name: z.string(), region: z.string().nullable() }),
      bands: z.array(BandTotals),
    }),
  ),
  /** The most pressing first, and of one band those that most councils depend on. */
  bySupplier: z.array(Totals.pick({ councils: true, totals: true }).extend({ supplier: RiskySupplier })),
  coverage: z.array(CouncilCoverage),
  /** Of all councils together. */
  spendCoverage: CoverageBuckets,
  /** Private registers, never added to the public sums. */
  private: z.array(PrivateGroup),
});
export type NationalView = z.infer<typeof NationalView>;

/** Everything that is public on one day of the suppliers in the bands that are shown, and what was let out of the rest. */
export interface NationalPart {
  readonly asOf: IsoDate;
  /** Contracts on public record with these suppliers. */
  readonly onRecord: readonly ContractRecord[];
  /** How the suppliers are named to everybody and stand on the day, by id. */
  readonly cards: ReadonlyMap<string, NamedSupplier>;
  readonly councils: readonly {
    readonly gss: string;
    readonly name: string;
    readonly region: string | null;
  }[];
  readonly succession: Succession;
  readonly coverage: readonly CouncilCoverage[];
  readonly private: readonly PrivateGroup[];
}

/** The bands that the national view counts; below them there is nothing to tell councils about. */
export const nationalBands: readonly RiskBand[] = bandsDown.filter((band) => band !== 'low');

/** Groups of fewer councils are never shown, whatever is stored. */
const SMALLEST_GROUP = 5;

/** One live contract on public record with one supplier that stands in a shown band. */
interface RiskyContract {
  readonly councils: readonly string[];
  readonly supplier: RiskySupplier;
  readonly contract: ReturnType<typeof exposedContract>;
}

/** Who depends on suppliers at risk: public record by name, private registers only in groups of five or more. */
export function viewOfNational(part: NationalPart): NationalView {
  const { asOf, coverage } = part;
  const risky = riskyContracts(part);
  return {
    asOf,
    atRisk: totalsOf(risky.filter(({ supplier }) => supplier.band !== 'watch')),
    byBand: bandTotals(risky),
    byRegion: byRegion(risky, part.councils),
    byCouncil: byCouncil(risky, part.councils),
    bySupplier: bySupplier(risky),
    coverage: [...coverage],
    spendCoverage: sumCoverage(coverage.map(({ spend }) => spend)),
    private: part.private.filter(({ councils }) => councils >= SMALLEST_GROUP),
  };
}

function riskyContracts({ asOf, onRecord, cards, succession }: NationalPart): readonly RiskyContract[] {
  const shown = new Map([...cards].flatMap(([id, card]) => riskySupplier(card).map((one) => [id, one])));
  return joinRecords(onRecord.map((one) => countedOnce(one, succession, asOf)))
    .filter(({ contract }) => isLive(contract, asOf))
    .flatMap(({ councils, suppliers, contract }) =>
      suppliers.flatMap(({ supplierId }) => {
        const supplier = shown.get(supplierId ?? '');
        if (!supplier || councils.length === 0) return [];
        return [{ councils, supplier, contract: exposedContract(contract, asOf) }];
      }),
    );
}

function riskySupplier(card: NamedSupplier): readonly RiskySupplier[] {
  const { data } = RiskySupplier.safeParse(card);
  return data && nationalBands.includes(data.band) ? [data] : [];
}

function totalsOf(risky: readonly RiskyContract[]): Totals {
  return {
    councils: new Set(risky.flatMap((one) => one.councils)).size,
    suppliers: suppliersOf(risky),
    totals: contractTotals(risky.map(({ contract }) => contract)),
  };
}

function suppliersOf(risky: readonly RiskyContract[]): RiskySupplier[] {
  return [...new Map(risky.map(({ supplier }) => [supplier.id, supplier])).values()];
}

function bandTotals(risky: readonly RiskyContract[]): BandTotals[] {
  return nationalBands.flatMap((band) => {
    const ofBand = risky.filter(({ supplier }) => supplier.band === band);
    return ofBand.length === 0 ? [] : [{ band, ...totalsOf(ofBand) }];
  });
}

function byRegion(
  risky: readonly RiskyContract[],
  councils: NationalPart['councils'],
): NationalView['byRegion'] {
  const regions = [...new Set(councils.flatMap(({ region }) => region ?? []))].sort();
  const regionOf = new Map(councils.map(({ gss, region }) => [gss, region]));
  return regions
    .map((region) => {
      const within = risky
        .map((one) => ({ ...one, councils: one.councils.filter((gss) => regionOf.get(gss) === region) }))
        .filter((one) => one.councils.length > 0);
      return { region, bands: bandTotals(within) };
    })
    .filter(({ bands }) => bands.length > 0);
}

function byCouncil(
  risky: readonly RiskyContract[],
  councils: NationalPart['councils'],
): NationalView['byCouncil'] {
  return councils
    .map(({ gss, name, region }) => ({
      council: { gss: GssCode.parse(gss), name, region },
      bands: bandTotals(risky.filter((one) => one.councils.includes(gss))),
    }))
    .filter(({ bands }) => bands.length > 0);
}

function bySupplier(risky: readonly RiskyContract[]): NationalView['bySupplier'] {
  return suppliersOf(risky)
    .map((supplier) => {
      const { councils, totals } = totalsOf(risky.filter((one) => one.supplier.id === supplier.id));
      return { supplier, councils, totals };
    })
    .sort((a, b) => rank(a.supplier.band) - rank(b.supplier.band) || b.councils - a.councils);
}

function rank(band: RiskBand): number {
  return bandsDown.indexOf(band);
}
