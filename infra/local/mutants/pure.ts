import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { copyClone } from './copy.ts';
import { readEquivalents } from './equivalent.ts';
import { sampleOf } from './sample.ts';
import { type Tally, isMutated, tallyOf } from './tally.ts';

const PURE = ['domain', 'messages', 'accounts', 'scoring', 'matching', 'exposure', 'alerting'];
const FITTED = /fitted-points\.ts$/;
const LINES_OF_A_BLOCK = 20;

export interface PureOptions {
  /** One package, or null for all. */
  readonly only: string | null;
  /** So many blocks of twenty lines, or null for every line. */
  readonly sample: number | null;
  readonly seed: number;
}

/** Counted from one. */
interface TextPosition {
  readonly line: number;
  readonly column: number;
}

/** What Stryker's JSON report says of each mutant, as far as we read it. */
interface Report {
  readonly files: Readonly<
    Record<
      string,
      {
        readonly source: string;
        readonly mutants: readonly {
          readonly mutatorName: string;
          readonly replacement?: string;
          readonly status: string;
          readonly location: { readonly start: TextPosition; readonly end: TextPosition };
        }[];
      }
    >
  >;
}

/** Puts Stryker's changes of the pure packages to their unit tests, in a copy of the clone. */
export async function mutatePure({ only, sample, seed }: PureOptions): Promise<Tally> {
  const packages = only === null ? PURE : PURE.filter((name) => name === only);
  if (packages.length === 0) throw new Error(`--package ${only}: one of ${PURE.join(', ')} is wanted`);
  const copy = copyClone();
  process.once('exit', () => copy.remove());
  const blocks = packages.flatMap((name) => blocksOf(copy.folder, `packages/${name}/src`));
  const chosen =
    sample === null ? blocks : sampleOf(blocks, (block) => block.split('/')[1] ?? '', sample, seed);
  const files = sample === null ? packages.map((name) => `packages/${name}/src/**/*.ts`) : chosen;
  writeConfigs(copy.folder, packages, files);
  await runStryker(copy.folder);
  return tallied(JSON.parse(readFileSync(path.join(copy.folder, 'mutation.json'), 'utf8')));
}

/** A source file in parts of a few lines, as Stryker names them: `<file>:<first line>-<last line>`. */
function blocksOf(folder: string, source: string): readonly string[] {
  return readdirSync(path.join(folder, source), { recursive: true, encoding: 'utf8' })
    .map((name) => `${source}/${name}`)
    .filter((file) => isMutated(file, FITTED))
    .toSorted()
    .flatMap((file) => {
      const lines = readFileSync(path.join(folder, file), 'utf8').split('\n').length;
      const parts = Math.ceil(lines / LINES_OF_A_BLOCK);
      return Array.from({ length: parts }, (_, part) => {
        const first = part * LINES_OF_A_BLOCK + 1;
        return `${file}:${first}-${Math.min(first + LINES_OF_A_BLOCK, lines)}`;
      });
    });
}

function writeConfigs(folder: string, packages: readonly string[], mutate: readonly string[]): void {
  const include = PURE.map((name) => `packages/${name}/src/**/*.test.ts`);
  const vitest = { test: { include, exclude: ['**/*.recorded.test.ts'], testTimeout: 900_000 } };
  writeFileSync(path.join(folder, 'vitest.mutants.config.ts'), `export default ${JSON.stringify(vitest)};\n`);
  const stryker = {
    testRunner: 'vitest',
    vitest: { configFile: 'vitest.mutants.config.ts', related: true },
    plugins: ['@stryker-mutator/vitest-runner'],
    mutate: [...mutate, ...packages.flatMap((name) => unmutated(name))],
    // Stryker 9 reads it with the compiler's old interface, which TypeScript 7 has not.
    tsconfigFile: path.join(folder, 'absent', 'tsconfig.json'),
    inPlace: true,
    ignoreStatic: true,
    coverageAnalysis: 'perTest',
    concurrency: 1,
    reporters: ['json'],
    jsonReporter: { fileName: 'mutation.json' },
    checkers: [],
    allowConsoleColors: false,
    timeoutMS: 20_000,
    // A busy machine takes longer than the five minutes of old.
    dryRunTimeoutMinutes: 20,
  };
  writeFileSync(path.join(folder, 'stryker.config.json'), JSON.stringify(stryker));
}

function unmutated(name: string): readonly string[] {
  const source = `packages/${name}/src`;
  return ['*.test.ts', 'index.ts', 'testing*.ts', 'fitted-points.ts'].map((file) => `!${source}/**/${file}`);
}

async function runStryker(folder: string): Promise<void> {
  const program = path.join(folder, 'node_modules/@stryker-mutator/core/bin/stryker.js');
  const child = spawn(process.execPath, [program, 'run', 'stryker.config.json'], {
    cwd: folder,
    stdio: ['ignore', 2, 2],
  });
  const end = () => child.kill('SIGTERM');
  process.once('exit', end);
  const code = await new Promise((resolve) => child.once('exit', resolve));
  process.off('exit', end);
  if (code !== 0) throw new Error(`Stryker ended with ${String(code)}.`);
}

function tallied({ files }: Report): Tally {
  const isEquivalent = readEquivalents();
  const counted = Object.entries(files).flatMap(([file, { source, mutants }]) =>
    mutants.flatMap(({ mutatorName, replacement = '', status, location: { start, end } }) => {
      if (!(status in FATES)) return [];
      const lines = source.split('\n').slice(start.line - 1, end.line);
      const mutant = {
        file,
        source: (lines[0] ?? '').trim(),
        before: cut(lines, start, end),
        after: replacement,
      };
      const fate = FATES[status] !== 'killed' && isEquivalent(mutant) ? 'equivalent' : FATES[status];
      return [{ ...mutant, fate, operator: mutatorName, at: `${file}:${start.line}` }];
    }),
  );
  const of = (...fates: readonly string[]) => counted.filter(({ fate = '' }) => fates.includes(fate));
  for (const { file: _, ...put } of of('survived', 'untested'))
    process.stdout.write(`${JSON.stringify(put)}\n`);
  for (const name of PURE) tellShare(name, of('killed', 'survived', 'untested'));
  return tallyOf(counted.map(({ fate = '' }) => fate));
}

/** What became of a mutant, by Stryker's words for it; those that it puts to no test are in no count. */
const FATES: Readonly<Record<string, string>> = {
  Killed: 'killed',
  Timeout: 'killed',
  Survived: 'survived',
  NoCoverage: 'untested',
};

function tellShare(
  name: string,
  counted: readonly { readonly file: string; readonly fate: string | undefined }[],
): void {
  const own = counted.filter(({ file }) => file.startsWith(`packages/${name}/`));
  const killed = own.filter(({ fate }) => fate === 'killed').length;
  if (own.length > 0) process.stdout.write(`${name.padEnd(20)} ${killed} of ${own.length}\n`);
}

/** The text from a place up to another in lines that begin with the first of them. */
function cut(lines: readonly string[], start: TextPosition, end: TextPosition): string {
  const last = lines.length - 1;
  return lines
    .map((line, at) => line.slice(at === 0 ? start.column - 1 : 0, at === last ? end.column - 1 : undefined))
    .join('\n');
}
