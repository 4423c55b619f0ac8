import { spellOf, type Spell, type Standing } from '@tocsin/alerting';
import { findAssessments, findFactSets, saveAssessments, type Assessment, type Trx } from '@tocsin/db';
import { SupplierId } from '@tocsin/domain';
import { assess, model, type SupplierFacts } from '@tocsin/scoring';

/**
 * The assessments before, by supplier, as the version of the score that runs now sees the same facts on the same day;
 * they are stored first. So what is told of the next assessment is what facts have changed, never what the change of
 * model did.
 */
export async function byThisModel(
  trx: Trx,
  previous: ReadonlyMap<string, Assessment>,
): Promise<ReadonlyMap<string, Assessment>> {
  const old = [...previous.values()].filter((one) => one.model_version !== model.version);
  if (old.length === 0) return previous;
  const facts = await findFactSets(
    trx,
    old.map((one) => one.facts_hash),
  );
  const saved = await saveAssessments(
    trx,
    old.map((one) => again(one, facts.get(one.facts_hash) as SupplierFacts)),
  );
  const rows = await findAssessments(trx, [...saved.values()]);
  return new Map([...previous, ...rows.map((row) => [row.supplier_id, row] as const)]);
}

function again(previous: Assessment, facts: SupplierFacts) {
  const { as_of: asOf, band: previousBand, replayed } = previous;
  const supplierId = SupplierId.parse(previous.supplier_id);
  const assessment = assess(facts, { supplierId, asOf, previousBand });
  const spell = spellOf(assessment.band, spellBefore(previous), 'model');
  return { assessment, facts, previous, ...spell, replayed };
}

/** The spell at risk that an assessment left off in. */
export function spellBefore(previous: Assessment | undefined): (Standing & Spell) | null {
  if (!previous) return null;
  return { band: previous.band, episode: previous.episode, liftedTo: previous.lifted_to };
}
