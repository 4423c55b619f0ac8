import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { cloneFolder } from '../system/data-folder.ts';
import { keepAsked, keepLastLine } from '../tests/measured.ts';

const program = path.join(cloneFolder, 'test', 'national', 'run.ts');
const { args, keep } = keepAsked(process.argv.slice(2));

try {
  if (keep)
    process.exitCode = await keepLastLine(['npm run national --', ...args].join(' '), ['national', ...args]);
  else await make();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function make(): Promise<void> {
  const { run } = (await import(pathToFileURL(program).href)) as {
    readonly run: (args: readonly string[]) => void;
  };
  run(args);
}
