import type { PrintedMention } from '@tocsin/matching';
import { sql, type RawBuilder } from 'kysely';

/** A mention, or the supplier of a register's line. */
export interface PrintedRow {
  readonly name: string;
  readonly ref: string | null;
  readonly printed_ref: string | null;
  readonly postcode: string | null;
}

/** What is printed, as decisions are about it: a number that is no company's counts as it stands. */
export function printedOf({ name, ref, printed_ref, postcode }: PrintedRow): PrintedMention {
  return { name, number: ref ?? printed_ref, postcode };
}

/**
 * A name but for capitals and spacing, as two indexes hold it: finds every mention that may print the same text, which
 * `printedText` then decides.
 */
export function plainName(column: string): RawBuilder<string> {
  return sql<string>`upper(regexp_replace(btrim(${sql.ref(column)}), '\\s+', ' ', 'g'))`;
}
