import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { cloneFolder } from '../system/data-folder.ts';
import { keepAsked, keepLastLine } from '../tests/measured.ts';

const folder = path.join(cloneFolder, 'test', 'bench');
const [name, ...given] = process.argv.slice(2);
const { args, keep } = keepAsked(given);
const file = path.join(folder, `${name ?? ''}.ts`);

if (name === undefined || !existsSync(file)) {
  const names = readdirSync(folder)
    .filter((entry) => entry.endsWith('.ts'))
    .map((entry) => entry.slice(0, -3));
  process.stderr.write(`npm run bench -- <name> [--keep], with a name out of: ${names.join(', ')}\n`);
  process.exitCode = 1;
} else if (keep) {
  process.exitCode = await keepLastLine(['npm run bench --', name, ...args].join(' '), [
    'bench',
    name,
    ...args,
  ]);
} else {
  process.argv = [process.execPath, file, ...args];
  await import(pathToFileURL(file).href);
}
