import { groupBy, readCompanyNumber, readPrintedRef } from '@tocsin/domain';
import { normalise } from './name.ts';

/** A line of a register in force, and the supplier that it is tied to. */
export interface TiedLine {
  readonly supplierName: string;
  /** The supplier's number as it stands in the line, `GB-COH-01234567`; null where the name alone tied it. */
  readonly printedRef: string | null;
  readonly supplierId: string | null;
}

/** What a further register says of a supplier. */
export type NamedLine = Omit<TiedLine, 'supplierId'>;

/** Suppliers that a register ties, and those of the one in force that another would tie no longer. */
export interface TiesLost {
  readonly before: number;
  /** At least so many: names that nobody has been tied to yet are not counted. */
  readonly after: number;
  readonly lost: readonly { readonly name: string; readonly why: 'not named' | 'without its number' }[];
}

/**
 * Whether a register that would replace the one in force ties fewer suppliers: a supplier is kept where the new lines
 * give its number, or, if its name alone had tied it, that name. Numbers that the old lines lacked count as ties.
 */
export function tiesLost(before: readonly TiedLine[], after: readonly NamedLine[]): TiesLost {
  const refs = numbersOf(after);
  const names = new Set(after.map(({ supplierName }) => normalise(supplierName)));
  const tied = groupBy(
    before.filter(({ supplierId }) => supplierId !== null),
    ({ supplierId }) => supplierId,
  );
  const lost = [...tied.values()].flatMap((lines) => {
    const name = lines[0]?.supplierName ?? '';
    const isNamed = lines.some((line) => names.has(normalise(line.supplierName)));
    const numbers = [...numbersOf(lines)];
    if (numbers.some((number) => refs.has(number)) || (isNamed && numbers.length === 0)) return [];
    return [{ name, why: isNamed ? ('without its number' as const) : ('not named' as const) }];
  });
  const known = numbersOf(before);
  const gained = [...refs].filter((ref) => !known.has(ref)).length;
  return { before: tied.size, after: tied.size - lost.length + gained, lost };
}

/** The numbers that lines give, however they print them; what cannot be one ties nobody. */
function numbersOf(lines: readonly NamedLine[]): ReadonlySet<string> {
  return new Set(
    lines.flatMap(({ printedRef: ref }) => {
      if (ref === null) return [];
      return readCompanyNumber(ref) ?? (readPrintedRef(ref)?.scheme === 'GB-CHC' ? ref : []);
    }),
  );
}
