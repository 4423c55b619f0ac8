import { z } from 'zod';
import { Criticality, Money, Regime } from './contract.ts';
import { GssCode, IsoDate, Pence, SupplierId } from './ids.ts';

/** One contract of a council with a supplier, live on the day of asking. */
export const ExposedContract = z.object({
  /** `award:<ocid>/<award id>` (public) or `register:<line id>` (private to the council). */
  ref: z.string(),
  origin: z.enum(['notice', 'register']),
  title: z.string(),
  startsOn: IsoDate.nullable(),
  endsOn: IsoDate.nullable(),
  value: Money.nullable(),
  /** What is left of the value on the day, straight-line over the term; null where the term or value is not known. */
  valueLeft: Money.nullable(),
  criticality: Criticality,
  owner: z.string().nullable(),
  service: z.string().nullable(),
  regime: Regime,
  url: z.string().nullable(),
  /** A framework is listed without a value: its ceiling is not a contract value. */
  agreement: z.enum(['contract', 'framework', 'call-off']).optional(),
  /** How many suppliers the one value is shared between, where there are several: their shares are not published. */
  sharedBetween: z.int().min(2).optional(),
  /** Other records of the same contract and why they are taken for the same one. */
  joined: z.array(z.object({ ref: z.string(), reason: z.string() })).optional(),
});
export type ExposedContract = z.infer<typeof ExposedContract>;

/** How much one council depends on one supplier on one day. */
export const Exposure = z.object({
  council: GssCode,
  supplierId: SupplierId,
  asOf: IsoDate,
  contracts: z.array(ExposedContract),
  /** Net spend in the last 12 months; null when no spend file of the council has been read. */
  spendLast12Months: Pence.nullable(),
  basis: z.enum(['contract', 'spend', 'group']),
});
export type Exposure = z.infer<typeof Exposure>;
