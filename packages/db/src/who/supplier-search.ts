import {
  readRegisterNumber,
  RowId,
  SupplierRef,
  type CompanyNumber,
  type GssCode,
  type IsoDate,
  type RiskLevel,
  scoreShown,
} from '@tocsin/domain';
import { normalisePostcode, shownName } from '@tocsin/matching';
import { sql, type RawBuilder } from 'kysely';
import { findLooksOf, shownLevel, type Watch } from '../risk/looks.ts';
import { findNeverScored } from './never-scored.ts';
import { asSpelt, plainName } from './printed.ts';
import type { Db, Trx } from '../schema/database.ts';

/** A supplier as it is named. */
export interface SupplierName {
  readonly id: string;
  /** What pages and the API call it: its company number, else `<scheme>-<ref>`, else our own id. */
  readonly key: string;
  readonly number: string | null;
  readonly name: string;
  readonly previousNames: readonly string[];
  readonly status: string | null;
  readonly postcode: string | null;
}

/** A supplier as lists show it, with its level on a day; `level` is null while nobody has assessed it, and of one that is never scored. */
export interface SupplierCard extends SupplierName {
  readonly level: RiskLevel | null;
  /** Why Low is not shown of a supplier against which nothing stands; null where the level is its band. */
  readonly levelBecause: string | null;
  readonly score: number | null;
  readonly assessedFor: string | null;
}

/** Whoever reads a name: everybody, or one council by its GSS code; `own` is the council that `db` acts for. */
type Reader = 'everybody' | 'own' | GssCode;

/** As its profile says; while nobody has asked for that, as the monthly register has it. */
const statusKnown = sql<string | null>`coalesce(supplier.status, (
  select lower(register_company.status) from register_company
  join supplier_ref on scheme = 'GB-COH' and ref = number where supplier_ref.supplier_id = supplier.id limit 1))`;

/** The names of these suppliers as `reader` may see them. */
export async function findSupplierNames(
  db: Db | Trx,
  ids: readonly string[],
  reader: Reader = 'own',
): Promise<Map<string, SupplierName>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('supplier')
    .select(['supplier.id', 'previous_names', 'postcode'])
    .select([nameShown(reader).as('name'), refsOf, statusKnown.as('status')])
    .where('supplier.id', '=', sql<string>`any(${[...new Set(ids)]}::bigint[])`)
    .execute();
  return new Map(
    rows.map((row) => [
      row.id,
      {
        id: row.id,
        ...keyOf(row.refs, row.id),
        name: shownName(row.name),
        previousNames: row.previous_names,
        status: row.status,
        postcode: row.postcode,
      },
    ]),
  );
}

/** What the suppliers of alerts are called, as the council of each may see it, by alert. */
export async function findNamesForCouncils(
  db: Db | Trx,
  alerts: readonly { readonly id: string; readonly supplierId: string; readonly council: string }[],
): Promise<ReadonlyMap<string, Pick<SupplierName, 'key' | 'number' | 'name'>>> {
  const given = alerts.map(({ id, supplierId, council }) => ({ id, supplier_id: supplierId, council }));
  const { rows } = await sql<{ alert_id: string; id: string; name: string; refs: Refs }>`
    select given.id as alert_id, supplier.id, ${nameShown(sql`given.council`)} as name, ${refsOf}
    from json_to_recordset(${JSON.stringify(given)}::json) as given (id bigint, supplier_id bigint, council text)
    join supplier on supplier.id = given.supplier_id`.execute(db);
  return new Map(
    rows.map(({ alert_id, id, name, refs }) => [alert_id, { ...keyOf(refs, id), name: shownName(name) }]),
  );
}

/**
 * Cards of these suppliers with the level by the newest assessment made for a day not after `asOf`, named as `reader` may
 * see them.
 */
export async function findSupplierCards(
  db: Db | Trx,
  ids: readonly string[],
  asOf: IsoDate,
  watch: Watch,
  reader: Reader = 'own',
): Promise<Map<string, SupplierCard>> {
  const named = await findSupplierNames(db, ids, reader);
  if (named.size === 0) return new Map();
  const assessed = await db
    .selectFrom('assessment')
    .distinctOn('supplier_id')
    .select(['supplier_id', 'band', 'score', 'as_of', 'formal_events'])
    .where('supplier_id', '=', sql<string>`any(${[...named.keys()]}::bigint[])`)
    .where('as_of', '<=', asOf)
    .orderBy('supplier_id')
    .orderBy('as_of', 'desc')
    .orderBy('id', 'desc')
    .execute();
  const unearned = assessed.flatMap(({ supplier_id, band }) => (band === 'low' ? [supplier_id] : []));
  const looks = await findLooksOf(db, unearned, asOf, watch);
  const standing = new Map(
    assessed.map((row) => {
      const shown = shownLevel(row.band, row.formal_events, looks.get(row.supplier_id), asOf);
      const score = scoreShown(row.score, shown.level);
      return [row.supplier_id, { ...shown, score, assessedFor: row.as_of }];
    }),
  );
  const never = await findNeverScored(db, [...standing.keys()]);
  const cardOf = (id: string) => (never.has(id) ? notAssessed : (standing.get(id) ?? notAssessed));
  return new Map([...named].map(([id, name]) => [id, { ...name, ...cardOf(id) }]));
}

const notAssessed = { level: null, levelBecause: null, score: null, assessedFor: null };

/**
 * The name of a row of `supplier`. One that no public document has named yet bears its identifier for a name: to a
 * council whose own register names it, it is called as it is there.
 */
export function nameShown(reader: Reader | RawBuilder<unknown>): RawBuilder<string> {
  if (reader === 'everybody') return sql<string>`supplier.name`;
  const council = reader === 'own' ? sql`nullif(current_setting('app.council', true), '')` : sql`${reader}`;
  return sql<string>`case when supplier.name in (select ref from supplier_ref where supplier_id = supplier.id) then coalesce((
    select supplier_name from register_line
    where register_line.supplier_id = supplier.id and register_line.council = ${council}
    order by register_line.nth desc limit 1), supplier.name) else supplier.name end`;
}

type Refs = readonly { readonly scheme: string; readonly ref: string }[];

const refsOf = sql<Refs>`(
  select coalesce(json_agg(json_build_object('scheme', scheme, 'ref', ref) order by scheme, ref), '[]')
  from supplier_ref where supplier_id = supplier.id)`.as('refs');

function keyOf(refs: Refs, id: string): { readonly key: string; readonly number: string | null } {
  const number = refs.find((one) => one.scheme === 'GB-COH')?.ref ?? null;
  const other = refs.find((one) => one.scheme !== 'GB-COH');
  return { key: number ?? (other ? `${other.scheme}-${other.ref}` : id), number };
}

/** The supplier that pages call `key`: a company number, `<scheme>-<ref>`, or our own id. */
export async function findSupplierByKey(db: Db | Trx, key: string): Promise<string | undefined> {
  const refs = SupplierRef.options.flatMap(({ shape }) => {
    const { value: scheme } = shape.scheme;
    const under = key.startsWith(`${scheme}-`) ? [{ scheme, ref: key.slice(scheme.length + 1) }] : [];
    return [{ scheme, ref: key }, ...under];
  });
  const named = await db
    .selectFrom('supplier_ref')
    .select('supplier_id')
    .where((or) => or.or(refs.map((ref) => or.and(ref))))
    .orderBy(sql`scheme <> 'GB-COH'`)
    // Whoever knows one of a council's own is that council, until it is one with the one for everybody.
    .orderBy(sql`(since is null) = (nullif(current_setting('app.council', true), '') is not null)`)
    .limit(1)
    .executeTakeFirst();
  if (named || !RowId.safeParse(key).success) return named?.supplier_id;
  const row = await db.selectFrom('supplier').select('id').where('id', '=', key).executeTakeFirst();
  return row?.id;
}

/** Of `supplier`: the council that `db` acts for knows it as no supplier of its own besides. */
const isNotOwnBesides = sql<boolean>`(nullif(current_setting('app.council', true), '') is null or not exists (
  select from supplier_ref base join supplier_ref own on own.scheme = base.scheme and own.ref = base.ref
  where base.supplier_id = supplier.id and base.since is null and own.since is not null))`;

/**
 * Suppliers whose number or postcode is `query`, whom it names as a notice or a payment prints them, or whose present or a
 * former name holds it; by number first, then those of `alike`, companies whose names are much like it by the register, in
 * their order, then the closest names. A company number may be typed without its leading zeros. The council that `db` acts
 * for finds a supplier by the name that its own register gives it, too; no other council does.
 */
export async function searchSuppliers(
  db: Db | Trx,
  query: string,
  limit: number,
  alike: readonly CompanyNumber[] = [],
): Promise<readonly string[]> {
  const pattern = `%${query.replaceAll(/[%_\\]/g, '\\$&')}%`;
  const number = readRegisterNumber(query);
  const printed = sql`(select ${query}::text as name) given`;
  const numbersAlike = sql`${[...alike]}::text[]`;
  const rows = await db
    .selectFrom('supplier')
    .select('id')
    .where(
      sql<boolean>`name ilike ${pattern}
        or id in (select register_line.supplier_id from register_line
          where register_line.council = nullif(current_setting('app.council', true), '')
            and register_line.supplier_name ilike ${pattern})
        or exists (select from unnest(previous_names) as former where former ilike ${pattern})
        or postcode = ${normalisePostcode(query)}
        or id in (select mention.supplier_id from ${printed}
          join mention on ${plainName('mention.name')} = any(${asSpelt('given.name')}))
        or id in (select supplier_id from supplier_ref where scheme = 'GB-COH' and ref = any(${numbersAlike}))
        or id in (select supplier_id from supplier_ref where ref = ${number} or ref = ${query})`,
    )
    .where(isNotOwnBesides)
    .orderBy(
      sql`id in (select supplier_id from supplier_ref where ref = ${number} or ref = ${query})`,
      'desc',
    )
    .orderBy(
      sql`(select min(array_position(${numbersAlike}, ref)) from supplier_ref
        where supplier_id = supplier.id and scheme = 'GB-COH')`,
    )
    .orderBy(sql`similarity(name, ${query})`, 'desc')
    .orderBy('name')
    .orderBy('nth')
    .limit(limit)
    .execute();
  return rows.map((row) => row.id);
}
