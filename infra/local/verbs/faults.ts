import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { keepFigures } from '../tests/measured.ts';
import { runVitest } from '../tests/test-runs.ts';
import { giveVerdict } from '../tests/test-verdict.ts';

// `week` takes how large its country is and how long it lives, `schedule`, which is meant where none is named, for how
// many minutes, `fuzz` of how many documents a source; all take whether they are to be lived in short, or their figures,
// which are those of full size, to be kept.
const {
  values: { keep = false, short = false, ...values },
  positionals,
} = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string' },
    suppliers: { type: 'string' },
    days: { type: 'string' },
    minutes: { type: 'string' },
    documents: { type: 'string' },
    short: { type: 'boolean' },
    keep: { type: 'boolean' },
  },
});
if (keep && short) throw new Error('--keep --short: only figures of full size are kept');
if (short) process.env['TOCSIN_FAULTS_SHORT'] = '1';
for (const [name, value] of Object.entries(values)) {
  if (!/^\d+$/.test(value)) throw new Error(`--${name} ${value}: a whole number is wanted`);
  process.env[`TOCSIN_FAULTS_${name.toUpperCase()}`] = value;
}
const names = positionals.length === 0 && values.minutes !== undefined ? ['schedule'] : positionals;
const figures = mkdtempSync(path.join(tmpdir(), 'tocsin-figures-'));
if (keep) process.env['TOCSIN_FIGURES_TO'] = figures;
giveVerdict(
  await runVitest(
    'faults',
    ['faults'],
    names.map((file) => `/${file}.test.ts`),
  ),
);
if (keep && process.exitCode === 0) keepFigures(figures);
rmSync(figures, { recursive: true });
