import type { Db } from '../schema/database.ts';
import type { IngestReport } from '../schema/tables.ts';
import { loadRegister, type RegisterCompany, type RegisterLoadOptions } from '../who/load-register.ts';
import { rematchUndecided } from '../who/mentions.ts';
import { emptyReport } from './ingest-report.ts';
import { saveCursor } from './source-runs.ts';

/** A register of companies, as a reader of it gives it. */
export interface GivenRegister extends Pick<RegisterLoadOptions, 'acceptFewer' | 'onProgress'> {
  readonly sourceId: string;
  readonly identity: string;
  /** Companies by the batch, with how many rows beside them are none. */
  readonly companies: () => AsyncIterable<{
    readonly companies: readonly RegisterCompany[];
    readonly refused: number;
  }>;
  readonly cursor?: unknown;
}

/**
 * Puts a register in the place of the one before (`loadRegister`) and has everybody whom matching could not tie to a
 * company looked at again. Every row ends as recorded or ignored. Throws `HeldEdition` for one that looks cut off.
 */
export async function recordRegister(db: Db, given: GivenRegister): Promise<IngestReport> {
  const { sourceId, identity, acceptFewer = false, onProgress, cursor } = given;
  let refused = 0;
  async function* companies() {
    for await (const batch of given.companies()) {
      refused += batch.refused;
      yield batch.companies;
    }
  }
  const { companies: recorded } = await loadRegister(db, identity, companies(), {
    acceptFewer,
    ...(onProgress ? { onProgress } : {}),
    once: async (trx) => {
      await rematchUndecided(trx);
      if (cursor !== undefined) await saveCursor(trx, sourceId, cursor);
    },
  });
  return {
    ...emptyReport(sourceId),
    documents: 1,
    items: recorded + refused,
    recorded,
    ignored: refused > 0 ? { 'no company number, or not as many cells as columns': refused } : {},
  };
}
