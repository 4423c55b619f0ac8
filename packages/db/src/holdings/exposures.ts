import { addMonths, addTo, GssCode, SupplierId, type Exposure } from '@tocsin/domain';
import {
  contractsWith,
  exposureTo,
  hold,
  isExposed,
  isPlaced,
  isSpent,
  spendersOf,
  type ContractRecord,
  type DayOfSpend,
  type SpendRead,
  type Holdings,
} from '@tocsin/exposure';
import { findSpendOfCouncilsOn, findSpendReads } from '../spend/council-spend.ts';
import { findStandingAllocations } from './allocations.ts';
import type { Db, Trx } from '../schema/database.ts';
import { findSuccession } from '../councils/successions.ts';
import { findGroup } from '../who/groups.ts';
import { findRegisterContracts } from './contract-records.ts';
import { findContractsOnRecord } from './public-contracts.ts';
import { findFiledTurnover } from './turnover.ts';

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
  const holdings: Holdings = {
    succession: await findSuccession(db),
    allocations: await findStandingAllocations(db),
    asOf,
  };
  const relatives = await findGroup(db, supplierId, asOf);
  const kin = relatives.filter(({ relation }) => relation !== 'sister');
  const records = await findRecordsWith(
    db,
    [supplierId, ...kin.flatMap((one) => one.supplierId ?? [])],
    asOf,
  );
  const held = hold(records, holdings);
  const published = hold(
    records.filter(({ contract }) => contract.origin === 'notice'),
    holdings,
  );
  const spend = await findSpend(db, supplierId, holdings);
  const turnover = await findFiledTurnover(db, supplierId, asOf);
  const councils = new Set([...held.keys(), ...spend.own.keys(), ...spend.awaiting.keys()]);
  return [...councils].sort().flatMap((council) => {
    const part = {
      council,
      supplierId: SupplierId.parse(supplierId),
      asOf,
      held: held.get(council) ?? [],
      relatives,
      spend: spend.own.get(council) ?? (spend.reads.has(council) ? [] : null),
      spendRead: spend.reads.get(council) ?? null,
      awaitingSpend: spend.awaiting.get(council) ?? [],
      turnover,
    };
    const exposure = exposureTo(part);
    const exposed = isExposed(exposure);
    if (!exposed && !exposure.intended) return [];
    const open = exposureTo({ ...part, held: published.get(council) ?? [] });
    const live = new Set(exposure.contracts.map((contract) => contract.ref));
    const placed = contractsWith(part.held, supplierId).flatMap(({ ref, awardedOn }) =>
      awardedOn && live.has(ref) ? [{ ref, on: awardedOn }] : [],
    );
    const paidLastOn = lastDayOf([...(part.spend ?? []), ...part.awaitingSpend]);
    return [{ exposure, exposed, onRecord: isSpent(exposure) || isPlaced(open), placed, paidLastOn }];
  });
}

function lastDayOf(days: readonly DayOfSpend[]): string | null {
  return (
    days
      .map(({ paidOn }) => paidOn)
      .sort()
      .at(-1) ?? null
  );
}

/** A notice with more suppliers than these is a framework in all but name: it tells nothing of who supplies what. */
const MOST_JOINT_SUPPLIERS = 10;

/**
 * Every record of a contract with some suppliers, or that names one as a subcontractor, and those of the companies that
 * supply the same contracts: a council's register often names only one of them, and tells the same contract.
 */
async function findRecordsWith(
  db: Db | Trx,
  supplierIds: readonly string[],
  asOf: string,
): Promise<readonly ContractRecord[]> {
  const named = new Map<string, ContractRecord>();
  const keep = (records: readonly ContractRecord[]) => {
    for (const one of records) named.set(one.contract.ref, one);
  };
  keep(await findContractsOnRecord(db, { supplierIds }, asOf));
  keep(await findContractsOnRecord(db, { subcontractorIds: supplierIds }, asOf));
  keep(await findRegisterContracts(db, { supplierIds }));
  const asked = new Set(supplierIds);
  const joint = new Set(
    [...named.values()]
      .filter(({ suppliers }) => suppliers.length <= MOST_JOINT_SUPPLIERS)
      .flatMap(({ suppliers }) => suppliers.flatMap((one) => one.supplierId ?? []))
      .filter((id) => !asked.has(id)),
  );
  if (joint.size === 0) return [...named.values()];
  const councils = new Set([...named.values()].flatMap((one) => one.councils));
  const beside = [
    ...(await findContractsOnRecord(db, { supplierIds: [...joint] }, asOf)),
    ...(await findRegisterContracts(db, { supplierIds: [...joint] })),
  ];
  keep(beside.filter((one) => one.councils.some((council) => councils.has(council))));
  return [...named.values()];
}

/** What was paid to a supplier by the council whose it is now, in the months that the files of each reach back from their end. */
async function findSpend(db: Db | Trx, supplierId: string, holdings: Holdings) {
  const own = new Map<GssCode, DayOfSpend[]>();
  const awaiting = new Map<GssCode, DayOfSpend[]>();
  const reads = new Map<GssCode, SpendRead>();
  for (const { council, read } of await findSpendReads(db, holdings.asOf)) {
    const { kind, councils } = spendersOf(council, holdings);
    if (kind === 'held')
      for (const spender of councils) if (read.to > (reads.get(spender)?.to ?? '')) reads.set(spender, read);
  }
  const ends = [...reads.values()].map(({ to }) => to);
  const first = [holdings.asOf, ...ends].sort()[0] ?? holdings.asOf;
  for (const { council, day } of await findSpendOfCouncilsOn(
    db,
    supplierId,
    addMonths(first, -24),
    holdings.asOf,
  )) {
    const { kind, councils } = spendersOf(council, holdings);
    for (const spender of councils) addTo(kind === 'held' ? own : awaiting, spender, day);
  }
  return { own, awaiting, reads };
}
