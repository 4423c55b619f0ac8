import {
  findContractsOnRecord,
  findCouncilCoverage,
  findCouncils,
  findNationalPrivate,
  findSuccession,
  findSupplierCards,
  findSuppliersInBands,
  type CouncilRow,
  type Db,
  type NationalPrivateRow,
  type SupplierCard,
} from '@tocsin/db';
import { bandsDown, type IsoDate, type RiskBand } from '@tocsin/domain';
import {
  contractTotals,
  countedOnce,
  exposedContract,
  isLive,
  joinRecords,
  sumCoverage,
  type ContractTotals,
} from '@tocsin/exposure';

/** The bands that the national view counts; below them there is nothing to tell councils about. */
const bandsShown = bandsDown.filter((band) => band !== 'low');

/** What councils placed with some suppliers: public record only. */
interface Totals {
  readonly councils: number;
  readonly suppliers: readonly Pick<SupplierCard, 'key' | 'name'>[];
  readonly totals: ContractTotals;
}

/** One live contract on public record with one supplier that stands in a shown band. */
interface RiskyContract {
  readonly councils: readonly string[];
  readonly supplier: SupplierCard & { readonly band: RiskBand };
  readonly contract: ReturnType<typeof exposedContract>;
}

/**
 * The national view on a day. `db` acts as the national role, which sees no private row: private registers appear only
 * as aggregates of five councils or more that were suppressed before they were stored.
 */
export async function findNationalView(db: Db, asOf: IsoDate) {
  const ids = await findSuppliersInBands(db, bandsShown, asOf);
  const cards = await findSupplierCards(db, ids, asOf, 'everybody');
  const succession = await findSuccession(db);
  const onRecord = (await findContractsOnRecord(db, { supplierIds: ids }, asOf)).map((one) =>
    countedOnce(one, succession, asOf),
  );
  const risky = joinRecords(onRecord)
    .filter(({ contract }) => isLive(contract, asOf))
    .flatMap(({ councils, suppliers, contract }) =>
      suppliers.flatMap(({ supplierId }) => {
        const supplier = supplierId === null ? undefined : cards.get(supplierId);
        if (!supplier?.band || councils.length === 0) return [];
        const { band } = supplier;
        return [{ councils, supplier: { ...supplier, band }, contract: exposedContract(contract, asOf) }];
      }),
    );
  const councils = await findCouncils(db);
  const coverage = await findCouncilCoverage(db);
  return {
    atRisk: totalsOf(risky.filter(({ supplier }) => supplier.band !== 'watch')),
    byBand: bandTotals(risky),
    byRegion: byRegion(risky, councils),
    byCouncil: byCouncil(risky, councils),
    bySupplier: bySupplier(risky),
    coverage,
    spendCoverage: sumCoverage(coverage.map(({ spend }) => spend)),
    private: privateGroups(await findNationalPrivate(db, asOf)),
  };
}

function bandTotals(risky: readonly RiskyContract[]): readonly (Totals & { readonly band: RiskBand })[] {
  return bandsShown.flatMap((band) => {
    const ofBand = risky.filter(({ supplier }) => supplier.band === band);
    if (ofBand.length === 0) return [];
    return [{ band, ...totalsOf(ofBand) }];
  });
}

function totalsOf(risky: readonly RiskyContract[]): Totals {
  return {
    councils: new Set(risky.flatMap((one) => one.councils)).size,
    suppliers: [...new Map(risky.map(({ supplier }) => [supplier.id, supplier])).values()],
    totals: contractTotals(risky.map(({ contract }) => contract)),
  };
}

/** A contract of several councils counts in the region of each: regions do not add up to the country. */
function byRegion(risky: readonly RiskyContract[], councils: readonly CouncilRow[]) {
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

function byCouncil(risky: readonly RiskyContract[], councils: readonly CouncilRow[]) {
  return councils
    .map(({ gss, name, region }) => ({
      council: { gss, name, region },
      bands: bandTotals(risky.filter((one) => one.councils.includes(gss))),
    }))
    .filter(({ bands }) => bands.length > 0);
}

/** Suppliers that most councils depend on. */
function bySupplier(risky: readonly RiskyContract[]) {
  const suppliers = [...new Map(risky.map(({ supplier }) => [supplier.id, supplier])).values()];
  return suppliers
    .map((supplier) => {
      const own = risky.filter((one) => one.supplier.id === supplier.id);
      return {
        supplier,
        councils: new Set(own.flatMap((one) => one.councils)).size,
        totals: contractTotals(own.map(({ contract }) => contract)),
      };
    })
    .sort((a, b) => rank(a.supplier.band) - rank(b.supplier.band) || b.councils - a.councils);
}

function rank(band: RiskBand): number {
  return bandsDown.indexOf(band);
}

/** Groups of private registers; below five councils nothing is shown, whatever is stored. */
function privateGroups(rows: readonly NationalPrivateRow[]) {
  return rows.filter((row) => row.councils >= 5);
}
