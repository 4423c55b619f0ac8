import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { clone, workspacesOf } from './clone.ts';
import { faultsOf, lockedIn } from './supply-chain.ts';

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly allowScripts?: Readonly<Record<string, boolean>>;
}

const read = (file: string): string => readFileSync(path.join(clone, file), 'utf8');
const manifestOf = (folder: string): Manifest => JSON.parse(read(path.join(folder, 'package.json')));

const workspaces = ['.', 'infra', 'test', ...workspacesOf('packages'), ...workspacesOf('services')];
const asked = workspaces.flatMap((folder) => {
  const { dependencies = {}, devDependencies = {} } = manifestOf(folder);
  return Object.entries({ ...dependencies, ...devDependencies })
    .filter(([name]) => !name.startsWith('@tocsin/'))
    .map(([name, version]) => ({ folder, name, version }));
});
const mayRunScripts = new Set(Object.keys(manifestOf('.').allowScripts ?? {}));

describe('what is installed from others', () => {
  test('is known by its hash, comes from the registry, may be used, and runs nothing that nobody decided', () => {
    const faults = lockedIn(clone).flatMap(([place, locked]) => faultsOf(place, locked, mayRunScripts));
    expect(faults).toEqual([]);
  });

  test('is asked for in one exact version', () => {
    expect(asked.filter(({ version }) => !/^\d+\.\d+\.\d+(-[a-z0-9.-]+)?$/.test(version))).toEqual([]);
  });

  test('has a decision where it is behind or quiet, and no decision speaks of what is gone', () => {
    const section = /^## Dependencies that are behind or quiet$([\s\S]*?)(?=^## |$(?![\s\S]))/m.exec(
      read('SECURITY.md'),
    )?.[1];
    const decided = [...(section ?? '').matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name);
    expect(decided.length).toBeGreaterThan(0);
    expect(decided.filter((name) => !asked.some((one) => one.name === name))).toEqual([]);
  });
});

describe('a planted package', () => {
  const good = { integrity: `sha512-${'A'.repeat(86)}==`, license: 'MIT' };
  test.each([
    ['without a hash', { license: 'MIT' }],
    ['with a weak hash', { ...good, integrity: 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=' }],
    ['from another place', { ...good, resolved: 'git+ssh://git@github.com/example/planted.git' }],
    ['with a licence that claims ours', { ...good, license: 'AGPL-3.0-only' }],
    ['without a licence', { integrity: good.integrity }],
    ['that runs a script', { ...good, hasInstallScript: true }],
  ])('%s is found', (_what, locked) => {
    expect(faultsOf('node_modules/planted', locked, new Set())).toHaveLength(1);
  });

  test('that is as it should be is not', () => {
    expect(faultsOf('node_modules/planted', good, new Set())).toEqual([]);
  });
});
