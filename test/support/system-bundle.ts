import { renameSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleProgram } from '@tocsin/infra';

const folder = fileURLToPath(new URL('../../node_modules/.cache/tocsin-programs', import.meta.url));
const bundles = new Map<string, Promise<string>>();

/** A TypeScript program of the clone as one file; the same place in every run, so that nothing piles up. */
export function bundled(program: string): Promise<string> {
  const made = bundles.get(program) ?? makeProgram(program);
  bundles.set(program, made);
  return made;
}

async function makeProgram(program: string): Promise<string> {
  const outfile = path.join(folder, `${program.replaceAll(/[^a-z]+/g, '-')}.mjs`);
  const unfinished = `${outfile}.${process.pid}`;
  await bundleProgram(program, unfinished);
  // Other tests may be making or running it: they see the old whole or the new whole.
  renameSync(unfinished, outfile);
  return outfile;
}
