import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { cloneFolder } from '../system/data-folder.ts';
import { judgedEquivalent } from './equivalent.ts';

test('whatever is judged to change nothing is a line that still stands where it was judged', () => {
  const stale = judgedEquivalent().filter(({ file, source }) => {
    const at = path.join(cloneFolder, file);
    const lines = existsSync(at) ? readFileSync(at, 'utf8').split('\n') : [];
    return lines.every((line) => line.trim() !== source);
  });
  expect(stale.map(({ file, source }) => `${file}: ${source}`)).toEqual([]);
});
