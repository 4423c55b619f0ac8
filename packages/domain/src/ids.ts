import { z } from 'zod';
import { CharityNumber } from './charity-number.ts';
import { CompanyNumber } from './company-number.ts';

/** The Office for National Statistics' code of an English local authority, e.g. `E06000052`. */
export const GssCode = z
  .string()
  .regex(/^E\d{8}$/)
  .brand<'GssCode'>();
export type GssCode = z.infer<typeof GssCode>;

/** Open Contracting id of one procurement process, e.g. `ocds-h6vhtk-06f1a9`. */
export const Ocid = z
  .string()
  .regex(/^ocds-[a-z0-9]{6}-.+$/)
  .brand<'Ocid'>();
export type Ocid = z.infer<typeof Ocid>;

/** A sum of money in integer pence. Never a fraction, never pounds. */
export const Pence = z.int().brand<'Pence'>();
export type Pence = z.infer<typeof Pence>;

/** A calendar day, `2018-01-15`. */
export const IsoDate = z.iso.date();
export type IsoDate = z.infer<typeof IsoDate>;

/** A moment with its zone, `2018-01-15T07:00:00Z`. */
export const IsoInstant = z.iso.datetime({ offset: true });
export type IsoInstant = z.infer<typeof IsoInstant>;

/** The digits of our own id of a row (a bigint in Postgres), to stand in a longer pattern. */
export const ROW_ID = String.raw`\d{1,18}`;

/** Our own id of a row as an address or a form prints it: it may name none. */
export const RowId = z.string().regex(new RegExp(`^${ROW_ID}$`));

/** Our own id of a supplier: a resolved legal person (a bigint in Postgres, printed). */
export const SupplierId = z.string().regex(/^\d+$/).brand<'SupplierId'>();
export type SupplierId = z.infer<typeof SupplierId>;

/**
 * Who a supplier is, in the identifier schemes of org-id.guide that OCDS uses: Companies House (`GB-COH`, also
 * LLPs, societies and royal charter bodies on its index) and the Charity Commission (`GB-CHC`).
 */
export const SupplierRef = z.discriminatedUnion('scheme', [
  z.object({ scheme: z.literal('GB-COH'), id: CompanyNumber }),
  z.object({ scheme: z.literal('GB-CHC'), id: CharityNumber }),
  z.object({ scheme: z.literal('unregistered'), id: z.string().min(1) }),
]);
export type SupplierRef = z.infer<typeof SupplierRef>;
