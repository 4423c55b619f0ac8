import { z } from 'zod';
import { IsoInstant } from './ids.ts';

/** Where a stated fact can be read by anyone: the published page, when it was published and fetched, and its bytes. */
export const Evidence = z.object({
  source: z.string().min(1),
  url: z.string().min(1),
  publishedAt: IsoInstant,
  retrievedAt: IsoInstant,
  /** sha256 of the archived document, in hex. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  quote: z.string().max(500).optional(),
});
export type Evidence = z.infer<typeof Evidence>;
