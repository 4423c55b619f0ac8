import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { clone, filesBelow } from './clone.ts';

type Sources = ReadonlyMap<string, string>;

const TYPES = String.raw`(?:declare |abstract |async )*(?:interface|type|class|enum)`;
const VALUES = String.raw`(?:async )*(?:function\*?|const|let)`;

/** Names that stand at the beginning of a line behind some words; what a source writes into another file is none of its own. */
function named(source: string, behind: string): readonly string[] {
  const own = source.replace(/`[^`]*`/g, '``');
  return [...own.matchAll(new RegExp(`^${behind} (\\w+)`, 'gm'))].map(([, name = '']) => name);
}

/** Types and values that a source offers to others. */
function offered(source: string): readonly string[] {
  return [...named(source, `export ${TYPES}`), ...named(source, `export ${VALUES}`)];
}

function homesOf(
  sources: Sources,
  namesIn: (source: string, file: string) => readonly string[],
): Map<string, string[]> {
  const homes = new Map<string, string[]>();
  for (const [file, source] of sources)
    for (const name of new Set(namesIn(source, file))) {
      const files = homes.get(name);
      if (files) files.push(file);
      else homes.set(name, [file]);
    }
  return homes;
}

/** The names that two sources offer, each with where. */
function meaningTwoThings(sources: Sources): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries([...homesOf(sources, offered)].filter(([, files]) => files.length > 1));
}

/** The words that the entries of packages pass on: types of all, and of the domain its values, too. */
function passedOn(sources: Sources): {
  readonly types: ReadonlySet<string>;
  readonly ofDomain: ReadonlySet<string>;
} {
  const entries = homesOf(sources, (source, file) =>
    /^packages\/\w+\/src\/index\.ts$/.test(file)
      ? [...source.matchAll(/export (?:type )?\{([^}]*)\}/g)].flatMap(([, list = '']) =>
          list.split(',').map((one) => one.trim().replace(/^type |^.* as /g, '')),
        )
      : [],
  );
  const offeredAnywhere = homesOf(sources, (source) => named(source, `export ${TYPES}`));
  const names = [...entries.keys()];
  return {
    types: new Set(names.filter((name) => offeredAnywhere.has(name))),
    ofDomain: new Set(names.filter((name) => entries.get(name)?.includes('packages/domain/src/index.ts'))),
  };
}

/** Words of the house that a source takes for something of its own, each with where. */
function takenForAnother(sources: Sources): Readonly<Record<string, readonly string[]>> {
  const { types, ofDomain } = passedOn(sources);
  const taken = homesOf(sources, (source, file) => {
    // What a test calls its own stays in its file.
    if (file.endsWith('.test.ts') || APART.some((folder) => file.startsWith(folder))) return [];
    const own = new Set(offered(source));
    const secret = [
      ...named(source, TYPES).filter((name) => types.has(name) || ofDomain.has(name)),
      ...named(source, VALUES).filter((name) => ofDomain.has(name)),
    ];
    return secret.filter((name) => !own.has(name));
  });
  return Object.fromEntries(taken);
}

/** Publishable alone: it imports nothing of ours, and no word of ours is heard in it. */
const APART = ['packages/accounts/'];

/** Each frozen version of the score is a file that offers the same, and the client calls what the API says as the views do. */
const SAME_IN_ALL = /^(?:packages\/scoring\/src\/versions\/\d{4}-|services\/web\/src\/api\/client\.ts$)/;

function ofTheHouse(): Sources {
  const files = ['packages', 'services', 'infra']
    .flatMap(filesBelow)
    .filter((file) => file.endsWith('.ts') && !file.includes('/migrations/') && !SAME_IN_ALL.test(file));
  return new Map(files.map((file) => [file, readFileSync(path.join(clone, file), 'utf8')]));
}

test('a name that one room offers to others means one thing in the whole house', () => {
  expect(meaningTwoThings(ofTheHouse())).toEqual({});
});

test('what a package passes on, and every word of the domain, is nobody’s private word for something else', () => {
  expect(takenForAnother(ofTheHouse())).toEqual({});
});

test('a second meaning is caught, a name passed on is not', () => {
  const sources = new Map([
    ['risk.ts', 'export interface Standing { readonly band: RiskBand }\nexport const roles = [];'],
    ['who.ts', "export type Standing = 'live' | 'gone';\nexport const roles = ['web'];"],
    ['made.ts', 'const text = `\nexport const roles = [];\n`;'],
    ['index.ts', "export { type Standing } from './risk.ts';"],
  ]);
  expect(meaningTwoThings(sources)).toEqual({
    Standing: ['risk.ts', 'who.ts'],
    roles: ['risk.ts', 'who.ts'],
  });
});

test('a private second meaning is caught too', () => {
  const sources = new Map([
    ['packages/domain/src/index.ts', "export { isAtRisk, type Dependence } from './band.ts';"],
    ['packages/domain/src/band.ts', 'export function isAtRisk() {}\nexport interface Dependence {}'],
    ['packages/alerting/src/index.ts', "export { stakesOf, type Standing } from './causes.ts';"],
    ['packages/alerting/src/causes.ts', 'export interface Standing {}\nexport function stakesOf() {}'],
    ['a.ts', 'interface Dependence {}\ninterface Own {}'],
    ['b.ts', 'function isAtRisk() {}\nfunction stakesOf() {}'],
    ['c.ts', 'type Standing = string;'],
    ['packages/accounts/src/values.ts', 'function isAtRisk() {}'],
  ]);
  expect(takenForAnother(sources)).toEqual({ Dependence: ['a.ts'], isAtRisk: ['b.ts'], Standing: ['c.ts'] });
});
