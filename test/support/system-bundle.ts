import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'tocsin-programs-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const bundles = new Map<string, Promise<string>>();

/** A TypeScript program of the clone as one file, as in the image: it starts many times faster than its source. */
export function bundled(program: string): Promise<string> {
  const made = bundles.get(program) ?? bundle(program);
  bundles.set(program, made);
  return made;
}

async function bundle(program: string): Promise<string> {
  const outfile = path.join(folder, `${program.replaceAll(/[^a-z]+/g, '-')}.mjs`);
  await build({
    entryPoints: [path.join(root, program)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
    banner: {
      js: "import { createRequire } from 'node:module';const require = createRequire(import.meta.url);",
    },
  });
  return outfile;
}
