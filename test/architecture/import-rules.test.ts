import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clone } from './clone.ts';

/** One file each, planted in an otherwise empty clone under the real lint settings. */
const violations: readonly { claim: string; file: string; source: string; rule: string }[] = [
  {
    claim: 'the pure core may not import a database client',
    file: 'packages/scoring/src/planted-pg.ts',
    source: "import { Client } from 'pg';\nexport const client = new Client();\n",
    rule: 'no-restricted-imports',
  },
  {
    claim: 'the pure core may not read files, by node:fs',
    file: 'packages/matching/src/planted-fs.ts',
    source: "import { readFileSync } from 'node:fs';\nexport const text = readFileSync('x', 'utf8');\n",
    rule: 'no-restricted-imports',
  },
  {
    claim: 'the pure core may not read files, by node:fs/promises',
    file: 'packages/accounts/src/deep/planted-fs-promises.ts',
    source: "export { readFile } from 'node:fs/promises';\n",
    rule: 'no-restricted-imports',
  },
  {
    claim: 'the pure core may not load a client while it runs',
    file: 'packages/exposure/src/planted-dynamic.ts',
    source: "export const later = () => import('axios');\n",
    rule: 'no-restricted-imports',
  },
  {
    claim: 'the pure core may not import what stands above it',
    file: 'packages/alerting/src/planted-up.ts',
    source: "export { migrate } from '@tocsin/db';\n",
    rule: 'no-restricted-imports',
  },
  {
    claim: 'the domain imports no other package of ours',
    file: 'packages/domain/src/planted-up.ts',
    source: "export { queues } from '@tocsin/messages';\n",
    rule: 'no-restricted-imports',
  },
  {
    claim: 'the pure core may not be asynchronous',
    file: 'packages/scoring/src/planted-async.ts',
    source: 'export async function assess(): Promise<number> {\n  return 1;\n}\n',
    rule: 'no-async-await',
  },
  {
    claim: 'the pure core may not look at the clock',
    file: 'packages/scoring/src/planted-clock.ts',
    source: 'export const age = (born: number) => Date.now() - born;\n',
    rule: 'no-restricted-properties',
  },
  {
    claim: 'the pure core may not draw at random',
    file: 'packages/scoring/src/planted-chance.ts',
    source: 'export const chance = () => Math.random();\n',
    rule: 'no-restricted-properties',
  },
  {
    claim: 'the pure core may not read the environment',
    file: 'packages/exposure/src/planted-environment.ts',
    source: "export const mode = process.env['MODE'];\n",
    rule: 'no-restricted-globals',
  },
  {
    claim: 'a source may not import the database',
    file: 'packages/sources/src/sources/planted-db.ts',
    source: "export { openDatabase } from '@tocsin/db';\n",
    rule: 'no-restricted-imports',
  },
  {
    claim: 'a source may not import the queue',
    file: 'packages/sources/src/planted-queue.ts',
    source: "export { openQueues } from '@tocsin/queue';\n",
    rule: 'no-restricted-imports',
  },
  {
    claim: 'a package may not import a service',
    file: 'packages/db/src/planted-service.ts',
    source: "export { verbNeeds } from '@tocsin/cli';\n",
    rule: 'no-restricted-imports',
  },
  {
    claim: 'a service may not import a service by name',
    file: 'services/web/src/planted-service.ts',
    source: "export { verbNeeds } from '@tocsin/cli';\n",
    rule: 'no-restricted-imports',
  },
  {
    claim: 'a service may not import a service by path',
    file: 'services/notifier/src/planted-path.ts',
    source: "export { score } from '../../scoring/src/score.ts';\n",
    rule: 'no-restricted-imports',
  },
  {
    claim: 'no package reaches into another by a relative path',
    file: 'packages/queue/src/planted-escape.ts',
    source: "export { openDatabase } from '../../db/src/database.ts';\n",
    rule: 'no-restricted-imports',
  },
  {
    claim: 'no package reaches past the entry of another',
    file: 'packages/queue/src/planted-deep.ts',
    source: "export { openDatabase } from '@tocsin/db/src/database.ts';\n",
    rule: 'no-restricted-imports',
  },
  {
    claim: 'no two files import each other',
    file: 'packages/channels/src/planted-cycle.ts',
    source:
      "import { even } from './planted-partner.ts';\nexport const odd = (n: number): boolean => n > 0 && even(n - 1);\n",
    rule: 'no-cycle',
  },
  {
    claim: 'no two files import each other, types included',
    file: 'packages/channels/src/planted-type-cycle.ts',
    source:
      "import type { Egg } from './planted-type-partner.ts';\nexport interface Hen {\n  readonly lays: Egg;\n}\n",
    rule: 'no-cycle',
  },
  {
    claim: 'a value is of the type that it is said to be of',
    file: 'packages/queue/src/planted-type.ts',
    source: "export const attempts: number = 'three';\n",
    rule: 'TS2322',
  },
  {
    claim: 'what may be missing is not read as if it were there',
    file: 'packages/queue/src/planted-missing.ts',
    source: 'export const first = (names: readonly string[]): string => names[0];\n',
    rule: 'TS2322',
  },
];

const innocent: Readonly<Record<string, string>> = {
  'packages/channels/src/planted-partner.ts':
    "import { odd } from './planted-cycle.ts';\nexport const even = (n: number): boolean => n === 0 || odd(n - 1);\n",
  'packages/channels/src/planted-type-partner.ts':
    "import type { Hen } from './planted-type-cycle.ts';\nexport interface Egg {\n  readonly of: Hen;\n}\n",
  'packages/scoring/src/innocent.ts':
    "import { createHash } from 'node:crypto';\nexport const year = (iso: string) => new Date(iso).getUTCFullYear();\nexport const hash = (text: string) => createHash('sha256').update(text).digest('hex');\n",
  'packages/scoring/src/innocent.test.ts':
    "import { readFileSync } from 'node:fs';\nexport const began = Date.now();\nexport const text = readFileSync('x', 'utf8');\n",
  'packages/queue/src/innocent.ts': "export { openDatabase } from '@tocsin/db';\n",
};

interface Diagnostic {
  readonly code: string;
  readonly filename: string;
}

let folder: string;
let found: readonly Diagnostic[];

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tocsin-planted-'));
  for (const file of ['.oxlintrc.json', 'tsconfig.json', 'tsconfig.base.json']) {
    copyFileSync(path.join(clone, file), path.join(folder, file));
  }
  writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }');
  symlinkSync(path.join(clone, 'node_modules'), path.join(folder, 'node_modules'));
  for (const { file, source } of violations) plant(file, source);
  for (const [file, source] of Object.entries(innocent)) plant(file, source);
  found = lint();
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function plant(file: string, source: string): void {
  const goal = path.join(folder, file);
  mkdirSync(path.dirname(goal), { recursive: true });
  writeFileSync(goal, source);
}

function lint(): readonly Diagnostic[] {
  const oxlint = path.join(clone, 'node_modules', 'oxlint', 'bin', 'oxlint');
  const { stdout } = spawnSync(process.execPath, [oxlint, '--format=json', '.'], {
    cwd: folder,
    encoding: 'utf8',
  });
  const { diagnostics }: { diagnostics: readonly Diagnostic[] } = JSON.parse(stdout);
  return diagnostics;
}

function rulesBrokenBy(file: string): readonly string[] {
  return found
    .filter(({ filename }) => filename.endsWith(file))
    .map(({ code }) => code.replace(/^.*\((.*)\)$/, '$1'));
}

describe('lint', () => {
  test.each(violations)('$claim', ({ file, rule }) => {
    expect(rulesBrokenBy(file)).toContain(rule);
  });

  test('innocent files pass', () => {
    const innocents = Object.keys(innocent).filter((file) => !file.includes('planted'));
    expect(innocents.flatMap(rulesBrokenBy)).toEqual([]);
  });
});
