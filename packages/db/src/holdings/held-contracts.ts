import { GssCode, type IsoDate } from '@tocsin/domain';
import {
  heldBy,
  hold,
  isLive,
  joinRecords,
  predecessorsOf,
  recordsOf,
  spendersAmong,
  type AllocatedContract,
  type ContractRecord,
  type HeldContract,
  type Holdings,
  type Predecessor,
} from '@tocsin/exposure';
import { findAllocations, findStandingAllocations, type AllocationRow } from './allocations.ts';
import { asCouncil, type Db } from '../schema/database.ts';
import { asRegistersTell } from './as-registers-tell.ts';
import { findOurContracts } from './contract-records.ts';
import { findOwnNames, type OwnName, type OwnSpend } from '../spend/own-names.ts';
import { findSuccession } from '../councils/successions.ts';

/** Every contract that a council holds or sees waiting, and the councils that it has followed. */
export interface CouncilHoldings {
  readonly contracts: readonly HeldContract[];
  readonly predecessors: readonly Predecessor[];
  /** The councils whose spend is this one's own: itself and those that passed to it whole. */
  readonly spenders: readonly string[];
  /** Those whose spend it sees waiting, since they were split. */
  readonly awaitedSpenders: readonly string[];
  /** Whom those councils mean by names of their spending files, by their own registers; and its unpublished files. */
  readonly own: OwnSpend;
}

/**
 * Every contract of a council on a day, live or not, each once however many records tell it: what it placed, what it
 * has taken over from the councils before it, and what awaits allocation. The private register of a council that has
 * been replaced is read by its successors, from vesting day on. `db` acts as `tocsin_web`.
 */
export async function findHeldContracts(db: Db, council: string, asOf: IsoDate): Promise<CouncilHoldings> {
  const succession = await findSuccession(db);
  const predecessors = predecessorsOf(succession, council, asOf);
  const placed: PlacedBy[] = [];
  for (const placer of [council, ...predecessors.map((one) => one.council)])
    placed.push(await findPlacedBy(db, placer, asOf));
  const gss = GssCode.parse(council);
  const holdings = { succession, allocations: placed.flatMap(({ standing }) => standing), asOf };
  const held = hold(
    placed.flatMap(({ records }) => records),
    holdings,
  );
  const before = predecessors.map((one) => one.council);
  const spenders = spendersAmong(before, holdings).get(gss);
  return {
    contracts: held.get(gss) ?? [],
    predecessors,
    spenders: [gss, ...(spenders?.own ?? [])],
    awaitedSpenders: spenders?.awaiting ?? [],
    own: { names: placed.flatMap(({ names }) => names), filesOf: [gss] },
  };
}

interface PlacedBy {
  /** As that council alone placed them. */
  readonly records: readonly ContractRecord[];
  readonly standing: readonly AllocatedContract[];
  readonly decided: readonly AllocationRow[];
  readonly names: readonly OwnName[];
}

async function findPlacedBy(db: Db, placer: string, asOf: IsoDate): Promise<PlacedBy> {
  const councils = [GssCode.parse(placer)];
  return asCouncil(db, placer, async (trx) => {
    const names = await findOwnNames(trx, { councils });
    const records = (await findOurContracts(trx, placer, asOf)).map((record) => ({ ...record, councils }));
    return {
      records: records.flatMap((record) => asRegistersTell(record, names)),
      standing: (await findStandingAllocations(trx)).filter(({ council }) => council === placer),
      decided: (await findAllocations(trx)).filter(({ council }) => council === placer),
      names,
    };
  });
}

/** A split council's contracts that run on vesting day or after, and what people have decided about them. */
export interface SplitCouncil {
  readonly council: GssCode;
  readonly name: string;
  readonly vestingDay: IsoDate;
  readonly successors: readonly { readonly code: GssCode; readonly name: string }[];
  readonly awaiting: readonly HeldContract[];
  readonly allocated: readonly AllocationDecision[];
}

/** Who took over a contract, by whom that was decided and why, and whether it was taken back. */
export interface AllocationDecision {
  readonly id: string;
  readonly title: string;
  readonly successor: string;
  readonly by: string;
  readonly at: string;
  readonly reason: string;
  readonly undone: { readonly by: string; readonly at: string; readonly reason: string } | null;
}

/**
 * The split councils that concern `council`: itself, before and after vesting day, and from vesting day on those that
 * it follows in part. `db` acts as `tocsin_web`.
 */
export async function findSplitCouncils(
  db: Db,
  council: string,
  asOf: IsoDate,
): Promise<readonly SplitCouncil[]> {
  const succession = await findSuccession(db);
  const before = predecessorsOf(succession, council, asOf).map((one) => one.council);
  const concerned = [GssCode.parse(council), ...before];
  const found: SplitCouncil[] = [];
  for (const placer of concerned) {
    const changes = succession.changes.filter(
      ({ predecessor, extent }) => predecessor === placer && extent === 'partial',
    );
    const [first] = changes;
    if (!first) continue;
    const day = asOf > first.startsOn ? asOf : first.startsOn;
    const { records, standing, decided } = await findPlacedBy(db, placer, asOf);
    const contracts = joinRecords(records);
    const running = contracts.filter(({ contract }) => isLive(contract, day));
    found.push({
      council: placer,
      name: succession.nameOf(placer),
      vestingDay: first.startsOn,
      successors: changes.flatMap(({ successor: { code, name } }) => (code ? [{ code, name }] : [])),
      awaiting: waiting(running, placer, { succession, allocations: standing, asOf: day }),
      allocated: decided.map((row) => decisionOf(contracts, row)),
    });
  }
  return found;
}

function waiting(
  contracts: readonly HeldContract[],
  placer: GssCode,
  holdings: Holdings,
): readonly HeldContract[] {
  return contracts.flatMap((one) => {
    const [now] = heldBy(one, placer, holdings);
    return now?.contract.awaiting ? [now] : [];
  });
}

function decisionOf(contracts: readonly HeldContract[], row: AllocationRow): AllocationDecision {
  const one = contracts.find((contract) => recordsOf(contract).includes(row.contract_ref));
  return {
    id: row.id,
    title: one?.contract.title ?? row.contract_ref,
    successor: row.successor,
    by: row.allocated_by,
    at: row.allocated_at,
    reason: row.reason,
    undone:
      row.undone_at === null
        ? null
        : { by: row.undone_by ?? '', at: row.undone_at, reason: row.undone_reason ?? '' },
  };
}
