import { sql, type RawBuilder } from 'kysely';

/**
 * Of `register_line`: it is tied to nobody, and where its company number should stand there is what could not be read as
 * one. Each number that it may hold is told of with that doubt: which company is meant is for a person to say.
 */
const isDoubtful = sql`register_line.supplier_id is null and register_line.match_outcome = 'ambiguous'
  and register_line.unread ? 'number'`;

/** Beside `register_line`, `supplier_ref`: the suppliers whose numbers stand so in it. */
export const joinAmong = sql`
  join lateral (select unnest(regexp_split_to_array(upper(register_line.unread ->> 'number'), '[^0-9A-Z]+')) as number)
    as printed on ${isDoubtful}
  join supplier_ref on supplier_ref.scheme = 'GB-COH' and supplier_ref.ref = printed.number`;

/** Of `register_line` and a supplier: a number of the supplier stands so in the line. */
export function printsNumberOf(supplierId: RawBuilder<string>): RawBuilder<boolean> {
  return sql<boolean>`(${isDoubtful} and exists (select from supplier_ref
    where supplier_ref.supplier_id = ${supplierId} and supplier_ref.scheme = 'GB-COH'
      and supplier_ref.ref = any(regexp_split_to_array(upper(register_line.unread ->> 'number'), '[^0-9A-Z]+'))))`;
}
