import { sql } from 'kysely';
import type { Db, Trx } from '../schema/database.ts';
import { isOwnInForceOrWaits } from '../spend/own-names.ts';
import { councilItself, isKnownTo } from './asker.ts';
import { inForceOrWaits } from '../holdings/in-force.ts';
import { askedOfWatched } from './suppliers.ts';

// Whoever comes to know a number by papers of its own, after others had followed it, is not to learn from what was read for
// them that they did. For that council it is a supplier of its own, which bears the number too (`supplier_ref.since`): of what
// is read only of those followed it has what was read since, and is judged by that alone. What everybody can read is said of
// all who bear the number.

/**
 * By supplier, which one it is for a council whose papers have come to name it: itself where everybody or the council knows
 * it, or nobody ever followed it; else one of the council's own, which is written where there is none in force.
 */
export async function findAsKnownTo(
  trx: Trx,
  council: string,
  supplierIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (supplierIds.length === 0) return new Map();
  const asked = await noteFollowed(trx, council, supplierIds);
  if (asked.length === 0) return new Map();
  await sql`select pg_advisory_xact_lock(hashtext('own supplier'), hashtext(${council}))`.execute(trx);
  const { rows: held } = await sql<{ base: string; own: string }>`
    select base.supplier_id as base, supplier.id as own from supplier_ref base
    join supplier_ref on supplier_ref.scheme = base.scheme and supplier_ref.ref = base.ref and supplier_ref.since is not null
    join supplier on supplier.id = supplier_ref.supplier_id
    where base.supplier_id = any(${asked}::bigint[]) and base.since is null
      and ${isKnownTo(councilItself(council))}`.execute(trx);
  const known = new Map([
    ...held.map(({ base, own }) => [base, own] as const),
    ...(await findPublished(trx, asked)),
  ]);
  for (const [base, own] of await writeOwn(
    trx,
    asked.filter((id) => !known.has(id)),
  ))
    known.set(base, own);
  return known;
}

/** Of these suppliers those that were published while somebody asked for them, each with the one for everybody. */
async function findPublished(
  trx: Trx,
  supplierIds: readonly string[],
): Promise<readonly (readonly [own: string, base: string])[]> {
  const own = (await findOwnSuppliers(trx, supplierIds)).filter(({ id }) => supplierIds.includes(id));
  return own.map(({ id, base }) => [id, base]);
}

/**
 * Notes of these suppliers that papers name those that are not this council's to know, for good, wherever the papers go;
 * returns those that papers of somebody named before.
 */
async function noteFollowed(
  trx: Trx,
  council: string,
  supplierIds: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    with unknown as materialized (
      select id, followed from supplier
      where id = any(${[...new Set(supplierIds)]}::bigint[]) and not ${isKnownTo(councilItself(council))}
      order by id for no key update),
    noted as (
      update supplier set followed = true from unknown where supplier.id = unknown.id and not unknown.followed)
    select id from unknown where followed`.execute(trx);
  return rows.map(({ id }) => id);
}

async function writeOwn(
  trx: Trx,
  bases: readonly string[],
): Promise<readonly (readonly [base: string, own: string])[]> {
  if (bases.length === 0) return [];
  const { rows } = await sql<{ base: string; own: string }>`
    with written as (
      merge into supplier using (
        select supplier_id, scheme, ref from supplier_ref where supplier_id = any(${bases}::bigint[]) and since is null) base
      on false when not matched then insert (name) values (coalesce(
        (select name from register_company where base.scheme = 'GB-COH' and number = base.ref), base.ref))
      returning supplier.id as own, base.supplier_id as base, base.scheme, base.ref),
    referred as (
      insert into supplier_ref (scheme, ref, supplier_id, since) select scheme, ref, own, now() from written)
    select base, own from written`.execute(trx);
  await forgetTroubles(trx, bases);
  await tieOwn(trx, { bases });
  return rows.map(({ base, own }) => [base, own]);
}

/** What could not be had of the numbers of these suppliers for those who knew them is asked for anew. */
export async function forgetTroubles(trx: Trx, supplierIds: readonly string[]): Promise<void> {
  await sql`
    delete from source_trouble using supplier_ref where scheme = 'GB-COH' and supplier_id = any(${supplierIds}::bigint[])
      and coalesce(substring(item from '^company/([^/]+)'), substring(item from '#company=([^&]+)')) = ref`.execute(
    trx,
  );
}

/** Has said of the suppliers of councils' own what everybody can read of those that bear their numbers; these suppliers. */
export async function tieOwn(
  trx: Trx,
  of: { readonly mentionIds: readonly string[] } | { readonly bases: readonly string[] },
): Promise<readonly string[]> {
  const those =
    'mentionIds' in of
      ? sql`mention.id = any(${[...of.mentionIds]}::bigint[])`
      : sql`mention.supplier_id = any(${[...of.bases]}::bigint[])`;
  const { rows } = await sql<{ supplier_id: string }>`
    insert into notice_tie (mention_id, supplier_id, reason)
    select mention.id, own.supplier_id, coalesce(mention.reason, '') from mention
    join supplier_ref base on base.supplier_id = mention.supplier_id and base.since is null
    join supplier_ref own on own.scheme = base.scheme and own.ref = base.ref and own.since is not null
    where ${those} and exists (select from observation
      where mention_id = mention.id and source_id <> all(${[...askedOfWatched]}))
    on conflict (mention_id, supplier_id) do update set reason = excluded.reason
    returning supplier_id`.execute(trx);
  const tied = [...new Set(rows.map(({ supplier_id }) => supplier_id))];
  await nameByWhatIsSaid(trx, tied);
  return tied;
}

/** As any other supplier bears the first name that everybody can read, in place of its number. */
async function nameByWhatIsSaid(trx: Trx, supplierIds: readonly string[]): Promise<void> {
  if (supplierIds.length === 0) return;
  await sql`
    update supplier set name = said.name
    from (select distinct on (notice_tie.supplier_id) notice_tie.supplier_id, supplier_ref.ref, mention.name
      from notice_tie join mention on mention.id = mention_id
      join supplier_ref on supplier_ref.supplier_id = notice_tie.supplier_id and since is not null
      where notice_tie.supplier_id = any(${[...supplierIds]}::bigint[]) and mention.name <> supplier_ref.ref
      order by notice_tie.supplier_id, mention.nth) said
    where supplier.id = said.supplier_id and supplier.name = said.ref`.execute(trx);
}

/** A supplier of a council's own. */
export interface OwnSupplier {
  readonly id: string;
  /** The one that bears its number for everybody. */
  readonly base: string;
  /** Whose papers in force, or about to be, name it, or that were told of it. */
  readonly councils: readonly string[];
}

/** The suppliers of councils' own among these, and those that bear the numbers of these. */
export async function findOwnSuppliers(
  db: Db | Trx,
  supplierIds: readonly string[],
): Promise<readonly OwnSupplier[]> {
  const { rows } = await sql<OwnSupplier>`
    select own.supplier_id as id, base.supplier_id as base, array(
      select register_line.council from register_line join register_upload on register_upload.id = upload_id and ${inForceOrWaits}
        where register_line.supplier_id = own.supplier_id
      union select own_payee.council from own_payee join own_spend_file on own_spend_file.id = file_id and ${isOwnInForceOrWaits}
        where own_payee.supplier_id = own.supplier_id
      union select council from alert where alert.supplier_id = own.supplier_id) as councils
    from (select scheme, ref from supplier_ref where supplier_id = any(${[...supplierIds]}::bigint[])) asked
    join supplier_ref own using (scheme, ref) join supplier_ref base using (scheme, ref)
    where own.since is not null and base.since is null`.execute(db);
  return [...new Map(rows.map((row) => [row.id, row])).values()];
}
