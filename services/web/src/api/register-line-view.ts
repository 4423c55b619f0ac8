import type { RegisterLineRow } from '@tocsin/db';
import { Criticality, IsoDate, Money, Pence, Regime, Safeguards, shownRef } from '@tocsin/domain';
import { NamedSupplier } from '@tocsin/exposure';
import { z } from 'zod';

/** One contract of a council's own register as it was read. */
export const RegisterLineView = z.object({
  id: z.string(),
  /** Of the file. */
  row: z.int(),
  title: z.string(),
  /** As the register prints it. */
  supplierName: z.string(),
  /** With its scheme; a number that could not be read stands as the register prints it. */
  printedRef: z.string().nullable(),
  matchOutcome: z.enum(['waiting', 'matched', 'ambiguous', 'none', 'not-a-company']),
  matchReason: z.string().nullable(),
  /** Null while the line is tied to nobody. */
  supplier: NamedSupplier.nullable(),
  value: Money.nullable(),
  startsOn: IsoDate.nullable(),
  endsOn: IsoDate.nullable(),
  criticality: Criticality,
  owner: z.string().nullable(),
  service: z.string().nullable(),
  category: z.string().nullable(),
  reference: z.string().nullable(),
  regime: Regime,
  safeguards: Safeguards,
  /** What could not be read, as the register prints it, by what it was read for. */
  unread: z.record(z.string(), z.string()),
});

/** A line as it is stored; `supplier` is whom it is tied to. */
export function viewOfLine(
  line: RegisterLineRow,
  supplier: NamedSupplier | undefined,
): z.infer<typeof RegisterLineView> {
  const { value_pence: pence, vat } = line;
  return {
    id: line.id,
    row: line.row,
    title: line.title,
    supplierName: line.supplier_name,
    printedRef: shownRef(line.printed_ref),
    matchOutcome: line.match_outcome,
    matchReason: line.match_reason,
    supplier: supplier ?? null,
    value: pence === null ? null : { pence: Pence.parse(pence), vat },
    startsOn: line.starts_on,
    endsOn: line.ends_on,
    criticality: line.criticality,
    owner: line.owner,
    service: line.service,
    category: line.category,
    reference: line.reference,
    regime: line.regime,
    safeguards: Safeguards.parse(line.details),
    unread: line.unread,
  };
}
