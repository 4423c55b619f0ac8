import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { cloneFolder } from '../system/data-folder.ts';
import { runTurbo, runVitest } from '../tests/test-runs.ts';
import { giveVerdict } from '../tests/test-verdict.ts';

const packages = path.join(cloneFolder, 'packages');
const impure = readdirSync(packages).filter((name) => !isPure(name));

const checks = await runTurbo(['types', 'lint', 'format:check', 'unused', 'unit']);
const unit = await runVitest(
  'unit',
  ['unit'],
  [...impure.map((name) => `packages/${name}/`), 'services/', 'infra/'],
);
const whole = await runVitest('whole', ['recorded', 'architecture', 'integration', 'e2e']);
giveVerdict([...checks, ...unit, ...whole]);

/** A pure package has a turbo task `unit`, whose result stands for as long as nothing it depends on changes. */
function isPure(name: string): boolean {
  const manifest: { readonly scripts?: Readonly<Record<string, string>> } = JSON.parse(
    readFileSync(path.join(packages, name, 'package.json'), 'utf8'),
  );
  return manifest.scripts?.['unit'] !== undefined;
}
