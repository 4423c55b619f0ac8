// `npm pack` and `npm publish` take the built package, everything in this repository its source. npm does not read
// `publishConfig.exports`, so `prepack` builds and puts them in place of the source's, and `postpack` puts those back.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const [, , wanted] = process.argv;
const here = new URL('.', import.meta.url);
const manifest = new URL('package.json', here);
const text = readFileSync(manifest, 'utf8');
const source = '".": "./src/index.ts"';
const built = `".": ${JSON.stringify(JSON.parse(text).publishConfig.exports['.'])}`;

if (wanted === 'built') build();
writeFileSync(manifest, wanted === 'built' ? text.replace(source, built) : text.replace(built, source));

function build() {
  rmSync(new URL('dist', here), { recursive: true, force: true });
  const { status } = spawnSync('tsc', ['-p', 'tsconfig.build.json'], {
    cwd: fileURLToPath(here),
    stdio: ['ignore', 2, 2],
    shell: true,
  });
  if (status !== 0) process.exit(status ?? 1);
}
