import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { stillPages } from '@tocsin/web';
import { cloneFolder } from '../system/data-folder.ts';

// `npm run door [-- --out <folder>]`: the first page and what it leads to as plain files, and the picture of the README.

const { values } = parseArgs({ options: { out: { type: 'string', default: '.tocsin/door' } } });
const folder = path.resolve(values.out);
for (const { name, body } of stillPages()) {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, body);
  if (name === 'timeline.svg') writeFileSync(path.join(cloneFolder, 'services/web/screenshots', name), body);
}
process.stdout.write(`${path.join(folder, 'index.html')}\n`);
