import { z } from 'zod';

const nothing: readonly never[] = [];

/** Of a source that is handed in: nothing is fetched, and there is nowhere to go on from. */
export const byHand = {
  schedule: 'manual',
  cursor: z.null(),
  async *fetch(): AsyncGenerator<never, null> {
    yield* nothing;
    return null;
  },
} as const;
