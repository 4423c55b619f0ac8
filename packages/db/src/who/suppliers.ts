import { addDays, type CompanyNumber, type SignalOf, type SupplierRef } from '@tocsin/domain';
import { sql } from 'kysely';
import type { Db, Trx } from '../schema/database.ts';

/**
 * Finds the legal person with this identifier, or writes it under the name given: a public one, or the identifier itself
 * while no public name is known, which the first public name replaces.
 */
export async function saveSupplier(trx: Trx, ref: SupplierRef, name: string): Promise<string> {
  const known = await nameKnown(trx, ref, name);
  if (known) return known;
  // Two handlers may meet the same new company at once: the identifier decides who wrote it.
  await sql`select pg_advisory_xact_lock(hashtext(${`${ref.scheme}:${ref.id}`}))`.execute(trx);
  const meanwhile = await nameKnown(trx, ref, name);
  if (meanwhile) return meanwhile;
  const { id } = await trx.insertInto('supplier').values({ name }).returning('id').executeTakeFirstOrThrow();
  await trx.insertInto('supplier_ref').values({ scheme: ref.scheme, ref: ref.id, supplier_id: id }).execute();
  return id;
}

async function nameKnown(trx: Trx, ref: SupplierRef, name: string): Promise<string | undefined> {
  const known = await trx
    .selectFrom('supplier_ref')
    .innerJoin('supplier', 'supplier.id', 'supplier_id')
    .select(['supplier.id', 'name'])
    .where('scheme', '=', ref.scheme)
    .where('ref', '=', ref.id)
    .executeTakeFirst();
  if (known?.name === ref.id && name !== ref.id)
    await trx.updateTable('supplier').set({ name }).where('id', '=', known.id).execute();
  return known?.id;
}

/** The supplier with this identifier, if it is known. */
export async function findSupplierByRef(db: Db | Trx, ref: SupplierRef): Promise<string | undefined> {
  const row = await db
    .selectFrom('supplier_ref')
    .select('supplier_id')
    .where('scheme', '=', ref.scheme)
    .where('ref', '=', ref.id)
    .executeTakeFirst();
  return row?.supplier_id;
}

/**
 * Takes the registered name, status and postcode from a company profile. Returns true when the name was not known
 * before: mentions that were tied by number alone must be compared with it.
 */
export async function saveProfile(
  trx: Trx,
  supplierId: string,
  profile: SignalOf<'company-profile'>,
): Promise<boolean> {
  const before = await trx
    .selectFrom('supplier')
    .select(['name', 'status'])
    .where('id', '=', supplierId)
    .executeTakeFirstOrThrow();
  await trx
    .updateTable('supplier')
    .set({
      name: profile.name,
      status: profile.status,
      postcode: profile.postcode,
      previous_names: profile.previousNames.map((previous) => previous.name),
    })
    .where('id', '=', supplierId)
    .execute();
  return before.status === null || before.name !== profile.name;
}

/**
 * Marks the suppliers that some council depends on: a live contract or a named subcontract, spend in the last 12 months,
 * or a line in a council's own register. Only these are looked up at Companies House one by one.
 */
export async function refreshWatched(trx: Trx, supplierIds: readonly string[], today: string): Promise<void> {
  if (supplierIds.length === 0) return;
  await sql`
    update supplier set watched = (
      exists (select from mention join (select award_id, mention_id from award_supplier
          union all select award_id, mention_id from award_subcontractor) named on mention_id = mention.id
        join award on award.id = named.award_id join award_buyer on award_buyer.award_id = award.id
        where mention.supplier_id = supplier.id and council is not null
          and coalesce(award.status, 'active') not in ('cancelled', 'terminated')
          and (ends_on is null or ends_on >= ${today}))
      or exists (select from mention join payment on mention_id = mention.id
        where mention.supplier_id = supplier.id and paid_on > ${addDays(today, -365)})
      or exists (select from register_line join register_upload on register_upload.id = upload_id
        where register_line.supplier_id = supplier.id and undone_at is null))
    where id = any(${[...supplierIds]}::bigint[])`.execute(trx);
}

/** Company numbers of watched suppliers, in their order: a round goes on where it was left, whoever came or went. */
export async function findWatchedNumbers(db: Db): Promise<CompanyNumber[]> {
  const rows = await db
    .selectFrom('supplier')
    .innerJoin('supplier_ref', 'supplier_ref.supplier_id', 'supplier.id')
    .select('ref')
    .where('watched', '=', true)
    .where('scheme', '=', 'GB-COH')
    .orderBy('ref')
    .execute();
  return rows.map((row) => row.ref as CompanyNumber);
}

/** Company numbers of suppliers about which some council has an open alert, the gravest first. */
export async function findAlertedNumbers(db: Db): Promise<CompanyNumber[]> {
  const rows = await db
    .selectFrom('supplier_ref')
    .leftJoin('current_assessment', 'current_assessment.supplier_id', 'supplier_ref.supplier_id')
    .select('ref')
    .where('scheme', '=', 'GB-COH')
    .where((or) =>
      or.exists(
        or
          .selectFrom('alert')
          .select('alert.id')
          .whereRef('alert.supplier_id', '=', 'supplier_ref.supplier_id')
          .where('alert.status', 'in', ['raised', 'acknowledged', 'assigned']),
      ),
    )
    .orderBy(sql`coalesce(current_assessment.score, 0)`, 'desc')
    .orderBy('ref')
    .execute();
  return rows.map((row) => row.ref as CompanyNumber);
}
