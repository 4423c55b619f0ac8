import type { BandCuts } from '../band.ts';
import type { Weight } from '../indicator.ts';
import type { ModelRules } from '../rules.ts';

/** What a version changed of the one before it; the first one says everything. Its file is never edited. */
export interface ReleaseDifferences {
  readonly version: string;
  readonly cuts?: BandCuts;
  readonly rules?: Partial<ModelRules>;
  /** By indicator; `null` = no longer asked. */
  readonly weights: Readonly<Record<string, Weight | null>>;
}

/** What a released version counted: all of it. */
export interface ReleasedModel {
  readonly version: string;
  readonly cuts: BandCuts;
  readonly rules: ModelRules;
  /** By indicator; what a version did not ask it did not count. */
  readonly weights: Readonly<Record<string, Weight>>;
}

/** The table of a version: that of the one before it with what it changed. */
export function withDifferences(
  before: ReleasedModel | undefined,
  { version, cuts, rules, weights }: ReleaseDifferences,
): ReleasedModel {
  const counted = Object.entries({ ...before?.weights, ...weights });
  return {
    version,
    cuts: { ...before?.cuts, ...cuts } as BandCuts,
    rules: { ...before?.rules, ...rules } as ModelRules,
    weights: Object.fromEntries(counted.filter((entry): entry is [string, Weight] => entry[1] !== null)),
  };
}
