import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { cloneFolder } from '../system/data-folder.ts';

const program = path.join(cloneFolder, 'test', 'national', 'run.ts');

try {
  const { run } = (await import(pathToFileURL(program).href)) as {
    readonly run: (args: readonly string[]) => void;
  };
  run(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
