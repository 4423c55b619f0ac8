import {
  CHARITY_SOURCE,
  type IsoDate,
  LANDLORD_SCHEME,
  LANDLORD_SOURCE,
  SOCIETY_SOURCE,
  SupplierRef,
} from '@tocsin/domain';
import { sql } from 'kysely';
import { enqueueMatching } from '../outbox/outbox.ts';
import type { Db, Trx } from '../schema/database.ts';

/** Who a landlord of the housing regulator’s lists is. */
export interface Landlord {
  /** By another register, which has one alone of that name; null where it has none, or several. */
  readonly ref: SupplierRef | null;
  /** True of a company, which is looked up by its name; a society or a charity never is. */
  readonly isCompany: boolean;
}

/**
 * Of landlords as those lists print them (`GB-SHPE-L9901`), those whose corporate form is known: a society is whom the
 * register of mutual societies has under the same name, a charity whom that of charities has, if it is one alone.
 */
export async function findLandlords(
  db: Db | Trx,
  printedRefs: readonly string[],
): Promise<ReadonlyMap<string, Landlord>> {
  const numbers = printedRefs.map((ref) => ref.slice(LANDLORD_SCHEME.length));
  if (numbers.length === 0) return new Map();
  const { rows } = await sql<{ number: string; form: string; name: string }>`
    select row_id as number, "row" ->> 'form' as form, "row" ->> 'name' as name
    from table_row where source_id = ${LANDLORD_SOURCE} and row_id = any(${numbers}::text[])`.execute(db);
  const societies = await findNamed(db, 'GB-COH', rows.filter(isSociety));
  const charities = await findNamed(db, 'GB-CHC', rows.filter(isCharity));
  return new Map(
    rows.map((row) => {
      const known = isSociety(row) ? societies : isCharity(row) ? charities : null;
      return [LANDLORD_SCHEME + row.number, { ref: known?.get(row.name) ?? null, isCompany: known === null }];
    }),
  );
}

interface Listed {
  readonly form: string;
  readonly name: string;
}

function isSociety({ form }: Listed): boolean {
  return /\bsociety$/i.test(form);
}

/** A charity that is a company is one. */
function isCharity({ form }: Listed): boolean {
  return /^(?:charity|charitable incorporated)/i.test(form);
}

/** Of societies or charities of one name that are registered, the one that bears it. */
async function findNamed(
  db: Db | Trx,
  scheme: 'GB-COH' | 'GB-CHC',
  listed: readonly Listed[],
): Promise<ReadonlyMap<string, SupplierRef>> {
  if (listed.length === 0) return new Map();
  const [source, id] =
    scheme === 'GB-COH' ? [SOCIETY_SOURCE, sql`"row" ->> 'company'`] : [CHARITY_SOURCE, sql`row_id`];
  const { rows } = await sql<{ name: string; id: string | null }>`
    with listed as materialized (
      select name, ${plain(sql`name`)} as plain from unnest(${listed.map(({ name }) => name)}::text[]) as name)
    select listed.name, min(${id}) as id from listed
    join table_row on source_id = ${source} and "row" ->> 'status' = 'registered'
      and ${plain(sql`"row" ->> 'name'`)} = listed.plain
    group by listed.name having count(*) = 1`.execute(db);
  return new Map(
    rows.flatMap(({ name, id: found }) => {
      const ref = SupplierRef.safeParse({ scheme, id: found });
      return ref.success ? [[name, ref.data] as const] : [];
    }),
  );
}

/** A name but for capitals, spaces, stops and how `Limited` is written. */
function plain(name: ReturnType<typeof sql>) {
  return sql`regexp_replace(regexp_replace(upper(${name}), '\\mLIMITED\\M', 'LTD'), '[^A-Z0-9]+', '', 'g')`;
}

/** After an edition of a list that may tell who landlords are: asks matching to look again at those who are nobody yet. */
export async function rematchLandlords(trx: Trx, asOf: IsoDate | null): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select id from mention where starts_with(printed_ref, ${LANDLORD_SCHEME})
      and outcome in ('none', 'ambiguous') order by nth`.execute(trx);
  await enqueueMatching(
    trx,
    rows.map(({ id }) => id),
    asOf,
  );
}
