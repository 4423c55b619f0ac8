import type { Look, Observation, SupplierMention, Withdrawal } from '@tocsin/domain';
import { addTo } from '@tocsin/domain';
import { sql } from 'kysely';
import type { Db, Trx } from '../schema/database.ts';
import { councilItself, isKnownTo } from './asker.ts';
import { askedOfWatched } from './suppliers.ts';

// Whoever comes to know a number by papers of its own, after others had followed it, is not to learn from what was read for
// them that they did. For that council it is a supplier of its own, which bears the number too (`supplier_ref.since`): of what
// is read only of those followed it has what was read since, and is judged by that alone. What everybody can read is said of
// all who bear the number.

/** Under what is kept what the register says of a supplier of one's own, in place of its number, however that is printed. */
function keptAs(number: string, supplierId: string): string {
  return `${number}~${supplierId}`;
}

/** Of `mention` with a company number: under what is kept what is said of it (`supplier_ref.kept_as`). */
export const keptAsOf = sql<string>`mention.ref || coalesce(substring(mention.printed_ref from '~[0-9]+$'), '')`;

/** Of these mentions those under which is said what is kept for a supplier of a council's own, each with that supplier. */
export async function findOwnOf(
  trx: Trx,
  mentionIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ id: string; own: string }>`
    select mention.id, supplier_ref.supplier_id as own from mention
    join supplier_ref on supplier_ref.scheme = mention.scheme and kept_as = ${keptAsOf} and since is not null
    where mention.id = any(${[...mentionIds]}::bigint[])`.execute(trx);
  return new Map(rows.map(({ id, own }) => [id, own]));
}

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
  const known = new Map(held.map(({ base, own }) => [base, own]));
  for (const [base, own] of await writeOwn(
    trx,
    asked.filter((id) => !known.has(id)),
  ))
    known.set(base, own);
  return known;
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
  // What could not be had for others is asked for anew.
  await sql`
    delete from source_trouble using supplier_ref where settled_at is null and scheme = 'GB-COH'
      and supplier_id = any(${bases}::bigint[]) and split_part(item, '/', 1) = 'company' and split_part(item, '/', 2) = ref`.execute(
    trx,
  );
  await tieOwn(trx, { bases });
  return rows.map(({ base, own }) => [base, own]);
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

/** Of `supplier_ref` and its `supplier`: a council's own, of which it still wants to know. */
export const isFollowedOwn = sql<boolean>`(scheme = 'GB-COH' and since is not null
  and (watched or exists (select from alert where alert.supplier_id = supplier.id)))`;

/** By company number, the suppliers of councils' own that somebody follows by it. */
export async function findOwnByNumber(
  trx: Trx,
  numbers: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>();
  if (numbers.length === 0) return found;
  const { rows } = await sql<{ number: string; id: string }>`
    select ref as number, supplier.id from supplier_ref join supplier on supplier.id = supplier_id
    where ${isFollowedOwn} and ref = any(${[...new Set(numbers)]}::text[])
    order by supplier.nth`.execute(trx);
  for (const { number, id } of rows) addTo(found, number, id);
  return found;
}

/** What is said first of an id of the register: the number of the company that it is about. */
export function numberOf({ ref }: { readonly ref: string }): string {
  return ref.split('/', 1)[0] ?? '';
}

/** Of something that is said under a number, the same as it is said of each supplier of a council's own that bears it. */
export function saidOfOwn<S extends Observation | Withdrawal>(
  said: S,
  ownOf: ReadonlyMap<string, readonly string[]>,
): readonly S[] {
  const number = numberOf(said);
  return (ownOf.get(number) ?? []).map((id) => {
    const as = { ...said, ref: keptAs(number, id) + said.ref.slice(number.length) };
    return 'about' in said && said.about?.ref?.id === number
      ? { ...as, about: aboutOwn(said.about, id) }
      : as;
  });
}

/** The same of a look. */
export function looksAtOwn(look: Look, ownOf: ReadonlyMap<string, readonly string[]>): readonly Look[] {
  return (ownOf.get(look.about.ref?.id ?? '') ?? []).map((id) => ({
    ...look,
    about: aboutOwn(look.about, id),
  }));
}

function aboutOwn(about: SupplierMention, id: string): SupplierMention {
  return { ...about, printedRef: keptAs(about.printedRef ?? '', id) };
}

/** Of these suppliers those that are a council's own, each with the councils whose papers name it. */
export async function findOwnCouncils(
  db: Db | Trx,
  supplierIds: readonly string[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const { rows } = await sql<{ id: string; councils: string[] }>`
    select supplier_id as id, array(select council from register_line line where line.supplier_id = supplier_ref.supplier_id
      union select council from own_payee payee where payee.supplier_id = supplier_ref.supplier_id) as councils
    from supplier_ref where since is not null and supplier_id = any(${[...supplierIds]}::bigint[])`.execute(
    db,
  );
  return new Map(rows.map(({ id, councils }) => [id, new Set(councils)]));
}

/**
 * Of suppliers those that everybody knows by now: has those join them that are councils' own: what papers name, and what the
 * councils were told of, is these from now on, so that nobody is told twice. Returns those that have joined.
 */
export async function joinPublished(trx: Trx, supplierIds: readonly string[]): Promise<readonly string[]> {
  if (supplierIds.length === 0) return [];
  const { rows } = await sql<{ base: string; own: string }>`
    select base.supplier_id as base, own.supplier_id as own from supplier_ref base
    join supplier_ref own on own.scheme = base.scheme and own.ref = base.ref and own.since is not null
    join supplier on supplier.id = base.supplier_id and supplies_publicly
    where base.since is null and base.supplier_id = any(${[...supplierIds]}::bigint[])
      and (exists (select from register_line where register_line.supplier_id = own.supplier_id)
        or exists (select from own_payee where own_payee.supplier_id = own.supplier_id)
        or exists (select from alert where alert.supplier_id = own.supplier_id))`.execute(trx);
  if (rows.length === 0) return [];
  const given = sql`json_to_recordset(${JSON.stringify(rows)}::json) as given (base bigint, own bigint)`;
  await sql`update register_line set supplier_id = base from ${given} where supplier_id = own`.execute(trx);
  await sql`update own_payee set supplier_id = base from ${given} where supplier_id = own`.execute(trx);
  await sql`
    update alert set supplier_id = base from ${given}
    where supplier_id = own and not exists (select from alert told
      where told.council = alert.council and told.supplier_id = base and told.cause = alert.cause)`.execute(
    trx,
  );
  return rows.map(({ own }) => own);
}
