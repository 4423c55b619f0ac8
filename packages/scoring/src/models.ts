import type { BandCuts } from './band.ts';
import type { Weight } from './indicator.ts';
import { model, type Model, retired } from './model.ts';
import { releases } from './versions/released-models.ts';
import type { ReleasedModel } from './versions/releases.ts';

/** The released versions by name: a stored score recomputes by the version that gave it. */
export const models: Readonly<Record<string, Model>> = Object.fromEntries(
  releases.map((release) => [release.version, release.version === model.version ? model : modelOf(release)]),
);

/** The model that a release was, on the indicators as they are. */
export function modelOf({ version, cuts, rules, weights }: ReleasedModel): Model {
  const everAsked = { ...model, rules, rows: [...model.rows, ...retired] };
  const silent = Object.fromEntries(everAsked.rows.map(({ indicator }) => [indicator.id, null]));
  return withChanges(everAsked, { version, cuts, weights: { ...silent, ...weights } });
}

/** A version that is tried before it is made: other weights or cuts on the questions of a released one. */
export interface ModelChanges {
  readonly version: string;
  readonly cuts?: BandCuts;
  /** By indicator; `null` = the question is not asked. */
  readonly weights: Readonly<Record<string, Weight | null>>;
}

/** The model with the changes applied; thresholds that a weight leaves out stay. An indicator that it does not have is refused by name. */
export function withChanges(base: Model, { version, cuts, weights }: ModelChanges): Model {
  const known = new Set(base.rows.map((row) => row.indicator.id));
  const strange = Object.keys(weights).filter((id) => !known.has(id));
  if (strange.length > 0) throw new Error(`no such indicator: ${strange.join(', ')}`);
  const rows = base.rows.flatMap((row) => {
    const weight = weights[row.indicator.id];
    if (weight === undefined) return [row];
    const { thresholds } = row.weight;
    return weight === null ? [] : [{ ...row, weight: { ...(thresholds && { thresholds }), ...weight } }];
  });
  return { ...base, version, cuts: cuts ?? base.cuts, rows };
}
