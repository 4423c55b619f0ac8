import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { cloneFolder } from '../system/data-folder.ts';
import { runTurbo, runVitest } from '../tests/test-runs.ts';
import { giveVerdict } from '../tests/test-verdict.ts';

/** The unit tests of pure packages are a task of turbo, whose result stands for as long as no package changes. */
const pure = new Set(unitScript().match(/packages\/\w+\//g));
const others = readdirSync(path.join(cloneFolder, 'packages'))
  .map((name) => `packages/${name}/`)
  .filter((folder) => !pure.has(folder));

const checks = await runTurbo(['lint', 'format:check', 'unused', 'unit']);
const rest = await runVitest('rest', { config: 'infra/local/tests/vitest.config.ts' }, [
  ...others,
  'services/',
  'infra/',
  'test/',
  '.recorded.test.ts',
]);
giveVerdict([...checks, ...rest]);

function unitScript(): string {
  const { scripts }: { readonly scripts: Readonly<Record<string, string>> } = JSON.parse(
    readFileSync(path.join(cloneFolder, 'package.json'), 'utf8'),
  );
  return scripts['unit'] ?? '';
}
