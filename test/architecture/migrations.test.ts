import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { clone } from './clone.ts';

const SCHEMA = 'packages/db/src/schema';
const RELEASES = 'test/releases';
const TIMESTAMPED = /^20\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])([01]\d|2[0-3])[0-5]\d-[a-z0-9-]+$/;

/** The name of each released migration and the SHA-256 of its file, release by release, oldest first. */
const released = readdirSync(path.join(clone, RELEASES))
  .filter((version) => /^\d+\.\d+\.\d+$/.test(version))
  .sort((one, other) => one.localeCompare(other, 'en', { numeric: true }))
  .map((version) => ({
    version,
    files: JSON.parse(read(`${RELEASES}/${version}/migrations.json`)) as Readonly<Record<string, string>>,
  }));

/** What the one list says: under which name which file runs. */
const listed = [...read(`${SCHEMA}/migration-list.ts`).matchAll(/^export \* as '(.+)' from '(.+)';$/gm)].map(
  ([, name = '', file = '']) => ({ name, file }),
);
const names = listed.map(({ name }) => name);

function read(file: string): string {
  return readFileSync(path.join(clone, file), 'utf8');
}

describe('migrations', () => {
  test('are all in the one list, each under the name of its file', () => {
    const files = readdirSync(path.join(clone, SCHEMA, 'migrations')).map((file) =>
      file.replace(/\.ts$/, ''),
    );
    expect([...names].sort()).toEqual(files.sort());
    expect(listed.filter(({ name, file }) => file !== `./migrations/${name}.ts`)).toEqual([]);
  });

  test('are listed in the order in which they run, that of their names', () => {
    expect(names).toEqual([...names].sort());
  });

  test('are named by the minute in which they were made, but for those of the first release', () => {
    const old = new Set(Object.keys(released[0]?.files ?? {}));
    expect(names.filter((name) => !old.has(name) && !TIMESTAMPED.test(name))).toEqual([]);
  });

  test.each(released)('of release $version are what they were', ({ files }) => {
    const now = Object.fromEntries(
      Object.keys(files).map((name) => [
        name,
        createHash('sha256')
          .update(read(`${SCHEMA}/migrations/${name}.ts`))
          .digest('hex'),
      ]),
    );
    expect(now).toEqual(files);
  });

  test.each(released)('that release $version did not know come after all that it did', ({ files }) => {
    const last = Object.keys(files).sort().at(-1) ?? '';
    expect(names.filter((name) => !(name in files) && name <= last)).toEqual([]);
  });
});
