import type { Unmatched } from '@tocsin/db';
import { IsoDate, MoneyByBasis, shownRef } from '@tocsin/domain';
import { z } from 'zod';

/** What the pages and the API say of one printed name of a council, decided or not, with what hangs on it. */
export const WaitingName = z.object({
  /** `mention-12`, `line-3` or `payee-4`, as addresses have it. */
  key: z.string(),
  /** Of the public record, of the council's own register, or of its own spending files alone. */
  of: z.enum(['mention', 'line', 'payee']),
  id: z.string(),
  /** As decisions know it: what prints the same text is decided together. */
  text: z.string(),
  name: z.string(),
  ref: z.string().nullable(),
  printedRef: z.string().nullable(),
  postcode: z.string().nullable(),
  outcome: z.enum(['waiting', 'matched', 'ambiguous', 'none', 'not-a-company']),
  reason: z.string().nullable(),
  contracts: z.int(),
  /** Null where none of them states a value. */
  contractValue: MoneyByBasis.nullable(),
  /** Payments in the last 12 months that were read; null where no file of the council was. */
  paid: MoneyByBasis.nullable(),
  /** The last day of those 12 months. */
  paidTo: IsoDate.nullable(),
});
export type WaitingName = z.infer<typeof WaitingName>;

/** A company that a printed name may stand for, with what speaks for it; no points where it was only looked up. */
export const Candidate = z.object({
  number: z.string(),
  name: z.string(),
  formerNames: z.array(z.string()).readonly(),
  status: z.string().nullable(),
  postcode: z.string().nullable(),
  score: z.number().nullable(),
  points: z.array(z.object({ feature: z.string(), points: z.number(), because: z.string() })).readonly(),
});
export type Candidate = z.infer<typeof Candidate>;

/** One decision about the same text, of any council. */
export const DecisionLine = z.object({
  council: z.string(),
  on: z.string(),
  says: z.string(),
  because: z.string(),
  takenBack: z.boolean(),
});
export type DecisionLine = z.infer<typeof DecisionLine>;

/** Everything that helps a person to say who a printed name is. */
export const ReviewView = z.object({
  item: WaitingName,
  /** What sort of payee the name reads like. */
  kind: z.string(),
  why: z.string(),
  candidates: z.array(Candidate),
  /** Without the register of companies nobody can be found by a name. */
  isRegisterLoaded: z.boolean(),
  /** What was looked for beside the candidates; null where nothing was. */
  look: z.object({ asked: z.string(), found: z.int() }).nullable(),
  /** The first few contracts that print it. */
  places: z.array(z.object({ title: z.string(), url: z.string().nullable() })),
  decisions: z.array(DecisionLine),
});
export type ReviewView = z.infer<typeof ReviewView>;

/** A printed name as it waits, under the key that its address has. */
export function viewOfWaiting({ printed_ref: printedRef, of, id, ...item }: Unmatched): WaitingName {
  return { key: `${of}-${id}`, of, id, ...item, printedRef: shownRef(printedRef) };
}
