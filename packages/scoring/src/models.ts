import type { BandCuts } from './band.ts';
import type { Weight } from './indicator.ts';
import { model, type Model } from './model.ts';
import { released as second } from './versions/2026-11-2.ts';
import { released as third } from './versions/2026-11-3.ts';
import { released as first } from './versions/2026-11-1.ts';

/** What a released version counted, frozen on its release: its file is never edited. */
export interface ReleasedModel {
  readonly version: string;
  readonly cuts: BandCuts;
  /** By indicator; what a version did not ask it did not count. */
  readonly weights: Readonly<Record<string, Weight>>;
}

/** Every version ever released, oldest first, the present one last. */
export const releases: readonly ReleasedModel[] = [first, second, third];

/** The released versions by name: a stored score recomputes by the version that gave it. */
export const models: Readonly<Record<string, Model>> = Object.fromEntries(
  releases.map((release) => [release.version, release.version === model.version ? model : modelOf(release)]),
);

function modelOf(release: ReleasedModel): Model {
  const silent = Object.fromEntries(model.rows.map(({ indicator }) => [indicator.id, null]));
  return withChanges(model, { ...release, weights: { ...silent, ...release.weights } });
}

/** A version that is tried before it is made: other weights or cuts on the questions of a released one. */
export interface ModelChanges {
  readonly version: string;
  readonly cuts?: BandCuts;
  /** By indicator; `null` = the question is not asked. */
  readonly weights: Readonly<Record<string, Weight | null>>;
}

/** The model with the changes applied; an indicator that it does not have is refused by name. */
export function withChanges(base: Model, { version, cuts, weights }: ModelChanges): Model {
  const known = new Set(base.rows.map((row) => row.indicator.id));
  const strange = Object.keys(weights).filter((id) => !known.has(id));
  if (strange.length > 0) throw new Error(`no such indicator: ${strange.join(', ')}`);
  const rows = base.rows.flatMap((row) => {
    const weight = weights[row.indicator.id];
    if (weight === undefined) return [row];
    return weight === null ? [] : [{ ...row, weight }];
  });
  return { version, cuts: cuts ?? base.cuts, rows };
}
