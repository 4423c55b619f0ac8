import { sql, type RawBuilder } from 'kysely';
import type { Db, Trx } from '../schema/database.ts';
import { asSpelt, oneSpelling, plainName } from '../who/printed.ts';
import { inForce } from '../holdings/in-force.ts';

/**
 * A name in a council's published files and notices that prints no number, and whom the council means by it: its own
 * register prints the very name, but for capitals, spacing and how `Ltd` is spelt, with a company number. Only where that
 * is not whom everybody takes it for. Private to the council.
 */
export interface OwnName {
  readonly council: string;
  readonly mentionId: string;
  /** Null where the register prints the name with several numbers, so that for this council it is nobody's. */
  readonly supplierId: string | null;
  /** Whom the name is tied to for everybody else; null where it is to nobody. */
  readonly instead: string | null;
  /** As the files print it. */
  readonly name: string;
  /** The company number that the register gives it, or all of them. */
  readonly number: string;
}

/** What only councils themselves tell of their spending. */
export interface OwnSpend {
  /** Whom they mean by names of their published files, by their registers. */
  readonly names: readonly OwnName[];
  /** The councils whose unpublished files count too. */
  readonly filesOf: readonly string[];
}

/** Of what everybody may see: nothing. */
export const NOTHING_OWN: OwnSpend = { names: [], filesOf: [] };

/**
 * Payments of the unpublished files in force of some councils, but for days that their published files cover: these
 * have the same payments. Nothing where none is asked for.
 */
export function ownPaid(councils: readonly string[]) {
  return sql`(
    select own_payment.council, payee_id, supplier_id, match_outcome, own_payment.payee, paid_on, amount_pence, vat, category
    from (select id, (select coalesce(range_agg(in_force), '{}') from spend_file
        where spend_file.council = own_spend_file.council and spend_file.series = own_spend_file.series
          and replaced_by is null) as published
      from own_spend_file where state = 'taken' and page_url is null and council = any(${[...councils]}::text[])) file
    join own_payment on own_payment.file_id = file.id and counts and not paid_on <@ file.published
    left join own_payee on own_payee.id = payee_id)`;
}

/** Of `own_spend_file`: an unpublished file in force. */
export const isOwnInForce = sql<boolean>`(own_spend_file.state = 'taken' and own_spend_file.page_url is null)`;

/** Of `own_spend_file`: in force, or about to be. */
export const isOwnInForceOrWaits = sql<boolean>`(${isOwnInForce}
  or own_spend_file.state = 'waits' and own_spend_file.page_url is null)`;

/**
 * The names that registers in force tell, of some councils or of some suppliers that they mean or do not mean, as far as
 * `db` may see registers. A council's own people, and nobody else's, decide before its register does.
 */
export async function findOwnNames(
  db: Db | Trx,
  of: { readonly councils: readonly string[] } | { readonly supplierIds: readonly string[] },
): Promise<readonly OwnName[]> {
  const pairs =
    'councils' in of
      ? pairsFrom(sql`line.council = any(${[...of.councils]}::text[])`)
      : sql`${pairsFrom(sql`line.supplier_id = any(${[...of.supplierIds]}::bigint[])`)}
          union ${pairsTo(of.supplierIds)}`;
  const { rows } = await sql<OwnName>`
    with pair as materialized (${pairs}),
    told as materialized (
      select line.upload_id, ${oneSpelling('line.supplier_name')} as name, count(distinct line.supplier_id) as suppliers,
        string_agg(distinct line.ref, ', ') as numbers, array_agg(distinct line.ref) as refs
      from register_line line
      where line.upload_id in (select upload_id from pair) and line.supplier_id is not null
      group by 1, 2)
    select * from (
      select distinct on (pair.council, mention.nth, mention.id) pair.council, mention.id as "mentionId",
        case when suppliers = 1 then pair.supplier_id end as "supplierId", mention.supplier_id as instead, mention.name,
        numbers as number
      from pair join mention on mention.id = pair.mention_id
      join told on told.upload_id = pair.upload_id and told.name = pair.name
      join council on council.gss = pair.council
      where ${printsNoNumber} and mention.decided_by is distinct from council.name
        and (mention.outcome in ('waiting', 'none', 'ambiguous') and suppliers = 1
          or mention.outcome = 'matched' and (suppliers > 1
            or mention.supplier_id <> pair.supplier_id and not exists (select from supplier_ref
            where supplier_id = mention.supplier_id and scheme = 'GB-COH' and ref = any(refs))))
      order by pair.council, mention.nth, mention.id) own`.execute(db);
  return rows;
}

/** The lines asked for that give a name a number, and the mentions that print it. */
function pairsFrom(asked: RawBuilder<boolean>) {
  return sql`
    select line.council, line.upload_id, line.supplier_id, ${oneSpelling('line.supplier_name')} as name,
      mention.id as mention_id
    from register_line line
    join register_upload on register_upload.id = line.upload_id and ${inForce}
    join mention on ${plainName('mention.name')} = any(${asSpelt('line.supplier_name')})
    where ${asked} and ${givesNumber}`;
}

/** The mentions that everybody ties to these suppliers, and the lines that give the name a number. */
function pairsTo(supplierIds: readonly string[]) {
  return sql`
    select line.council, line.upload_id, line.supplier_id, ${oneSpelling('line.supplier_name')} as name,
      tied.id as mention_id
    from (select id, unnest(${asSpelt('mention.name')}) as spelt from mention
      where supplier_id = any(${[...supplierIds]}::bigint[]) and ${printsNoNumber}) tied
    join register_line line on ${plainName('line.supplier_name')} = spelt
    join register_upload on register_upload.id = line.upload_id and ${inForce}
    where ${givesNumber}`;
}

/** Of `mention`: no number of a register stands beside the name; an identifier that a publisher makes up is none. */
const printsNoNumber = sql<boolean>`(mention.ref is null
  and (mention.printed_ref is null or mention.printed_ref ~* '^GB-(?!COH|CHC)[A-Z]+-'))`;

/** Of `line`: it prints the company number by which it was tied. */
const givesNumber = sql<boolean>`(line.match_outcome = 'matched' and line.scheme = 'GB-COH' and line.ref is not null)`;

/** Of a statement that left-joins `ownNamesTable`: whom a payment went to, as its council tells or else everybody. */
export const paidTo = sql<
  string | null
>`case when own.mention_id is null then mention.supplier_id else own.supplier_id end`;

/** Own names as a table of a statement, `own`: `council`, `mention_id`, `supplier_id` (null: nobody's), `number`. */
export function ownNamesTable(names: readonly OwnName[]) {
  const given = names.map(({ council, mentionId, supplierId, number }) => ({
    council,
    mention_id: mentionId,
    supplier_id: supplierId,
    number,
  }));
  return sql`json_to_recordset(${JSON.stringify(given)}::json)
    as own (council text, mention_id bigint, supplier_id bigint, number text)`;
}

/** A supplier whom the council paid, under a name that its register gives to another company number. */
export interface OtherwiseNumbered {
  readonly name: string;
  /** Null where the register prints none. */
  readonly number: string | null;
}

/** Of these suppliers those whose printed name stands in the council's register in force for somebody else, or nobody. */
export async function findOtherwiseNumbered(
  trx: Trx,
  council: string,
  supplierIds: readonly string[],
): Promise<ReadonlyMap<string, OtherwiseNumbered>> {
  const { rows } = await sql<OtherwiseNumbered & { readonly supplierId: string }>`
    select distinct on (mention.supplier_id) mention.supplier_id as "supplierId", line.supplier_name as name,
      line.ref as number
    from mention
    cross join lateral unnest(${asSpelt('mention.name')}) as spelt (plain_name)
    join (select ${plainName('register_line.supplier_name')} as plain_name, register_line.*
        from register_line join register_upload on register_upload.id = upload_id and ${inForce}
        where register_line.council = ${council}) line using (plain_name)
    where mention.supplier_id = any(${[...supplierIds]}::bigint[])
      and line.supplier_id is distinct from mention.supplier_id
    order by mention.supplier_id, line.ref, line.nth`.execute(trx);
  return new Map(rows.map(({ supplierId, name, number }) => [supplierId, { name, number }]));
}
