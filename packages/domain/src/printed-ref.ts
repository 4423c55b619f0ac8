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
