import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { clone, filesBelow } from './clone.ts';

/** The types, classes and functions that a source offers to others. */
function offered(source: string): readonly string[] {
  return [
    ...source.matchAll(
      /^export (?:declare |abstract |async )*(?:interface|type|class|enum|function\*?) (\w+)/gm,
    ),
  ].map(([, name = '']) => name);
}

/** The names that two sources offer, each with where. */
function meaningTwoThings(sources: ReadonlyMap<string, string>): Readonly<Record<string, readonly string[]>> {
  const homes = new Map<string, string[]>();
  for (const [file, source] of sources)
    for (const name of new Set(offered(source))) {
      const files = homes.get(name);
      if (files) files.push(file);
      else homes.set(name, [file]);
    }
  return Object.fromEntries([...homes].filter(([, files]) => files.length > 1));
}

test('a name that one room offers to others means one thing in the whole house', () => {
  const files = ['packages', 'services', 'infra']
    .flatMap(filesBelow)
    .filter((file) => file.endsWith('.ts') && !file.includes('/migrations/'));
  const sources = new Map(files.map((file) => [file, readFileSync(path.join(clone, file), 'utf8')]));
  expect(meaningTwoThings(sources)).toEqual({});
});

test('a second meaning is caught, a name passed on is not', () => {
  const sources = new Map([
    ['risk.ts', 'export interface Standing { readonly band: RiskBand }'],
    ['who.ts', "export type Standing = 'live' | 'gone';"],
    ['index.ts', "export { type Standing } from './risk.ts';"],
  ]);
  expect(meaningTwoThings(sources)).toEqual({ Standing: ['risk.ts', 'who.ts'] });
});
