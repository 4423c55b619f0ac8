import { differences } from './index.ts';
import { type ReleaseDifferences, type ReleasedModel, withDifferences } from './releases.ts';

/** Every version ever released, oldest first, the present one last. */
export const releases: readonly ReleasedModel[] = released(differences);

/** The one that the model table was last released as. */
export const latestRelease: ReleasedModel = releases.at(-1)!;

function released(all: readonly ReleaseDifferences[]): ReleasedModel[] {
  const done: ReleasedModel[] = [];
  for (const changed of all) done.push(withDifferences(done.at(-1), changed));
  return done;
}
