import { writeSync } from 'node:fs';
import { expect, test } from 'vitest';
import { countryOf } from '../national/country.ts';
import { contradictionsIn } from '../support/claim.ts';
import { claimsOf } from '../support/claims.ts';
import { countryTold } from '../support/country-told.ts';
import { sized } from '../support/faults-size.ts';
import { answersOf } from '../support/printed-exposure.ts';

/**
 * Fifty small countries of ten councils. `-t "seed 7 "` takes one of them. Lists, exports and overviews are compared
 * whole, the pages of so many alerts of each council: what they say is made by the same few templates.
 */
const MOST = 8;
const SEEDS = Array.from({ length: sized(50, 1) }, (_, at) => at + 1);

test.each(SEEDS)('ten councils of seed %i are told nothing that contradicts itself', async (seed) => {
  const { told, errors } = await countryTold(countryOf({ size: '10/80/2000', seed }), MOST);
  const claims = told.map(claimsOf);
  const contradictions = [
    ...claims.flatMap(contradictionsIn),
    ...told.flatMap(answersOf).flatMap(wrongPounds),
  ];
  const alerts = told.reduce((sum, one) => sum + one.alerts.length, 0);
  const compared = claims.flat().length;
  writeSync(
    1,
    `seed ${seed}: ${told.length} councils, ${alerts} alerts, ${compared} statements, ${contradictions.length} contradictions\n`,
  );
  expect(contradictions).toEqual([]);
  expect(errors).toEqual([]);
});

function wrongPounds({ about, api, said }: ReturnType<typeof answersOf>[number]): readonly string[] {
  return Object.entries(said)
    .filter(([where, what]) => JSON.stringify(what) !== JSON.stringify(api[where]))
    .map(([where, what]) => `${about}, ${where}: ${JSON.stringify(what)}, not ${JSON.stringify(api[where])}`);
}
