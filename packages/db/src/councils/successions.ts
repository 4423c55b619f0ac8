import { dayAfter, GssCode, type IsoDate } from '@tocsin/domain';
import {
  holders,
  mayNeedConsent,
  type Allocation,
  type ConsentDirection,
  type ContractFacts,
  type CouncilChange,
  type Holding,
} from '@tocsin/exposure';
import type { AllocationRow } from '../holdings/allocations.ts';
import { audit } from '../audit/audit.ts';
import { findCouncils, type CouncilRow } from './councils.ts';
import type { Db, Trx } from '../schema/database.ts';

/** Which councils follow which, with their names. */
export interface Succession {
  readonly changes: readonly CouncilChange[];
  readonly directions: readonly ConsentDirection[];
  readonly nameOf: (gss: string) => string;
}

/** Everything that the list of councils says about reorganisations, done and planned. */
export async function findSuccession(db: Db | Trx): Promise<Succession> {
  const councils = await findCouncils(db);
  const byCode = new Map(councils.map((council) => [council.gss, council]));
  const nameOf = (gss: string) => byCode.get(gss)?.name ?? gss;
  const changes = councils.flatMap((council) => changesOf(council, nameOf));
  const directions = councils.flatMap(({ gss, ends_on, direction_on }) =>
    ends_on && direction_on
      ? [{ council: GssCode.parse(gss), madeOn: direction_on, vestingDay: dayAfter(ends_on) }]
      : [],
  );
  return { changes, directions, nameOf };
}

function changesOf(
  { gss, ends_on, replaced_by }: CouncilRow,
  nameOf: (gss: string) => string,
): CouncilChange[] {
  if (ends_on === null) return [];
  return replaced_by.map((code) => ({
    predecessor: GssCode.parse(gss),
    successor: { code: GssCode.parse(code), name: nameOf(code) },
    startsOn: dayAfter(ends_on),
    extent: replaced_by.length === 1 ? 'whole' : 'partial',
  }));
}

/** What decides who holds a contract on a day. */
export interface Holdings {
  readonly succession: Succession;
  readonly allocations: readonly AllocationRow[];
  readonly asOf: IsoDate;
}

/** A contract in the hands of one council, which placed it or follows the one that did, or seen waiting by it. */
export interface HeldContract {
  readonly council: GssCode;
  readonly contract: ContractFacts;
}

/**
 * Who holds what `placedBy` placed: that council, its successor, or, while a split council's contract awaits
 * allocation, every successor. `refs` are all records of the one contract: an allocation names any of them.
 */
export function heldBy(
  contract: ContractFacts,
  placedBy: GssCode,
  refs: readonly string[],
  held: Holdings,
): readonly HeldContract[] {
  const { changes, nameOf } = held.succession;
  const holding = holders(placedBy, changes, held.asOf, allocationsOf(refs, held));
  const moved = holding.history.length > 0 ? { placedBy: { council: placedBy, name: nameOf(placedBy) } } : {};
  const awaiting =
    holding.kind === 'awaiting'
      ? { awaiting: { since: holding.since, between: holding.visibleTo.map(({ name }) => name) } }
      : {};
  const consent = consentOf(contract, placedBy, held);
  return seersOf(holding, placedBy).map((council) => ({
    council,
    contract: { ...contract, ...moved, ...awaiting, ...(consent ? { consent } : {}) },
  }));
}

/** Allocations that stand of one contract under any of its references. */
function allocationsOf(refs: readonly string[], { allocations, succession }: Holdings): Allocation[] {
  return allocations
    .filter((row) => refs.includes(row.contract_ref) && row.undone_at === null)
    .map(({ council, successor }) => ({
      from: GssCode.parse(council),
      to: { code: GssCode.parse(successor), name: succession.nameOf(successor) },
    }));
}

/** Whose the spend of a council is on a day; nobody's own, and seen by each successor, once it was split. */
export function spendersOf(council: GssCode, { succession, asOf }: Holdings) {
  const holding = holders(council, succession.changes, asOf);
  return { kind: holding.kind, councils: seersOf(holding, council) };
}

/**
 * The one council that what this council placed is counted under nationally, by public record alone: its successor, or
 * a split council itself, however its contracts were allocated since.
 */
export function countedUnder(council: GssCode, { changes }: Succession, asOf: IsoDate): GssCode {
  return GssCode.parse(holders(council, changes, asOf).countedUnder);
}

function seersOf(holding: Holding, placedBy: GssCode): readonly GssCode[] {
  if (holding.kind === 'held') return [holding.by.code ?? placedBy];
  return holding.visibleTo.flatMap(({ code }) => code ?? []);
}

function consentOf(
  contract: ContractFacts,
  council: GssCode,
  { asOf, succession }: Holdings,
): 'may-need-consent' | 'unknown' | null {
  const direction = succession.directions.find((one) => one.council === council);
  if (!direction || asOf >= direction.vestingDay || contract.agreement === 'framework') return null;
  const { startsOn, value, extendsTo } = contract;
  // The Act looks at the period to which the contract may be extended too.
  const endsOn = extendsTo && extendsTo > (contract.endsOn ?? '') ? extendsTo : contract.endsOn;
  // A register line states no day of award: a contract that runs already was placed before it began.
  const awardedOn = contract.awardedOn ?? startsOn;
  const answer = mayNeedConsent({ awardedOn, endsOn, value, capital: null }, direction);
  return answer === 'no' ? null : answer;
}

/** A council whose contracts this one holds, or sees waiting, since a day. */
export interface Predecessor {
  readonly council: GssCode;
  readonly name: string;
  readonly since: IsoDate;
  readonly extent: CouncilChange['extent'];
}

/** The councils that `council` has followed by a day, nearest first, through several reorganisations. */
export function predecessorsOf(
  { changes, nameOf }: Succession,
  council: string,
  asOf: IsoDate,
): readonly Predecessor[] {
  const found = new Map<string, Predecessor>();
  let edge: readonly string[] = [council];
  while (edge.length > 0) {
    const next = changes.filter(
      ({ successor, startsOn, predecessor }) =>
        successor.code !== null &&
        edge.includes(successor.code) &&
        startsOn <= asOf &&
        predecessor !== council &&
        !found.has(predecessor),
    );
    for (const { predecessor, startsOn, extent } of next)
      found.set(predecessor, { council: predecessor, name: nameOf(predecessor), since: startsOn, extent });
    edge = next.map(({ predecessor }) => predecessor);
  }
  return [...found.values()];
}

/** Records the day of a direction under section 24 of the 2007 Act to a council that is to be replaced. */
export async function saveDirection(trx: Trx, council: string, madeOn: IsoDate): Promise<void> {
  const { numUpdatedRows } = await trx
    .updateTable('council')
    .set({ direction_on: madeOn })
    .where('gss', '=', council)
    .where('ends_on', 'is not', null)
    .executeTakeFirst();
  if (numUpdatedRows === 0n)
    throw new Error(`No reorganisation of ${council} is known, so a direction to it cannot be recorded`);
  await audit(trx, {
    council,
    actor: 'command line',
    action: 'recorded section 24 direction',
    subject: madeOn,
  });
}
