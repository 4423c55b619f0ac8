import { z } from 'zod';

/** Company insolvencies per 10,000 companies of a population in a year, with who counted them. */
export const BaseRate = z
  .object({
    year: z.int(),
    per10000: z.number(),
    /** Null where only the rate is published. */
    insolvencies: z.int().nullable(),
    population: z.string(),
    source: z.string(),
    url: z.string(),
  })
  .readonly();
export type BaseRate = z.infer<typeof BaseRate>;
