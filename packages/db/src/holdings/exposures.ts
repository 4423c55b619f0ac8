import { addMonths, groupBy, type GssCode, type IsoDate, SupplierId, type Exposure } from '@tocsin/domain';
import {
  contractsWith,
  exposureTo,
  hold,
  isExposed,
  jointWith,
  namesAnyOf,
  spendersAmong,
  type ContractRecord,
  type ContractSupplier,
  type DayOfSpend,
  type FiledTurnover,
  type Holdings,
  type SpendRead,
  type Spenders,
} from '@tocsin/exposure';
import {
  findCouncilsRead,
  findSpendOfCouncilsOn,
  findSpendReads,
  type PaidOn,
} from '../spend/council-spend.ts';
import { findOwnNames } from '../spend/own-names.ts';
import { findStandingAllocations } from './allocations.ts';
import { findEventDays } from '../risk/event-days.ts';
import type { Db, Trx } from '../schema/database.ts';
import { findSuccession } from '../councils/successions.ts';
import { findGroups, type GroupMember } from '../who/groups.ts';
import { findOwnSuppliers } from '../who/own-suppliers.ts';
import { asRegistersTell } from './as-registers-tell.ts';
import { findRegisterContracts } from './contract-records.ts';
import { findContractsOnRecord } from './public-contracts.ts';
import { findFiledTurnovers } from './turnover.ts';

/** One council's exposure, and whether anybody could find it on public record. */
export interface CouncilExposure {
  readonly exposure: Exposure;
  /** False when it rests on the council's own register alone: a private fact. */
  readonly onRecord: boolean;
  /** Live contracts by reference, with the day each was placed where it is published. */
  readonly placed: readonly { readonly ref: string; readonly on: string }[];
  /** False where a notice only announces a contract that nobody has placed yet. */
  readonly exposed: boolean;
  readonly paidLastOn: string | null;
}

/**
 * The councils that depend on a supplier on a day: by live contract, by spend in the twelve months that were read last,
 * through a parent or subsidiary of it, or as a subcontractor that a notice names. Contracts and spend of a council that
 * has been replaced are its successors' from vesting day on.
 */
export async function findExposures(
  db: Db | Trx,
  supplierId: string,
  asOf: string,
): Promise<readonly CouncilExposure[]> {
  return (await findExposuresOf(db, [supplierId], asOf)).get(supplierId) ?? [];
}

/** As `findExposures`, for several suppliers in as many statements as for one. */
export async function findExposuresOf(
  db: Db | Trx,
  supplierIds: readonly string[],
  asOf: string,
): Promise<ReadonlyMap<string, readonly CouncilExposure[]>> {
  const exposuresOf = await readExposures(db, supplierIds, asOf);
  return new Map(supplierIds.map((supplierId) => [supplierId, exposuresOf(supplierId)]));
}

/** How much each of some councils depends on a supplier on a day, also one that does so no more. */
export async function findExposuresOfTold<
  T extends { readonly supplierId: string; readonly council: GssCode },
>(db: Db | Trx, told: readonly T[], asOf: string): Promise<readonly (T & { readonly exposure: Exposure })[]> {
  const exposuresOf = await readExposures(db, [...new Set(told.map((one) => one.supplierId))], asOf);
  return told.flatMap((one) =>
    exposuresOf(one.supplierId, one.council).map(({ exposure }) => ({ ...one, exposure })),
  );
}

/** The councils that depend on a supplier, or only the given one, whether or not it does. */
type ExposuresOf = (supplierId: string, council?: GssCode) => readonly CouncilExposure[];

async function readExposures(
  db: Db | Trx,
  supplierIds: readonly string[],
  asOf: string,
): Promise<ExposuresOf> {
  if (supplierIds.length === 0) return () => [];
  const holdings: Holdings = {
    succession: await findSuccession(db),
    allocations: await findStandingAllocations(db),
    asOf,
  };
  // Whom everybody knows too, under whom published contracts and payments stand: to those who know both, they are one.
  const own = new Map((await findOwnSuppliers(db, supplierIds)).map((one) => [one.id, one]));
  const borneBy = (supplierId: string) => [supplierId, own.get(supplierId)?.base ?? []].flat();
  const groups = await findGroups(db, supplierIds, asOf);
  const kinOf = (supplierId: string) =>
    (groups.get(supplierId) ?? [])
      .filter(({ relation }) => relation !== 'sister')
      .flatMap((one) => one.supplierId ?? []);
  const recordsWith = await findRecords(
    db,
    supplierIds.map((supplierId) => [...borneBy(supplierId), ...kinOf(supplierId)]),
    asOf,
  );
  const events = await findEventDays(db, supplierIds, asOf);
  const spendOn = await findSpend(db, supplierIds.map(borneBy), holdings, [...events.values()]);
  const turnovers = await findFiledTurnovers(db, supplierIds, asOf);
  return (supplierId, council) =>
    exposuresTo(
      {
        supplierId: SupplierId.parse(supplierId),
        holdings,
        relatives: groups.get(supplierId) ?? [],
        records: underOne(borneBy(supplierId), recordsWith([...borneBy(supplierId), ...kinOf(supplierId)])),
        spend: spendOn(borneBy(supplierId)),
        turnover: turnovers.get(supplierId) ?? null,
        event: events.get(supplierId) ?? null,
      },
      council,
    ).filter(({ exposure }) => own.get(supplierId)?.councils.includes(exposure.council) ?? true);
}

/** Records with the first of these suppliers wherever they name one of them. */
function underOne(
  [first, ...others]: readonly string[],
  records: readonly ContractRecord[],
): readonly ContractRecord[] {
  if (first === undefined || others.length === 0) return records;
  const named = (suppliers: readonly ContractSupplier[]) =>
    suppliers.map((one) => (others.includes(one.supplierId ?? '') ? { ...one, supplierId: first } : one));
  return records.map((one) => ({
    ...one,
    suppliers: named(one.suppliers),
    subcontractors: named(one.subcontractors),
  }));
}

interface Known {
  readonly supplierId: SupplierId;
  readonly holdings: Holdings;
  readonly relatives: readonly GroupMember[];
  readonly records: readonly ContractRecord[];
  readonly spend: Spend;
  readonly turnover: FiledTurnover | null;
  readonly event: IsoDate | null;
}

function exposuresTo(
  { supplierId, holdings, relatives, records, spend, turnover, event }: Known,
  asked?: GssCode,
): CouncilExposure[] {
  const { asOf } = holdings;
  const held = hold(records, holdings);
  const published = hold(
    records.filter(({ contract }) => contract.origin === 'notice'),
    holdings,
  );
  const councils = asked ? [asked] : new Set([...held.keys(), ...spend.own.keys(), ...spend.awaiting.keys()]);
  return [...councils].sort().flatMap((council) => {
    const part = {
      council,
      supplierId,
      asOf,
      held: held.get(council) ?? [],
      relatives,
      spend: spendOfCouncil(spend, council, event),
      spendRead: spend.reads.get(council) ?? null,
      awaitingSpend: spend.awaiting.get(council) ?? [],
      turnover,
      event,
    };
    const exposure = exposureTo(part);
    const exposed = isExposed(exposure);
    if (!asked && !exposed && !exposure.intended) return [];
    const open = exposureTo({
      ...part,
      held: published.get(council) ?? [],
      spend: spendOfCouncil(spend.published, council, event),
      spendRead: spend.published.reads.get(council) ?? null,
      awaitingSpend: spend.published.awaiting.get(council) ?? [],
    });
    const live = new Set(exposure.contracts.map((contract) => contract.ref));
    const placed = contractsWith(part.held, supplierId).flatMap(({ ref, awardedOn }) =>
      awardedOn && live.has(ref) ? [{ ref, on: awardedOn }] : [],
    );
    const paidLastOn = lastDayOf([...(part.spend ?? []), ...part.awaitingSpend], asOf);
    return [{ exposure, exposed, onRecord: isExposed(open), placed, paidLastOn }];
  });
}

/**
 * What a council paid; null where no file of it had been read by then, unless a later one tells what was paid since an
 * event that was known.
 */
function spendOfCouncil({ own, reads }: PaidBy & Read, council: GssCode, event: IsoDate | null) {
  const days = own.get(council) ?? [];
  return reads.has(council) || (event !== null && days.length > 0) ? days : null;
}

function lastDayOf(days: readonly DayOfSpend[], asOf: IsoDate): string | null {
  return (
    days
      .map(({ paidOn }) => paidOn)
      .filter((day) => day <= asOf)
      .sort()
      .at(-1) ?? null
  );
}

/**
 * For each of some groups of suppliers that are asked for together, every record of a contract with one of them, or that
 * names one as a subcontractor, and those of the companies that supply the same contracts: a council's register often
 * names only one of them, and tells the same contract.
 */
async function findRecords(
  db: Db | Trx,
  asked: readonly (readonly string[])[],
  asOf: string,
): Promise<(supplierIds: readonly string[]) => readonly ContractRecord[]> {
  const all = [...new Set(asked.flat())];
  const names = await findOwnNames(db, { supplierIds: all });
  const published = (await findContractsOnRecord(db, { namedIds: all }, asOf)).flatMap((record) =>
    asRegistersTell(record, names),
  );
  const lines = await findRegisterContracts(db, { supplierIds: all });
  const named = (supplierIds: ReadonlySet<string>) => [
    ...published.filter(
      ({ suppliers, subcontractors }) =>
        namesAnyOf(suppliers, supplierIds) || namesAnyOf(subcontractors, supplierIds),
    ),
    ...lines.filter(({ suppliers }) => namesAnyOf(suppliers, supplierIds)),
  ];
  const joint = [
    ...new Set(asked.map((ids) => new Set(ids)).flatMap((ids) => [...jointWith(named(ids), ids)])),
  ];
  const beside =
    joint.length === 0
      ? []
      : [
          ...(await findContractsOnRecord(db, { supplierIds: joint }, asOf)),
          ...(await findRegisterContracts(db, { supplierIds: joint })),
        ];
  return (supplierIds) => {
    const own = named(new Set(supplierIds));
    const councils = new Set(own.flatMap((one) => one.councils));
    const others = jointWith(own, new Set(supplierIds));
    const shared = beside.filter(
      (one) => namesAnyOf(one.suppliers, others) && one.councils.some((council) => councils.has(council)),
    );
    return [...new Map([...own, ...shared].map((one) => [one.contract.ref, one])).values()];
  };
}

type PaidBy = Readonly<Record<keyof Spenders, ReadonlyMap<GssCode, readonly DayOfSpend[]>>>;

interface Read {
  readonly reads: ReadonlyMap<string, SpendRead>;
}

interface Spend extends PaidBy, Read {
  /** Without what only the register of the council that paid, or its unpublished files, tell. */
  readonly published: PaidBy & Read;
}

/**
 * What was paid to each supplier, under any of its ids, by the council whose it is now: by day in the two years before the end of the files of
 * each and before the day of each event, what is older in one sum.
 */
async function findSpend(
  db: Db | Trx,
  suppliers: readonly (readonly string[])[],
  holdings: Holdings,
  events: readonly IsoDate[],
): Promise<(supplierIds: readonly string[]) => Spend> {
  const all = suppliers.flat();
  const { councils, withOwn } = await findCouncilsRead(db, events.length > 0 ? null : holdings.asOf);
  const spenders = spendersAmong(councils, holdings);
  const spendersOf = new Map([...spenders].map(([council, { own }]) => [council, own]));
  const publishedReads = await findSpendReads(db, spendersOf, holdings.asOf);
  // Unpublished files are of the council alone that handed them in: none of another's is asked for.
  const ownReads = await findSpendReads(
    db,
    new Map(withOwn.map((council) => [council, spendersOf.get(council) ?? [council]])),
    holdings.asOf,
    withOwn,
  );
  const reads = new Map([...publishedReads, ...ownReads]);
  const ends = [...reads.values()].map(({ to }) => to);
  const first = [holdings.asOf, ...ends, ...events].sort()[0] ?? holdings.asOf;
  const paid = await findSpendOfCouncilsOn(db, all, addMonths(first, -25), {
    names: await findOwnNames(db, { supplierIds: all }),
    filesOf: withOwn,
  });
  return (supplierIds) => {
    const paidBy = (days: readonly PaidOn[]): PaidBy => {
      const byPayer = groupBy(
        days,
        ({ council }) => council,
        (one) => one,
      );
      const by = (which: keyof Spenders) =>
        new Map(
          [...spenders].flatMap(([council, some]) => {
            const theirs = some[which].flatMap((spender) =>
              (byPayer.get(spender) ?? []).flatMap(({ day, isUnpublished }) =>
                isUnpublished && (which !== 'own' || spender !== council) ? [] : [day],
              ),
            );
            return theirs.length > 0 ? [[council, theirs] as const] : [];
          }),
        );
      return { own: by('own'), awaiting: by('awaiting') };
    };
    const days = supplierIds.flatMap((id) => paid.get(id) ?? []);
    const published = paidBy(days.filter(({ isPrivate }) => !isPrivate));
    return {
      ...paidBy(days.filter(({ isGainsaid }) => !isGainsaid)),
      published: { ...published, reads: publishedReads },
      reads,
    };
  };
}
