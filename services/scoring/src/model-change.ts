import { spellOf, type Spell, type Standing } from '@tocsin/alerting';
import { findAssessment, findFactSet, saveAssessment, type Assessment, type Trx } from '@tocsin/db';
import { SupplierId } from '@tocsin/domain';
import { assess, model, type SupplierFacts } from '@tocsin/scoring';

/**
 * The assessment before, as the version of the score that runs now sees the same facts on the same day; it is stored
 * first. So what is told of the next assessment is what facts have changed, never what the change of model did.
 */
export async function byThisModel(
  trx: Trx,
  previous: Assessment | undefined,
): Promise<Assessment | undefined> {
  if (!previous || previous.model_version === model.version) return previous;
  const facts = (await findFactSet(trx, previous.facts_hash)) as SupplierFacts;
  const { as_of: asOf, band: previousBand, replayed } = previous;
  const supplierId = SupplierId.parse(previous.supplier_id);
  const assessment = assess(facts, { supplierId, asOf, previousBand });
  const spell = spellOf(assessment.band, spellBefore(previous), 'model');
  return findAssessment(trx, await saveAssessment(trx, { assessment, facts, previous, ...spell, replayed }));
}

/** The spell at risk that an assessment left off in. */
export function spellBefore(previous: Assessment | undefined): (Standing & Spell) | null {
  if (!previous) return null;
  return { band: previous.band, episode: previous.episode, liftedTo: previous.lifted_to };
}
