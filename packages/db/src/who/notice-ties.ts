import { sql } from 'kysely';
import type { Trx } from '../schema/database.ts';
import { linesInForce } from '../holdings/in-force.ts';
import { byPrintedNumber, NOT_LOADED, spellingsOf, tellsNumber } from './namesakes.ts';
import { plainName } from './printed.ts';
import { askedOfWatched } from './suppliers.ts';

interface Meant {
  readonly mention_id: string;
  readonly supplier_id: string;
  readonly reason: string | null;
  readonly by_register: boolean;
}

/**
 * Whom each mention stands for where something is said of risk: by the public record, and besides by the register of a
 * council that prints the name of a notice with a number.
 */
export const meant = sql<Meant>`(
  select id as mention_id, supplier_id, reason, false as by_register from mention where supplier_id is not null
  union all select mention_id, supplier_id, reason, true from notice_tie)`.as('meant');

/**
 * Of `meant` beside `observation`: a register says who a notice is about, never whose subsidiary a company is, nor what is
 * read only of those followed.
 */
export const speaksOf = sql<boolean>`(not meant.by_register or (observation.kind <> 'parent-company'
  and observation.source_id <> all(${[...askedOfWatched]})))`;

/** A mention that prints a name without a number. */
interface Unnumbered {
  readonly id: string;
  readonly name: string;
}

/**
 * Ties notices by name alone to the companies that registers in force give to the very name, each council's by itself: two
 * numbers in one register are none, nor is a number that the public record has under another name; and what another council
 * prints, pays or decides takes nothing back: only what the council's own people decided about the name does. Returns the
 * suppliers that are or were tied so. Nothing is tied so while the register of companies is loaded, in which names are
 * looked up.
 */
export async function tieNotices(
  trx: Trx,
  mentions: readonly Unnumbered[],
  { isRegisterLoaded }: { readonly isRegisterLoaded: boolean },
): Promise<readonly string[]> {
  if (mentions.length === 0) return [];
  const ids = mentions.map(({ id }) => id);
  const given = isRegisterLoaded
    ? []
    : mentions.flatMap(({ id, name }) => spellingsOf(name).map((spelling) => ({ id, spelling })));
  const { rows } = await sql<{ supplier_id: string }>`
    with given as materialized (
      select id, spelling from json_to_recordset(${JSON.stringify(given)}::json) as given (id bigint, spelling text)),
    said as materialized (
      select mention.id as mention_id, min(register_line.supplier_id) as supplier_id, min(register_line.ref) as number
      from given join mention on mention.id = given.id and ${isInNotices}
      cross join (${linesInForce})
      join supplier on supplier.id = register_line.supplier_id
      where ${plainName('register_line.supplier_name')} = given.spelling and ${tellsNumber} and ${isNotCalledElse}
        and not exists (select from council where gss = register_line.council and name = mention.decided_by)
      group by mention.id, register_line.council
      having count(distinct register_line.supplier_id) = 1
        and min(register_line.supplier_id) is distinct from mention.supplier_id),
    gone as (
      delete from notice_tie where mention_id = any(${ids}::bigint[])
        and (mention_id, supplier_id) not in (select mention_id, supplier_id from said)),
    come as (
      insert into notice_tie (mention_id, supplier_id, reason)
      select distinct mention_id, supplier_id, ${byPrintedNumber('')} || number || ${NOT_LOADED} from said
      on conflict do nothing)
    select supplier_id from notice_tie where mention_id = any(${ids}::bigint[])
    union select supplier_id from said order by 1`.execute(trx);
  return rows.map(({ supplier_id }) => supplier_id);
}

/**
 * Of `supplier` and a mention of `given`: the public record knows nobody under the number, or knows it by that name. What
 * everybody sees of a firm is never moved by how one council's register calls it.
 */
const isNotCalledElse = sql<boolean>`(
  (supplier.status is null and not supplier.supplies_publicly)
  or exists (select from given as other where other.id = given.id and other.spelling = ${plainName('supplier.name')})
  or exists (select from mention as printed join given as other on other.id = given.id
    where printed.supplier_id = supplier.id and other.spelling = ${plainName('printed.name')}))`;

/**
 * Notices that print one of these names, which registers give to these suppliers, and are not tied to them; and those that
 * are tied to them under another name.
 */
export async function findNoticesToTie(
  trx: Trx,
  names: readonly string[],
  suppliers: readonly string[],
): Promise<string[]> {
  const spellings = [...new Set(names.flatMap(spellingsOf))];
  const tied = sql`select mention_id from notice_tie where supplier_id = any(${[...suppliers]}::bigint[])`;
  const { rows } = await sql<{ id: string }>`
    select id from mention
    where ${plainName('name')} = any(${spellings}) and ref is null and ${isInNotices} and id not in (${tied})
        and (supplier_id is null or supplier_id <> all(${[...suppliers]}::bigint[]))
      or id in (${tied}) and ${plainName('name')} <> all(${spellings})
    order by nth`.execute(trx);
  return rows.map(({ id }) => id);
}

/** Of `mention`: something is said under it that bears on risk, and not only whose subsidiary it is. */
const isInNotices = sql<boolean>`exists (select from observation
  where mention_id = mention.id and kind not in ('award', 'payment', 'parent-company'))`;
