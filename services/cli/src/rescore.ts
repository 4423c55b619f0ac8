import { type Db, eachAssessedFacts, saveRescored } from '@tocsin/db';
import { SupplierId } from '@tocsin/domain';
import { assess, model, type SupplierFacts } from '@tocsin/scoring';

/**
 * `rescore`: scores every supplier again by the model as it is now, from the facts and for the day of its current
 * assessment. A change of model tells nobody: what is told later is what has happened since. One JSON line last.
 */
export async function rescoreVerb(db: Db): Promise<void> {
  let suppliers = 0;
  let moved = 0;
  for await (const batch of eachAssessedFacts(db, model.version)) {
    const rescored = batch.map(({ facts, ...of }) => {
      const context = { supplierId: SupplierId.parse(of.supplierId), asOf: of.asOf, previousBand: of.band };
      return { of, assessment: assess(facts as SupplierFacts, context) };
    });
    await saveRescored(db, rescored);
    suppliers += rescored.length;
    moved += rescored.filter(({ of, assessment }) => assessment.band !== of.band).length;
  }
  process.stdout.write(`${JSON.stringify({ model: model.version, suppliers, moved })}\n`);
}
