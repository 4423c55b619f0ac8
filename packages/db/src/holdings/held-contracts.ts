import { GssCode, type IsoDate } from '@tocsin/domain';
import { isLive, joinHeld } from '@tocsin/exposure';
import { findAllocations, type AllocationRow } from './allocations.ts';
import { asCouncil, type Db } from '../schema/database.ts';
import { findOurContracts } from './our-exposure.ts';
import type { PublicContract } from './public-contracts.ts';
import {
  countedUnder,
  findSuccession,
  heldBy,
  predecessorsOf,
  type Predecessor,
  type Succession,
} from '../councils/successions.ts';

/** Every contract that a council holds or sees waiting, and the councils that it has followed. */
export interface HeldContracts {
  readonly contracts: readonly PublicContract[];
  readonly predecessors: readonly Predecessor[];
  /** The councils whose spend is this one's own: itself and those that passed to it whole. */
  readonly spenders: readonly string[];
}

/**
 * Every contract of a council on a day, live or not, each once however many records tell it: what it placed, what it
 * has taken over from the councils before it, and what awaits allocation. The private register of a council that has
 * been replaced is read by its successors, from vesting day on. `db` acts as `tocsin_web`.
 */
export async function findHeldContracts(db: Db, council: string, asOf: IsoDate): Promise<HeldContracts> {
  const succession = await findSuccession(db);
  const predecessors = predecessorsOf(succession, council, asOf);
  const held = new Map<string, PublicContract>();
  for (const placer of [council, ...predecessors.map((one) => one.council)]) {
    const { contracts, allocations } = await findPlacedBy(db, placer, asOf);
    for (const one of contracts)
      for (const now of heldBy(one.contract, GssCode.parse(placer), recordsOf(one), {
        succession,
        allocations,
        asOf,
      }))
        if (now.council === council && !held.has(now.contract.ref))
          held.set(now.contract.ref, { ...one, contract: now.contract });
  }
  const whole = predecessors.filter(({ extent }) => extent === 'whole');
  return {
    contracts: [...held.values()],
    predecessors,
    spenders: [council, ...whole.map((one) => one.council)],
  };
}

async function findPlacedBy(db: Db, placer: string, asOf: IsoDate) {
  return asCouncil(db, placer, async (trx) => ({
    contracts: joinRecords(await findOurContracts(trx, placer, asOf), () => placer),
    allocations: (await findAllocations(trx)).filter(({ council }) => council === placer),
  }));
}

function recordsOf({ contract }: PublicContract): readonly string[] {
  return [contract.ref, ...(contract.joined ?? []).map(({ ref }) => ref)];
}

/**
 * Contracts each once, where several records tell the same one: records of one council (`councilOf`) are compared that
 * name the same supplier. The one that is kept names the suppliers of all.
 */
export function joinRecords(
  contracts: readonly PublicContract[],
  councilOf: (contract: PublicContract) => string,
): readonly PublicContract[] {
  return joinHeld(
    contracts,
    (one) =>
      one.suppliers.map((supplier) => `${councilOf(one)} ${supplier.supplierId ?? supplier.printedName}`),
    (kept, contract, gone) => ({
      ...kept,
      contract,
      suppliers: union(
        kept.suppliers,
        gone.flatMap((one) => one.suppliers),
      ),
      subcontractors: [...kept.subcontractors, ...gone.flatMap((one) => one.subcontractors)],
    }),
  );
}

/** A contract under the councils that it is counted under nationally: their successors, or a split council itself. */
export function countedOnce(one: PublicContract, succession: Succession, asOf: IsoDate): PublicContract {
  const councils = one.councils.map((council) => countedUnder(council, succession, asOf));
  return { ...one, councils: [...new Set(councils)].sort() };
}

function union(
  kept: PublicContract['suppliers'],
  more: PublicContract['suppliers'],
): PublicContract['suppliers'] {
  const known = new Set(kept.map(({ supplierId, printedName }) => supplierId ?? printedName));
  return [...kept, ...more.filter(({ supplierId, printedName }) => !known.has(supplierId ?? printedName))];
}

/** A split council's contracts that run on vesting day or after, and what people have decided about them. */
export interface SplitCouncil {
  readonly council: GssCode;
  readonly name: string;
  readonly vestingDay: IsoDate;
  readonly successors: readonly { readonly code: GssCode; readonly name: string }[];
  readonly awaiting: readonly PublicContract[];
  readonly allocated: readonly { readonly title: string; readonly row: AllocationRow }[];
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
    const { contracts, allocations } = await findPlacedBy(db, placer, asOf);
    const running = contracts.filter(({ contract }) => isLive(contract, day));
    found.push({
      council: placer,
      name: succession.nameOf(placer),
      vestingDay: first.startsOn,
      successors: changes.flatMap(({ successor: { code, name } }) => (code ? [{ code, name }] : [])),
      awaiting: waiting(running, placer, { succession, allocations, asOf: day }),
      allocated: allocations.map((row) => ({ title: titleOf(contracts, row), row })),
    });
  }
  return found;
}

function waiting(
  contracts: readonly PublicContract[],
  placer: GssCode,
  held: {
    readonly succession: Succession;
    readonly allocations: readonly AllocationRow[];
    readonly asOf: IsoDate;
  },
): readonly PublicContract[] {
  return contracts.flatMap((one) => {
    const [now] = heldBy(one.contract, placer, recordsOf(one), held);
    return now?.contract.awaiting ? [{ ...one, contract: now.contract }] : [];
  });
}

function titleOf(contracts: readonly PublicContract[], { contract_ref }: AllocationRow): string {
  return contracts.find((one) => recordsOf(one).includes(contract_ref))?.contract.title ?? contract_ref;
}
