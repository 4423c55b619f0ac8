import type { Look, Observation, SupplierMention, Withdrawal } from '@tocsin/domain';
import { addTo } from '@tocsin/domain';
import { sql } from 'kysely';
import type { Trx } from '../schema/database.ts';
import { keptAs, keptAsOf } from './kept-as.ts';

// What the register says of a number is said once more of each supplier of a council's own that bears it.

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
