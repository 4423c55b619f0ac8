import { type StandingFacts, type Db, rescoreAll, tellEndings } from '@tocsin/db';
import { SupplierId } from '@tocsin/domain';
import { assess, model, type SupplierFacts } from '@tocsin/scoring';

/**
 * `rescore`: scores every supplier again by the model as it is now, from the facts and for the day of its current
 * assessment. A change of model tells nobody of bands that move: what is told later is what has happened since. What has
 * ended or lapsed by its rules is told at once, in one mail a council. One JSON line last.
 */
export async function rescoreVerb(db: Db): Promise<void> {
  let suppliers = 0;
  let moved = 0;
  const judge = ({ facts, supplierId, asOf, band }: StandingFacts) =>
    assess(facts as SupplierFacts, { supplierId: SupplierId.parse(supplierId), asOf, previousBand: band });
  for await (const batch of rescoreAll(db, model.version, judge)) {
    suppliers += batch.length;
    moved += batch.filter(({ of, assessment }) => assessment.band !== of.band).length;
  }
  const ended = await tellEndings(db);
  process.stdout.write(`${JSON.stringify({ model: model.version, suppliers, moved, ended })}\n`);
}
