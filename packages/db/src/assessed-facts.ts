import type { IsoDate, RiskBand } from '@tocsin/domain';
import type { Db } from './database.ts';

/** A supplier with the facts that its current assessment rests on, and the band it had before. */
export interface StoredFacts {
  readonly supplierId: string;
  readonly asOf: IsoDate;
  readonly previousBand: RiskBand | null;
  /** As scoring folded them. */
  readonly facts: unknown;
}

const BATCH = 500;

/** Every supplier with a current assessment, in the order of their ids, a batch at a time. */
export async function* eachAssessedFacts(db: Db): AsyncGenerator<StoredFacts> {
  let after = '0';
  for (;;) {
    const rows = await db
      .selectFrom('current_assessment')
      .innerJoin('assessment', 'assessment.id', 'assessment_id')
      .innerJoin('fact_set', 'fact_set.facts_hash', 'assessment.facts_hash')
      .select(['assessment.supplier_id', 'assessment.as_of', 'previous_band', 'facts'])
      .where('assessment.supplier_id', '>', after)
      .orderBy('assessment.supplier_id')
      .limit(BATCH)
      .execute();
    for (const row of rows)
      yield {
        supplierId: row.supplier_id,
        asOf: row.as_of,
        previousBand: row.previous_band,
        facts: row.facts,
      };
    const last = rows.at(-1);
    if (!last) return;
    after = last.supplier_id;
  }
}
