import { sql } from 'kysely';

// Under what is kept what the register says of a number for a supplier of a council's own, in place of the number:
// `<number>~<supplier>`, as `supplier_ref.kept_as` has it.

/** The same of a number, or of how one is printed. */
export function keptAs(number: string, supplierId: string): string {
  return `${number}~${supplierId}`;
}

/** Of an id of the register: the number that it says first, and for whom it is kept; null = for everybody. */
export function keptIn(ref: string): { readonly about: string; readonly keptFor: string | null } {
  const [about = '', keptFor = null] = ref.split('/', 1)[0]?.split('~') ?? [];
  return { about, keptFor };
}

/** As `keptAs`, of columns. */
export function keptAsIn(number: string, supplierId: string) {
  return sql<string>`coalesce(${sql.ref(number)}, '') || '~' || ${sql.ref(supplierId)}`;
}

const FOR_WHOM = '~[0-9]+';
const atTheEnd = sql.lit(`${FOR_WHOM}$`);

/** Of `mention` with a company number: under what is kept what is said of it (`supplier_ref.kept_as`). */
export const keptAsOf = sql<string>`mention.ref || coalesce(substring(mention.printed_ref from ${atTheEnd}), '')`;

/** Of `mention`: it is there for a supplier of a council's own alone. */
export const isKeptForOwn = sql<boolean>`coalesce(mention.printed_ref ~ ${atTheEnd}, false)`;

/** Of `mention`: the number as it is printed. */
export const printedNumber = sql<string | null>`nullif(regexp_replace(printed_ref, ${atTheEnd}, ''), '')`;

/** An id that may be kept so, as its publisher has it. */
export function publishersOwn(column: string) {
  return sql<string>`regexp_replace(${sql.ref(column)}, ${sql.lit(`^([^/~]+)${FOR_WHOM}`)}, '\\1')`;
}
