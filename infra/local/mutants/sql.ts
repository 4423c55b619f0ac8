import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cloneFolder } from '../system/data-folder.ts';
import { askingTests, runVitest } from '../tests/test-runs.ts';
import { copyClone, type Copy } from './copy.ts';
import { mutantsOf, withMutant, type Mutant } from './operators.ts';
import { readEquivalents } from './equivalent.ts';
import { sampleOf } from './sample.ts';
import { isMutated, tallyOf, type Tally } from './tally.ts';
import { readTouched, testsOf, touchedFolder } from './touched.ts';
import { type WarmTests, warmTestsIn } from './warm-tests.ts';

export interface SqlOptions {
  readonly sample: number;
  readonly seed: number;
  /** Only sources whose path has this in it. */
  readonly only: string;
  /** At most so many test files for each mutant, those first that run least beside it. */
  readonly files: number;
  /** What an earlier run printed: what it killed is not tried again. Null for none. */
  readonly from: string | null;
  /** So many mutants are tried side by side, each in a copy and on servers of its own: tests wait more than they work. */
  readonly lanes: number;
}

type Fate = 'killed' | 'survived' | 'untested' | 'equivalent';

// The quickest test files of a mutant take seconds, and its modules some more: what takes so long hangs.
const MUTANT_MS = 90_000;
const SOURCES = /^(packages\/(db|queue)|services\/[a-z]+)\/src\/.*\.ts$/;
const SCHEMA = /\/migrations\/|\/tables\.ts$/;

/** Records which functions each test file runs: all of them, or those whose path has one of `filters` in it. */
export async function recordTouched(filters: readonly string[]): Promise<void> {
  process.env['TOCSIN_TOUCHED_TO'] = touchedFolder;
  const { projects, folders } = askingTests;
  await runVitest('touched', projects, filters.length > 0 ? filters : folders);
}

/** Puts a sample of changes of queries and services to the tests that run them, in a copy of the clone. */
export async function mutateSql(options: SqlOptions): Promise<Tally> {
  const touched = readTouched();
  if (touched.length === 0)
    throw new Error('No test file has left what it runs: `npm run mutants -- map` first.');
  const copies = Array.from({ length: options.lanes }, copyClone);
  process.once('exit', () => copies.forEach((copy) => copy.remove()));
  const waiting = [
    ...sampleOf(allMutants(cloneFolder, options.only), byOperator, options.sample, options.seed),
  ];
  const isEquivalent = readEquivalents();
  const killedBefore = options.from === null ? new Set<string>() : readKilled(options.from);
  const fateBefore = (mutant: Mutant & { readonly source: string }): Fate | null => {
    if (killedBefore.has(keyOf({ ...mutant, at: placeOf(mutant) }))) return 'killed';
    return isEquivalent(mutant) ? 'equivalent' : null;
  };
  const sound: Sound = new Map();
  const fates: Fated[] = [];
  await Promise.all(
    copies.map(async (copy) => {
      const warm = warmTestsIn(copy.folder);
      const runner = runnerIn(copy, warm, sound);
      for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
        const source = lineOf(copy, mutant);
        const tests = [...besideOf(copy, mutant), ...testsOf(mutant, touched)].slice(0, options.files);
        const fate = fateBefore({ ...mutant, source }) ?? (await runner.fateOf(mutant, tests));
        fates.push({ mutant, fate });
        tellFate({ mutant, fate }, source, tests.length);
      }
      await warm.stop();
    }),
  );
  tellEach(fates);
  return tallyOf(fates.map(({ fate }) => fate));
}

interface Fated {
  readonly mutant: Mutant;
  readonly fate: Fate;
}

/** What a line of a run is about: the same place, text and change. */
function keyOf(put: Pick<Mutant, 'before' | 'after'> & { readonly at: string; readonly source: string }) {
  return JSON.stringify([put.at, put.source, put.before, put.after]);
}

/** Of the log of an earlier run of the same code, what was killed. */
function readKilled(log: string): ReadonlySet<string> {
  const lines = readFileSync(log, 'utf8').split('\n');
  return new Set(
    lines.filter((line) => line.startsWith('{"fate":"killed"')).map((line) => keyOf(JSON.parse(line))),
  );
}

function placeOf({ file, line }: Mutant): string {
  return `${file}:${line}`;
}

function tellFate({ mutant, fate }: Fated, source: string, tests: number): void {
  const { operator, before, after } = mutant;
  const put = { fate, operator, at: placeOf(mutant), source, before, after, tests };
  process.stdout.write(`${JSON.stringify(put)}\n`);
}

const byOperator = ({ operator }: Mutant) => operator;

function allMutants(folder: string, only: string): readonly Mutant[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => SOURCES.test(file) && isMutated(file, SCHEMA) && file.includes(only))
    .toSorted()
    .flatMap((file) => mutantsOf(file, readFileSync(path.join(folder, file), 'utf8')));
}

/** The unit test beside the file of a mutant, where there is one. */
function besideOf({ folder }: Copy, { file }: Mutant): readonly string[] {
  const beside = file.replace(/\.ts$/, '.test.ts');
  return existsSync(path.join(folder, beside)) ? [beside] : [];
}

function lineOf({ folder }: Copy, { file, line }: Mutant): string {
  return (readFileSync(path.join(folder, file), 'utf8').split('\n')[line - 1] ?? '').trim();
}

function tellEach(fates: readonly Fated[]): void {
  const operators = [...new Set(fates.map(({ mutant }) => mutant.operator))].toSorted();
  for (const operator of operators) {
    const of = fates.filter(({ mutant }) => mutant.operator === operator);
    const { killed, total } = tallyOf(of.map(({ fate }) => fate));
    process.stdout.write(`${operator.padEnd(20)} ${killed} of ${total}\n`);
  }
}

/** Whether a test file passes without a change, by its path. */
type Sound = Map<string, boolean>;

/**
 * Runs tests on one mutant at a time. It is killed by a test file that passes without it, and with it makes a claim that
 * does not hold, never ends, or breaks twice: what breaks on a busy machine only, behind other tests, or always, says
 * nothing.
 */
function runnerIn({ folder }: Copy, warm: WarmTests, sound: Sound) {
  const failureIn = (changed: string, tests: readonly string[]) => warm.failureOf(changed, tests, MUTANT_MS);
  return {
    async fateOf(mutant: Mutant, tests: readonly string[]): Promise<Fate> {
      if (tests.length === 0) return 'untested';
      const target = path.join(folder, mutant.file);
      const text = readFileSync(target, 'utf8');
      const failureWith = async (asked: readonly string[]) => {
        writeFileSync(target, withMutant(text, mutant));
        const failure = await failureIn(mutant.file, asked);
        writeFileSync(target, text);
        return failure;
      };
      const isSound = async (test: string) => {
        if (!sound.has(test)) sound.set(test, (await failureIn(mutant.file, [test])) === null);
        return sound.get(test) ?? false;
      };
      let left = tests;
      for (;;) {
        left = left.filter((test) => sound.get(test) !== false);
        const failure = left.length === 0 ? null : await failureWith(left);
        if (failure === null) break;
        const { test, by } = failure;
        // One that broke, or ran behind others in the same process, has to fail by itself too.
        const isPlain = by !== 'error' && test === left[0];
        if ((await isSound(test)) && (isPlain || (await failureWith([test])) !== null)) return 'killed';
        left = left.slice(left.indexOf(test) + 1);
      }
      return 'survived';
    },
  };
}
