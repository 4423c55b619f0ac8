import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { clone, filesBelow, workspacesOf } from './clone.ts';

const TOP_LEVEL =
  'services packages infra test README.md SECURITY.md CONTRIBUTING.md CHANGELOG.md LICENSE package.json package-lock.json ' +
  'turbo.json tsconfig.json tsconfig.base.json vitest.config.ts';
const MADE_LOCALLY = new Set(['node_modules', 'coverage']);
const NAMES_WITHOUT_A_NOUN = /(^|\/)(utils?|helpers?|common|shared|types)(\/|\.ts$)/;
const PURE_CORE = ['domain', 'messages', 'accounts', 'scoring', 'matching', 'exposure', 'alerting'];

interface Manifest {
  readonly name: string;
  readonly exports?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
}

function read(file: string): string {
  return readFileSync(path.join(clone, file), 'utf8');
}

function manifestOf(workspace: string): Manifest {
  return JSON.parse(read(`${workspace}/package.json`));
}

const code = ['packages', 'services', 'infra', 'test']
  .flatMap(filesBelow)
  .filter((file) => /\.m?ts$/.test(file));

describe('the tree', () => {
  test('has nothing at the top but what the house has', () => {
    const entries = readdirSync(clone).filter((name) => !name.startsWith('.') && !MADE_LOCALLY.has(name));
    expect(entries.filter((name) => !TOP_LEVEL.split(' ').includes(name))).toEqual([]);
  });

  test('has no place for things without a noun', () => {
    expect(code.filter((file) => NAMES_WITHOUT_A_NOUN.test(file))).toEqual([]);
  });

  test('names files in kebab case', () => {
    expect(code.filter((file) => !/^[a-z0-9.-]+$/.test(path.basename(file)))).toEqual([]);
  });
});

describe('every package', () => {
  test.each(workspacesOf('packages'))('%s shows one entry, line by line', (workspace) => {
    expect(manifestOf(workspace).exports).toEqual({ '.': './src/index.ts' });
    const entry = read(`${workspace}/src/index.ts`);
    expect(entry).not.toMatch(/^export \*/m);
  });

  test('depends on no package that depends on it', () => {
    const needs = new Map(
      workspacesOf('packages').map((workspace) => {
        const { name, dependencies = {} } = manifestOf(workspace);
        return [name, Object.keys(dependencies).filter((needed) => needed.startsWith('@tocsin/'))];
      }),
    );
    const reaches = (from: string, goal: string, seen: ReadonlySet<string> = new Set()): boolean =>
      (needs.get(from) ?? []).some(
        (next) => next === goal || (!seen.has(next) && reaches(next, goal, new Set([...seen, next]))),
      );
    expect([...needs.keys()].filter((name) => reaches(name, name))).toEqual([]);
  });
});

describe('every service', () => {
  test.each(workspacesOf('services'))('%s starts in its main.ts', (workspace) => {
    expect(existsSync(path.join(clone, workspace, 'src', 'main.ts'))).toBe(true);
  });
});

describe('what repeats by the clock', () => {
  test('is a loop of the one kind, but for a sign of life and for the hold on a message', () => {
    const OTHERS = ['packages/queue/src/heartbeat.ts', 'packages/queue/src/worker.ts'];
    const repeating = code.filter((file) => !file.endsWith('.test.ts') && /\bsetInterval\(/.test(read(file)));
    expect(repeating.toSorted()).toEqual(['packages/runtime/src/loop.ts', ...OTHERS].toSorted());
  });
});

describe('the pure core', () => {
  test('never asks what day it is', () => {
    const files = PURE_CORE.flatMap((name) => filesBelow(`packages/${name}/src`));
    const judging = files.filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
    expect(judging.filter((file) => /new Date\(\s*\)/.test(read(file)))).toEqual([]);
  });
});
