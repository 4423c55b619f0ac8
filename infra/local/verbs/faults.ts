import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { keepFigures } from '../tests/measured.ts';
import { runVitest } from '../tests/test-runs.ts';
import { giveVerdict } from '../tests/test-verdict.ts';

// `week` takes how large its country is and how long it lives; all take whether their figures are to be kept.
const {
  values: { keep = false, ...values },
  positionals,
} = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string' },
    suppliers: { type: 'string' },
    days: { type: 'string' },
    keep: { type: 'boolean' },
  },
});
for (const [name, value] of Object.entries(values)) {
  if (!/^\d+$/.test(value)) throw new Error(`--${name} ${value}: a whole number is wanted`);
  process.env[`TOCSIN_WEEK_${name.toUpperCase()}`] = value;
}
const figures = mkdtempSync(path.join(tmpdir(), 'tocsin-figures-'));
if (keep) process.env['TOCSIN_FIGURES_TO'] = figures;
giveVerdict(
  await runVitest(
    'faults',
    ['faults'],
    positionals.map((file) => `faults/${file}`),
  ),
);
if (keep && process.exitCode === 0) keepFigures(figures);
rmSync(figures, { recursive: true });
