import { z } from 'zod';
import { IsoDate } from './ids.ts';

/** What the register of charities says of one today. Its flags carry no day of their own. */
export const CharityEntry = z.object({
  kind: z.literal('charity-entry'),
  status: z.enum(['registered', 'removed']),
  /** As what it is registered: a company and a CIO are legal persons, a trust and most others are not. */
  form: z.enum(['company', 'cio', 'trust', 'other']),
  removedOn: IsoDate.nullable(),
  insolvent: z.boolean(),
  inAdministration: z.boolean(),
  /** Of a CIO that is to be dissolved: the day on which the notice of it ends, where one is given. */
  dissolution: z.object({ noticeEndsOn: IsoDate.nullable() }).nullable(),
  /** How it stands with its annual returns, in the Commission’s own words: `Submission Overdue`. */
  reporting: z.string().nullable(),
});
