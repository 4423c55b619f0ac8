import {
  addMonths,
  CANARY_SOURCE,
  REGISTER_SOURCE,
  type CompanyNumber,
  type SignalOf,
  type SupplierRef,
} from '@tocsin/domain';
import { sql } from 'kysely';
import type { Db, Trx } from '../schema/database.ts';
import { twelveMonthsBefore } from '../schema/days.ts';
import { lastDayOfFile } from '../spend/council-spend.ts';
import { isOwnInForce } from '../spend/own-names.ts';
import { findNeverScored } from './never-scored.ts';
import { printsNumberOf } from '../holdings/numbers-among.ts';
import { linesInForce } from '../holdings/in-force.ts';
import { notOver } from '../holdings/not-over.ts';

/** A legal person by its identifier, under a public name, or under the identifier itself while none is known. */
export interface SupplierUnderName {
  readonly ref: SupplierRef;
  readonly name: string;
}

/**
 * Finds the legal person with this identifier, or writes it under the name given: a public one, or the identifier itself
 * while no public name is known, which the first public name replaces.
 */
export async function saveSupplier(trx: Trx, ref: SupplierRef, name: string): Promise<string> {
  const [id] = await saveSuppliers(trx, [{ ref, name }]);
  if (id === undefined) throw new Error('a supplier was not stored');
  return id;
}

/** As `saveSupplier`, of many: their ids, in the order given. Who may see them `publishNamed` says. */
export async function saveSuppliers(
  trx: Trx,
  given: readonly SupplierUnderName[],
): Promise<readonly string[]> {
  const wanted = new Map<string, SupplierUnderName>();
  for (const one of given) {
    const key = keyOf(one.ref);
    const before = wanted.get(key);
    if (!before || before.name === before.ref.id) wanted.set(key, one);
  }
  const known = new Map(await findNamed(trx, [...wanted.values()]));
  const unknown = [...wanted.keys()].filter((key) => !known.has(key)).toSorted();
  if (unknown.length > 0) {
    // Two handlers may meet the same new company at once: the identifier decides who wrote it.
    await sql`select pg_advisory_xact_lock(hashtext(given)) from unnest(${unknown}::text[]) as given`.execute(
      trx,
    );
    const asked = unknown.flatMap((key) => wanted.get(key) ?? []);
    for (const [key, id] of await findNamed(trx, asked)) known.set(key, id);
    const fresh = asked.filter(({ ref }) => !known.has(keyOf(ref)));
    for (const [key, id] of await writeSuppliers(trx, fresh)) known.set(key, id);
  }
  return given.flatMap(({ ref }) => known.get(keyOf(ref)) ?? []);
}

function keyOf({ scheme, id }: SupplierRef): string {
  return `${scheme}:${id}`;
}

function listOf(suppliers: readonly SupplierUnderName[]) {
  const rows = suppliers.map(({ ref, name }) => ({ scheme: ref.scheme, ref: ref.id, name }));
  return sql`json_to_recordset(${JSON.stringify(rows)}::json) as given (scheme text, ref text, name text)`;
}

/** Those that are known, each with its id; whose name was not known is called as given. */
async function findNamed(
  trx: Trx,
  suppliers: readonly SupplierUnderName[],
): Promise<readonly (readonly [string, string])[]> {
  if (suppliers.length === 0) return [];
  const { rows } = await sql<{ key: string; id: string; unnamed: boolean }>`
    select given.scheme || ':' || given.ref as key, known.id,
      known.name = given.ref and given.name <> given.ref as unnamed
    from ${listOf(suppliers)} cross join lateral (
      select supplier.id, supplier.name from supplier_ref join supplier on supplier.id = supplier_id
      where supplier_ref.scheme = given.scheme and supplier_ref.ref = given.ref and since is null) known`.execute(
    trx,
  );
  const unnamed = new Map(rows.filter((row) => row.unnamed).map(({ key, id }) => [key, id]));
  const named = suppliers.flatMap(({ ref, name }) => {
    const id = unnamed.get(keyOf(ref));
    return id === undefined ? [] : [{ id, name }];
  });
  if (named.length > 0)
    await sql`update supplier set name = given.name
      from json_to_recordset(${JSON.stringify(named)}::json) as given (id bigint, name text)
      where supplier.id = given.id`.execute(trx);
  return rows.map(({ key, id }) => [key, id]);
}

async function writeSuppliers(
  trx: Trx,
  suppliers: readonly SupplierUnderName[],
): Promise<readonly (readonly [string, string])[]> {
  if (suppliers.length === 0) return [];
  const { rows } = await sql<{ key: string; id: string }>`
    with written as (
      merge into supplier using ${listOf(suppliers)} on false
      when not matched then insert (name) values (given.name)
      returning supplier.id, given.scheme, given.ref),
    referred as (
      insert into supplier_ref (scheme, ref, supplier_id) select scheme, ref, id from written)
    select scheme || ':' || ref as key, id from written`.execute(trx);
  return rows.map(({ key, id }) => [key, id]);
}

/** The supplier that bears this identifier for everybody, if it is known. */
export async function findSupplierByRef(db: Db | Trx, ref: SupplierRef): Promise<string | undefined> {
  const row = await db
    .selectFrom('supplier_ref')
    .select('supplier_id')
    .where('scheme', '=', ref.scheme)
    .where('ref', '=', ref.id)
    .where('since', 'is', null)
    .executeTakeFirst();
  return row?.supplier_id;
}

/**
 * Takes registered names, statuses and postcodes from company profiles, by supplier. Returns the suppliers whose name was
 * not known before: mentions that were tied by number alone must be compared with it.
 */
export async function saveProfiles(
  trx: Trx,
  profiles: ReadonlyMap<string, SignalOf<'company-profile'>>,
): Promise<string[]> {
  if (profiles.size === 0) return [];
  const given = [...profiles].map(([id, { name, status, postcode, previousNames }]) => ({
    id,
    name,
    status,
    postcode,
    previous_names: previousNames.map((previous) => previous.name),
  }));
  const { rows } = await sql<{ id: string; renamed: boolean }>`
    with given as materialized (
      select * from json_to_recordset(${JSON.stringify(given)}::json)
        as given (id bigint, name text, status text, postcode text, previous_names text[])),
    before as materialized (
      select id, name, status from supplier where id in (select id from given) order by id for no key update)
    update supplier set name = given.name, status = given.status, postcode = given.postcode,
      previous_names = given.previous_names
    from given join before using (id) where supplier.id = given.id
    returning supplier.id, (before.status is null or before.name <> given.name) as renamed`.execute(trx);
  return rows.filter(({ renamed }) => renamed).map(({ id }) => id);
}

/**
 * Marks the suppliers that some council depends on: a contract or a named subcontract that is not over, spend in the twelve months to
 * the last day that its files cover, where those reach into the last twelve, or a line in its own register; the canary's is none,
 * and who is never scored is not watched. Only these are looked up at Companies House one by one. Returns those that were not
 * watched before.
 */
export async function refreshWatched(
  trx: Trx,
  supplierIds: readonly string[],
  today: string,
): Promise<string[]> {
  if (supplierIds.length === 0) return [];
  const never = [...(await findNeverScored(trx, supplierIds))];
  // While a year of files is loaded nobody has counted the payments: Postgres would walk all of them for each supplier.
  await sql`set local enable_seqscan = off`.execute(trx);
  const { rows } = await sql<{ id: string; watched: boolean }>`
    with standing as materialized (
      select id, watched as was from supplier where id = any(${[...supplierIds]}::bigint[])
      order by id for no key update),
    read as materialized (
      select council, max(least(${lastDayOfFile}, ${today})) as up_to from spend_file
      where replaced_by is null and first_paid_on <= ${today} group by council
      having max(least(${lastDayOfFile}, ${today})) > ${addMonths(today, -12)}),
    now as materialized (select id, was, not (id = any(${never}::bigint[])) and (
      exists (select from mention join (select award_id, mention_id from award_supplier
          union all select award_id, mention_id from award_subcontractor) named on mention_id = mention.id
        join award on award.id = named.award_id join award_buyer on award_buyer.award_id = award.id
        where mention.supplier_id = standing.id and council is not null
          and ${notOver(today)})
      or exists (select from payment
        where mention_id = any(array(select id from mention where supplier_id = standing.id))
          and paid_on > (select ${twelveMonthsBefore(sql`up_to`)} from read where read.council = payment.council))
      or exists (select from own_payee join own_payment on payee_id = own_payee.id
        join own_spend_file on own_spend_file.id = own_payment.file_id and ${isOwnInForce}
        where own_payee.supplier_id = standing.id and own_payment.counts and paid_on > ${addMonths(today, -24)}
          and paid_on > (select ${twelveMonthsBefore(sql`max(${lastDayOfFile})`)} from own_spend_file newest
            where newest.council = own_payment.council and newest.state = 'taken' and newest.page_url is null))
      or exists (select from ${linesInForce}
        where register_line.supplier_id = standing.id and not is_canary(register_line.council))
      or exists (select from ${linesInForce}
        where ${printsNumberOf(sql`standing.id`)} and not is_canary(register_line.council))) as watched from standing)
    update supplier set watched = now.watched from now
    where supplier.id = now.id and now.watched <> was returning supplier.id, now.watched`.execute(trx);
  await sql`set local enable_seqscan to default`.execute(trx);
  return rows.filter(({ watched }) => watched).map(({ id }) => id);
}

/** Sources that ask only about whom we watch: that they have something of a company tells that somebody watches it. */
export const askedOfWatched: readonly string[] = [
  REGISTER_SOURCE,
  'companies-house-stream',
  'accounts-packs',
];

/** Sources of which only those see something of a company who may see that it is followed. */
export const ofThoseFollowed: readonly string[] = [...askedOfWatched, CANARY_SOURCE];

/** A text that is another one once somebody comes to be watched, is watched no more, or gets a company number. */
export async function findWatchedMark(db: Db): Promise<string> {
  const { rows } = await sql<{ mark: string }>`
    select concat(count(*), ' ', sum(id % 1000003), ' ',
      (select count(*) from supplier_ref where scheme = 'GB-COH')) as mark from supplier where watched`.execute(
    db,
  );
  return rows[0]?.mark ?? '';
}

/** Company numbers of watched suppliers, in their order: a round goes on where it was left, whoever came or went. */
export async function findWatchedNumbers(db: Db): Promise<CompanyNumber[]> {
  const rows = await db
    .selectFrom('supplier_ref')
    .innerJoin('supplier', 'supplier.id', 'supplier_ref.supplier_id')
    .select('ref')
    .distinct()
    .where('watched', '=', true)
    .where('scheme', '=', 'GB-COH')
    .orderBy('ref')
    .execute();
  return rows.map((row) => row.ref as CompanyNumber);
}
