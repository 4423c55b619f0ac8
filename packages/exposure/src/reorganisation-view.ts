import { addMonths, GssCode, groupBy, IsoDate, VatBasis } from '@tocsin/domain';
import { z } from 'zod';
import { exposedContract } from './contract-facts.ts';
import { isLive } from './contract-term.ts';
import { ContractTotals, contractTotals } from './contract-totals.ts';
import { joinRecords, type ContractRecord } from './hold.ts';
import type { CouncilChange } from './reorganisation.ts';

/** How far the value left of contracts goes to few suppliers, in the VAT basis that most of it is in; null where none is known. */
const ContractConcentration = z
  .object({ vat: VatBasis, topFiveShare: z.number(), hhi: z.int(), suppliers: z.int() })
  .nullable();
type ContractConcentration = z.infer<typeof ContractConcentration>;

/** One successor with what it inherits on its first day. */
const SuccessorPart = z.object({
  name: z.string(),
  from: z.array(z.object({ gss: GssCode, name: z.string(), concentration: ContractConcentration })),
  totals: ContractTotals,
  concentration: ContractConcentration,
  /** Within six months of vesting day. */
  ending: z.array(
    z.object({ ref: z.string(), title: z.string(), endsOn: IsoDate, url: z.string().nullable() }),
  ),
  /** Categories in which two councils or more that it follows have contracts of their own. */
  duplicates: z.array(z.object({ category: z.string(), contracts: z.int(), councils: z.array(z.string()) })),
});

/** What becomes of published contracts when councils are replaced on one day: all that goes in comes out, to the penny. */
export const ReorganisationView = z.object({
  vestingDay: IsoDate,
  /** All that the councils before have live on that day, each contract once. */
  before: ContractTotals,
  successors: z.array(SuccessorPart),
  /** Placed together by councils that go to different successors: in the sum of none of them. */
  shared: ContractTotals,
  /** Of councils that are split: nobody's until people allocate them. */
  awaiting: ContractTotals,
});
export type ReorganisationView = z.infer<typeof ReorganisationView>;

/** What is known of a reorganisation: its changes, and the published contracts of the councils before. */
export interface ReorganisationPart {
  readonly vestingDay: IsoDate;
  /** Those of that day. */
  readonly changes: readonly CouncilChange[];
  readonly records: readonly ContractRecord[];
  readonly nameOf: (gss: string) => string;
}

const ENDING_MONTHS = 6;
const TOP = 5;

type Placed = ReturnType<typeof placedOn>[number];

/** Puts each contract that is live on vesting day in one place: with its successor, between several, or waiting. */
export function viewOfReorganisation(part: ReorganisationPart): ReorganisationView {
  const { vestingDay } = part;
  const placed = placedOn(part);
  const bySuccessor = groupBy(placed, ({ place }) => place);
  const totalsOf = (some: readonly Placed[] = []) => contractTotals(some.map(({ contract }) => contract));
  const names = [...new Set(part.changes.map(({ successor }) => successor.name))].toSorted();
  return {
    vestingDay,
    before: totalsOf(placed),
    successors: names.map((name) => {
      const inherited = bySuccessor.get(`to ${name}`) ?? [];
      return {
        name,
        from: councilsBefore(name, placed, part),
        totals: totalsOf(inherited),
        concentration: concentrationIn(inherited),
        ending: endingSoon(inherited, vestingDay),
        duplicates: duplicatesIn(inherited, part),
      };
    }),
    shared: totalsOf(bySuccessor.get(SEVERAL)),
    awaiting: totalsOf(bySuccessor.get(AWAITING)),
  };
}

const SEVERAL = 'several';
const AWAITING = 'awaiting';

function placedOn({ vestingDay, changes, records }: ReorganisationPart) {
  const changesOf = groupBy(changes, ({ predecessor }) => predecessor);
  const own = records.map((record) => ({
    ...record,
    councils: record.councils.filter((council) => changesOf.has(council)),
  }));
  return joinRecords(own)
    .filter(({ councils, contract }) => councils.length > 0 && isLive(contract, vestingDay))
    .map(({ councils, suppliers, contract }) => ({
      councils,
      suppliers: suppliers.map(({ supplierId, printedName }) => supplierId ?? printedName),
      contract: exposedContract(contract, vestingDay),
      place: placeOf(councils.flatMap((council) => changesOf.get(council) ?? [])),
    }));
}

function placeOf(changes: readonly CouncilChange[]): string {
  if (changes.some(({ extent }) => extent === 'partial')) return AWAITING;
  const [only = '', another] = new Set(changes.map(({ successor }) => successor.name));
  return another === undefined ? `to ${only}` : SEVERAL;
}

function councilsBefore(name: string, placed: readonly Placed[], { changes, nameOf }: ReorganisationPart) {
  const codes = changes
    .filter(({ successor }) => successor.name === name)
    .map(({ predecessor }) => predecessor);
  return codes.map((gss) => ({
    gss,
    name: nameOf(gss),
    concentration: concentrationIn(placed.filter(({ councils }) => councils.includes(gss))),
  }));
}

function endingSoon(inherited: readonly Placed[], vestingDay: IsoDate) {
  const until = addMonths(vestingDay, ENDING_MONTHS);
  return inherited
    .flatMap(({ contract: { ref, title, endsOn, url } }) =>
      endsOn !== null && endsOn <= until ? [{ ref, title, endsOn, url }] : [],
    )
    .toSorted((a, b) => (`${a.endsOn} ${a.ref}` < `${b.endsOn} ${b.ref}` ? -1 : 1));
}

function duplicatesIn(inherited: readonly Placed[], { nameOf }: ReorganisationPart) {
  const sorted = groupBy(
    inherited.filter(({ contract }) => contract.category),
    ({ contract }) => contract.category ?? '',
  );
  return [...sorted]
    .map(([category, some]) => ({
      category,
      contracts: some.length,
      councils: [...new Set(some.flatMap(({ councils }) => councils.map(nameOf)))].toSorted(),
    }))
    .filter(({ contracts, councils }) => contracts > 1 && councils.length > 1)
    .toSorted((a, b) => b.contracts - a.contracts || (a.category < b.category ? -1 : 1));
}

function concentrationIn(some: readonly Placed[]): ContractConcentration {
  const sole = some.filter(
    ({ contract }) => contract.valueLeft !== null && contract.sharedBetween === undefined,
  );
  const byBasis = groupBy(sole, ({ contract }) => contract.valueLeft?.vat ?? 'unknown');
  const sums = [...byBasis].map(([vat, ofBasis]) => {
    const bySupplier = groupBy(ofBasis, ({ suppliers }) => suppliers[0] ?? '');
    const parts = [...bySupplier.values()].map((theirs) =>
      theirs.reduce((sum, { contract }) => sum + (contract.valueLeft?.pence ?? 0), 0),
    );
    return { vat, parts: parts.toSorted((a, b) => b - a), total: sumOf(parts) };
  });
  const [most] = sums.toSorted((a, b) => b.total - a.total);
  if (!most || most.total <= 0) return null;
  const { vat, parts, total } = most;
  return {
    vat,
    topFiveShare: sumOf(parts.slice(0, TOP)) / total,
    hhi: Math.round(parts.reduce((sum, part) => sum + (part / total) ** 2, 0) * 10_000),
    suppliers: parts.length,
  };
}

function sumOf(parts: readonly number[]): number {
  return parts.reduce((sum, part) => sum + part, 0);
}
