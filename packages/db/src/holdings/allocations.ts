import { GssCode } from '@tocsin/domain';
import type { AllocatedContract } from '@tocsin/exposure';
import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import type { Db, Trx } from '../schema/database.ts';
import type { Database } from '../schema/tables.ts';

/** A person's decision on who takes over one contract of a split council, standing or undone. */
export type AllocationRow = Selectable<Database['allocation']>;

export interface NewAllocation {
  /** The council that placed the contract. */
  readonly council: string;
  /** `award:<ocid>/<award id>` or `register:<line id>`. */
  readonly contractRef: string;
  readonly successor: string;
  readonly reason: string;
  readonly by: string;
  /** The council of that person, for which `trx` acts: the split one or a successor. */
  readonly actingFor: string;
}

/** Allocates a contract. Returns false, having changed nothing, while another allocation of it stands. */
export async function allocate(trx: Trx, given: NewAllocation): Promise<boolean> {
  const row = await trx
    .insertInto('allocation')
    .values({
      council: given.council,
      contract_ref: given.contractRef,
      successor: given.successor,
      reason: given.reason,
      allocated_by: given.by,
    })
    .onConflict((conflict) =>
      conflict.columns(['council', 'contract_ref']).where('undone_at', 'is', null).doNothing(),
    )
    .returning('id')
    .executeTakeFirst();
  if (!row) return false;
  await audit(trx, {
    council: given.actingFor,
    actor: given.by,
    action: 'allocated contract',
    subject: given.contractRef,
    // Why stands in the row: what people write is in no entry, which is kept for seven years.
    detail: { to: given.successor },
  });
  return true;
}

/** Takes an allocation back: the contract awaits another. Returns false where none of that id stands. */
export async function undoAllocation(
  trx: Trx,
  given: Pick<NewAllocation, 'council' | 'reason' | 'by' | 'actingFor'> & { readonly id: string },
): Promise<boolean> {
  const row = await trx
    .updateTable('allocation')
    .set({ undone_by: given.by, undone_reason: given.reason, undone_at: sql<string>`now()` })
    .where('id', '=', given.id)
    .where('council', '=', given.council)
    .where('undone_at', 'is', null)
    .returning('contract_ref')
    .executeTakeFirst();
  if (!row) return false;
  await audit(trx, {
    council: given.actingFor,
    actor: given.by,
    action: 'took back the allocation of contract',
    subject: row.contract_ref,
  });
  return true;
}

/** Every allocation that `trx` may see, the newest first: of one council, or of all for the worker. */
export async function findAllocations(trx: Db | Trx): Promise<AllocationRow[]> {
  return trx.selectFrom('allocation').selectAll().orderBy('nth', 'desc').execute();
}

/** The allocations that `trx` may see and that nobody has taken back. */
export async function findStandingAllocations(trx: Db | Trx): Promise<AllocatedContract[]> {
  const rows = await findAllocations(trx);
  return rows
    .filter((row) => row.undone_at === null)
    .map(({ council, contract_ref, successor }) => ({
      council: GssCode.parse(council),
      contractRef: contract_ref,
      successor: GssCode.parse(successor),
    }));
}
