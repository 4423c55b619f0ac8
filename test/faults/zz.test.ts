import { writeFileSync } from 'node:fs';
import { test } from 'vitest';
import { countryOf } from '../national/country.ts';
import { contradictionsIn } from '../support/claim.ts';
import { claimsOf } from '../support/claims.ts';
import { countryTold } from '../support/country-told.ts';
import { answersOf } from '../support/printed-exposure.ts';
test('zz', async () => {
  const { told } = await countryTold(countryOf({ size: '10/80/2000', seed: 9 }), 100);
  const c = [...told.map(claimsOf).flatMap(contradictionsIn), ...told.flatMap(answersOf).map((a) => JSON.stringify(a)).filter((x) => x.includes('99100070'))];
  writeFileSync('/tmp/ci/log/zz.json', JSON.stringify({ c, alerts: told.map((t) => t.alerts.map((a) => [a.id, a.number, (a as any).api?.alert?.kind, (a as any).api?.alert?.cause])), of: told.flatMap((t) => t.alerts.filter((a) => a.number === '99100070')) }, null, 1));
}, 1e9);
