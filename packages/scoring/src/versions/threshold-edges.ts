import type { AssessedFacts } from '../compare-models.ts';
import type { Weight } from '../indicator.ts';
import type { Model } from '../model.ts';
import { subjectOn } from '../subject.ts';

/** A threshold moved by its last digit, to either side: `<indicator> <threshold> <value>`. */
interface Edge {
  readonly name: string;
  readonly weight: Weight;
}

/** What a sample shows that holds every threshold of a model on both sides, as far as that changes an answer. */
export function edgesOf({ rows }: Model): string[] {
  return rows.flatMap(({ indicator, weight }) => edgesOfWeight(indicator.id, weight).map(({ name }) => name));
}

/** The thresholds at which a supplier stands: moved by their last digit they would answer, or count, otherwise. */
export function edgesShown({ facts, asOf }: AssessedFacts, model: Model): string[] {
  const subject = subjectOn(facts, asOf, undefined, model.rules);
  return model.rows.flatMap(({ indicator, weight }) => {
    const edges = edgesOfWeight(indicator.id, weight);
    if (edges.length === 0) return [];
    const now = indicator.judge(subject, weight);
    return edges.flatMap((edge) => {
      const moved = indicator.judge(subject, edge.weight);
      return moved.outcome === now.outcome && moved.points === now.points ? [] : [edge.name];
    });
  });
}

function edgesOfWeight(id: string, weight: Weight): Edge[] {
  return Object.entries(weight.thresholds ?? {}).flatMap(([name, value]) =>
    [-1, 1].map((by) => {
      const moved = besides(value, by);
      return {
        name: `${id} ${name} ${moved}`,
        weight: { ...weight, thresholds: { ...weight.thresholds, [name]: moved } },
      };
    }),
  );
}

function besides(value: number, by: number): number {
  const digits = (String(value).split('.')[1] ?? '').length;
  return Number((value + by * 10 ** -digits).toFixed(digits));
}
