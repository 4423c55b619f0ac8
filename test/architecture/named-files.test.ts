import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { clone } from './clone.ts';

/** Between backquotes what begins with a folder of the house. */
const QUOTED = /`((?:packages|services|infra|test)\/[\w./-]+)`/g;
const LINKED = /\]\((?!https?:|mailto:|#)([^)#\s]+)/g;

/** What a text names as a file or a folder of the clone, by quotation or by link. */
function namedIn(text: string): readonly string[] {
  return [QUOTED, LINKED].flatMap((way) => [...text.matchAll(way)].map(([, name = '']) => name));
}

function missingIn(text: string): readonly string[] {
  return namedIn(text).filter((name) => !existsSync(path.join(clone, name)));
}

test.each(['README.md', 'SECURITY.md', 'CONTRIBUTING.md'])('the files that %s names are there', (file) => {
  const text = readFileSync(path.join(clone, file), 'utf8');
  expect(namedIn(text).length).toBeGreaterThan(5);
  expect(missingIn(text)).toEqual([]);
});

test('a file that is not there is found, quoted or linked; an address and a pattern are none', () => {
  const text =
    'Held by `test/integration/nothing.test.ts` and `test/architecture`, see [there](NOTHING.md#part), ' +
    '[here](README.md), [elsewhere](https://publisher.example/NOTHING.md), `packages/<name>/src`, `@types/node`.';
  expect(missingIn(text)).toEqual(['test/integration/nothing.test.ts', 'NOTHING.md']);
});
