import { sql } from 'kysely';
import type { Db, Trx } from '../schema/database.ts';
import { asSpelt, oneSpelling, plainName } from '../who/printed.ts';
import { inForce } from '../holdings/in-force.ts';

/**
 * A name in a council's spending files that matching could tie to nobody, and whom the council means by it: its own
 * register prints the very name, but for capitals, spacing and how `Ltd` is spelt, with a company number. Private to the council.
 */
export interface OwnName {
  readonly council: string;
  readonly mentionId: string;
  readonly supplierId: string;
  /** As the spending files print it. */
  readonly name: string;
  /** The company number that the register gives it. */
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
 * The names that registers in force tell, of some councils or of some suppliers, as far as `db` may see registers. A name
 * that one register gives to two suppliers tells nothing, nor does one that people have decided about.
 */
export async function findOwnNames(
  db: Db | Trx,
  of: { readonly councils: readonly string[] } | { readonly supplierIds: readonly string[] },
): Promise<readonly OwnName[]> {
  const asked =
    'councils' in of
      ? sql`line.council = any(${[...of.councils]}::text[])`
      : sql`line.supplier_id = any(${[...of.supplierIds]}::bigint[])`;
  const { rows } = await sql<OwnName>`
    select line.council, mention.id as "mentionId", line.supplier_id as "supplierId", mention.name,
      min(line.ref) as number
    from register_line line
    join register_upload on register_upload.id = line.upload_id and ${inForce}
    join mention on ${plainName('mention.name')} = any(${asSpelt('line.supplier_name')})
    where ${asked} and line.match_outcome = 'matched' and line.scheme = 'GB-COH' and line.ref is not null
      and mention.outcome in ('waiting', 'none', 'ambiguous') and mention.printed_ref is null
      and mention.decided_by is null
      and not exists (select from register_line other where other.upload_id = line.upload_id
        and ${oneSpelling('other.supplier_name')} = ${oneSpelling('line.supplier_name')}
        and other.supplier_id <> line.supplier_id)
    group by line.council, mention.id, line.supplier_id, mention.name
    order by line.council, mention.nth`.execute(db);
  return rows;
}

/** Own names as a table of a statement, `own`: `council`, `mention_id`, `supplier_id`, `number`. */
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
