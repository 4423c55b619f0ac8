import type { CompanyNumber } from '@tocsin/domain';
import { sql, type RawBuilder } from 'kysely';
import { audit } from '../audit/audit.ts';
import type { Db, Trx } from '../schema/database.ts';
import type { HoldKind } from '../schema/tables.ts';
import { councilItself, isKnownTo } from '../who/asker.ts';

/** A request for information or a dispute, about one supplier or about everything of a council. */
export interface Hold {
  readonly id: string;
  readonly kind: HoldKind;
  readonly reference: string;
  readonly supplier: { readonly name: string; readonly ref: string | null } | null;
  readonly by: string;
  readonly at: string;
  readonly releasedAt: string | null;
  readonly releasedBy: string | null;
}

interface NewHold {
  readonly council: string;
  readonly kind: HoldKind;
  /** By which the council knows it. Stays in the row: an entry of the audit log outlives it. */
  readonly reference: string;
  readonly supplierId: string | null;
  readonly by: string;
}

/** From now on nothing in its scope ends by itself or is erased. Returns its number. */
export async function recordHold(trx: Trx, { supplierId, by, ...hold }: NewHold): Promise<string> {
  const { id } = await trx
    .insertInto('hold')
    .values({ ...hold, supplier_id: supplierId, by_whom: by })
    .returning('id')
    .executeTakeFirstOrThrow();
  const detail = { kind: hold.kind, supplier: supplierId ?? 'everything' };
  await audit(trx, {
    council: hold.council,
    actor: by,
    action: 'recorded hold',
    subject: `hold ${id}`,
    detail,
  });
  return id;
}

/** The company of a number as a council knows it: by its own papers where others follow it too, else as everybody does. */
export async function findHeldCompany(
  trx: Trx,
  council: string,
  number: CompanyNumber,
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select supplier.id::text from supplier_ref join supplier on supplier.id = supplier_id
    where scheme = 'GB-COH' and ref = ${number} and ${isKnownTo(councilItself(council))}
    order by since is null limit 1`.execute(trx);
  return rows[0]?.id;
}

/** Ends a hold of the council; false where none of that number stands. */
export async function releaseHold(
  trx: Trx,
  { council, id, by, at }: { council: string; id: string; by: string; at: string },
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('hold')
    .set({ released_at: at, released_by: by })
    .where('id', '=', id)
    .where('council', '=', council)
    .where('released_at', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return false;
  await audit(trx, { council, actor: by, action: 'released hold', subject: `hold ${id}` });
  return true;
}

/** The holds of a council, those that stand first, then the newest. */
export async function findHolds(db: Db | Trx, council: string): Promise<readonly Hold[]> {
  const { rows } = await sql<Omit<Hold, 'supplier'> & { name: string | null; ref: string | null }>`
    select hold.id::text, kind, reference, supplier.name, (select ref from supplier_ref
        where supplier_ref.supplier_id = hold.supplier_id order by scheme limit 1) as ref,
      by_whom as by, at, released_at as "releasedAt", released_by as "releasedBy"
    from hold left join supplier on supplier.id = hold.supplier_id
    where hold.council = ${council} order by released_at is not null, hold.nth desc`.execute(db);
  return rows.map(({ name, ref, ...hold }) => ({ ...hold, supplier: name === null ? null : { name, ref } }));
}

/** Whether a hold stands on everything of a council. */
export function isHeldWhole(council: string): RawBuilder<boolean> {
  return sql<boolean>`exists (select from hold where hold.council = ${sql.ref(council)} and released_at is null
    and hold.supplier_id is null)`;
}

/** Whether any hold stands at a council, whatever it is about. */
export function isHeldInPart(council: string): RawBuilder<boolean> {
  return sql<boolean>`exists (select from hold where hold.council = ${sql.ref(council)} and released_at is null)`;
}

/** Whether a hold stands on what a council has of a supplier. */
export function isHeldOf(council: string, supplierId: string): RawBuilder<boolean> {
  return sql<boolean>`exists (select from hold where hold.council = ${sql.ref(council)} and released_at is null
    and (hold.supplier_id is null or hold.supplier_id = ${sql.ref(supplierId)}))`;
}
