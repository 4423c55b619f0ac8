import { parseArgs } from 'node:util';
import { runVitest } from '../tests/test-runs.ts';
import { giveVerdict } from '../tests/test-verdict.ts';

// `week` takes how large its country is and how long it lives; the others have no options.
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string' }, suppliers: { type: 'string' }, days: { type: 'string' } },
});
for (const [name, value] of Object.entries(values)) {
  if (!/^\d+$/.test(value)) throw new Error(`--${name} ${value}: a whole number is wanted`);
  process.env[`TOCSIN_WEEK_${name.toUpperCase()}`] = value;
}
giveVerdict(
  await runVitest(
    'faults',
    ['faults'],
    positionals.map((file) => `faults/${file}`),
  ),
);
