import { readPrintedRef } from '@tocsin/domain';
import type { ContractSupplier } from '@tocsin/exposure';
import { kindOfName, shownName, type NameKind, type PrintedMention } from '@tocsin/matching';
import { sql, type RawBuilder } from 'kysely';

/** A mention, or the supplier of a register's line. */
export interface PrintedRow {
  readonly name: string;
  readonly ref: string | null;
  readonly printed_ref: string | null;
  readonly postcode: string | null;
}

/**
 * What is printed, as decisions are about it. A malformed company number counts as it stands; identifiers that a
 * publisher makes up for each notice (`GB-CFS-…`) do not, or no two notices would print the same text.
 */
export function printedOf({ name, ref, printed_ref, postcode }: PrintedRow): PrintedMention {
  const read = printed_ref === null ? null : readPrintedRef(printed_ref);
  const malformed = read?.scheme === 'GB-COH' ? read.printed : null;
  return { name, number: ref ?? malformed, postcode };
}

/**
 * A name but for capitals and spacing, as two indexes hold it: finds every mention that may print the same text, which
 * `printedText` then decides.
 */
export function plainName(column: string): RawBuilder<string> {
  return sql<string>`upper(regexp_replace(btrim(${sql.ref(column)}), '\\s+', ' ', 'g'))`;
}

/**
 * A name as it may be printed: in capitals, and `Ltd` written out and shortened, each spelling as the two indexes hold it.
 * No two companies may bear names that differ by that alone (Companies Act 2006, section 66).
 */
export function asSpelt(column: string): RawBuilder<string[]> {
  const endingIn = (end: string) =>
    sql`regexp_replace(${plainName(column)}, '${sql.raw(LIMITED)}', ${sql.lit(end)})`;
  const ending = (form: string) => endingIn(` ${form}`);
  const commaed = (form: string) => endingIn(`, ${form}`);
  return sql`array[${plainName(column)}, ${ending('LTD')}, ${ending('LTD.')}, ${ending('LIMITED')},
    ${commaed('LTD')}, ${commaed('LTD.')}, ${commaed('LIMITED')}]`;
}

/** One spelling for all of them. */
export function oneSpelling(column: string): RawBuilder<string> {
  return sql`regexp_replace(${plainName(column)}, '${sql.raw(LIMITED)}', ' LIMITED')`;
}

const LIMITED = ',? (LTD|LIMITED)[.]?$';

/** Whom a contract prints: what people may be shown of the name, and how far it is known who that is. */
export function printedSupplier(
  printedName: string,
  {
    unreadNumber = null,
    ...known
  }: Pick<ContractSupplier, 'namesNumber' | 'outcome' | 'supplierId'> & {
    readonly unreadNumber?: string | null;
  },
): ContractSupplier {
  const shown = shownName(printedName);
  return {
    printedName,
    ...(shown === printedName ? {} : { shownName: shown }),
    ...known,
    ...(unreadNumber === null ? {} : { unreadNumber }),
    outcome: (known.supplierId === null ? nobodyLooksFor(kindOfName(printedName)) : null) ?? known.outcome,
  };
}

function nobodyLooksFor(kind: NameKind): ContractSupplier['outcome'] | null {
  if (kind === 'redacted') return 'redacted';
  return kind === 'individual' ? 'person' : null;
}
