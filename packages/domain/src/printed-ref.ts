import { readCompanyNumber } from './company-number.ts';
import type { SupplierRef } from './ids.ts';

type Scheme = Exclude<SupplierRef['scheme'], 'unregistered'>;

const IN_SCHEME = /^(GB-COH|GB-CHC)-(.+)$/is;

/** An identifier as printed, however malformed, behind its scheme of org-id.guide: `GB-COH-158718`. */
export function printedRef(scheme: Scheme, printed: string): string {
  return `${scheme}-${printed}`;
}

/** The scheme and the identifier of what `printedRef` or a publisher put together; null for any other scheme. */
export function readPrintedRef(ref: string): { readonly scheme: Scheme; readonly printed: string } | null {
  const [, scheme, printed] = IN_SCHEME.exec(ref) ?? [];
  if (!scheme || !printed) return null;
  return { scheme: scheme.toUpperCase() === 'GB-CHC' ? 'GB-CHC' : 'GB-COH', printed };
}

/** What stands where a company number should and cannot be read as one, as it is printed; null where it can, or nothing does. */
export function unreadNumber(ref: string | null): string | null {
  const read = ref === null ? null : readPrintedRef(ref);
  return read?.scheme === 'GB-COH' && readCompanyNumber(read.printed) === null ? read.printed : null;
}

/** An identifier as people are shown it: with its scheme, but for a number that could not be read and is of none. */
export function shownRef(ref: string | null): string | null {
  return unreadNumber(ref) ?? ref;
}

/** What stands for a supplier that a register prints by its number alone. */
export const NOT_NAMED = 'Supplier not named';
