import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { cloneFolder } from '../system/data-folder.ts';

const folder = path.join(cloneFolder, 'test', 'bench');
const [name, ...args] = process.argv.slice(2);
const file = path.join(folder, `${name ?? ''}.ts`);

if (name === undefined || !existsSync(file)) {
  const names = readdirSync(folder)
    .filter((entry) => entry.endsWith('.ts'))
    .map((entry) => entry.slice(0, -3));
  process.stderr.write(`npm run bench -- <name>, with a name out of: ${names.join(', ')}\n`);
  process.exitCode = 1;
} else {
  process.argv = [process.execPath, file, ...args];
  await import(pathToFileURL(file).href);
}
