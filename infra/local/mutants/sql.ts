import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runVitest } from '../tests/test-runs.ts';
import { copyClone, type Copy } from './copy.ts';
import { mutantsOf, withMutant, type Mutant } from './operators.ts';
import { readEquivalents } from './equivalent.ts';
import { sampleOf } from './sample.ts';
import { killedShare, type Tally } from './tally.ts';
import { readTouched, testsOf, touchedFolder } from './touched.ts';
import { type WarmTests, warmTestsIn } from './warm-tests.ts';

export interface SqlOptions {
  readonly sample: number;
  readonly seed: number;
  /** Only sources whose path has this in it. */
  readonly only: string;
  /** At most so many test files for each mutant, those first that run least beside it. */
  readonly files: number;
}

type Fate = 'killed' | 'survived' | 'untested' | 'equivalent';

/** So many test files run side by side; the next ones only when these let a mutant live. */
const SIDE_BY_SIDE = 2;
// The quickest test files of a mutant take seconds: what takes so long hangs.
const MUTANT_MS = 60_000;
const SOURCES = /^(packages\/(db|queue)|services\/[a-z]+)\/src\/.*\.ts$/;
const NOT_MUTATED = /\.test\.ts$|\/migrations\/|\/tables\.ts$|\/index\.ts$|testing/;

/** Records which functions each test file runs: all of them, or those whose path has one of `filters` in it. */
export async function recordTouched(filters: readonly string[]): Promise<void> {
  process.env['TOCSIN_TOUCHED_TO'] = touchedFolder;
  await runVitest('touched', ['integration', 'e2e'], filters);
}

/** Puts a sample of changes of queries and services to the tests that run them, in a copy of the clone. */
export async function mutateSql(options: SqlOptions): Promise<Tally> {
  const touched = readTouched();
  if (touched.length === 0)
    throw new Error('No test file has left what it runs: `npm run mutants -- map` first.');
  const copy = copyClone();
  process.once('exit', () => copy.remove());
  const chosen = sampleOf(allMutants(copy, options.only), byOperator, options.sample, options.seed);
  const warm = warmTestsIn(copy.folder);
  const runner = runnerIn(copy, warm);
  const isEquivalent = readEquivalents();
  const fates: { readonly mutant: Mutant; readonly fate: Fate }[] = [];
  for (const mutant of chosen) {
    const source = lineOf(copy, mutant);
    const tests = [...besideOf(copy, mutant), ...testsOf(mutant, touched)].slice(0, options.files);
    const fate = isEquivalent({ ...mutant, source }) ? 'equivalent' : await runner.fateOf(mutant, tests);
    fates.push({ mutant, fate });
    const { file, line, operator, before, after } = mutant;
    const put = JSON.stringify({
      fate,
      operator,
      at: `${file}:${line}`,
      source,
      before,
      after,
      tests: tests.length,
    });
    process.stdout.write(`${put}\n`);
  }
  await warm.stop();
  return tallyOf(fates);
}

const byOperator = ({ operator }: Mutant) => operator;

function allMutants({ folder }: Copy, only: string): readonly Mutant[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => SOURCES.test(file) && !NOT_MUTATED.test(file) && file.includes(only))
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

function tallyOf(fates: readonly { readonly mutant: Mutant; readonly fate: Fate }[]): Tally {
  const operators = [...new Set(fates.map(({ mutant }) => mutant.operator))].toSorted();
  for (const operator of operators) {
    const of = fates.filter(({ mutant, fate }) => mutant.operator === operator && fate !== 'equivalent');
    const killed = of.filter(({ fate }) => fate === 'killed').length;
    process.stdout.write(`${operator.padEnd(20)} ${killed} of ${of.length}\n`);
  }
  const counted = fates.filter(({ fate }) => fate !== 'equivalent');
  const tally = {
    killed: counted.filter(({ fate }) => fate === 'killed').length,
    total: counted.length,
    untested: counted.filter(({ fate }) => fate === 'untested').length,
    equivalent: fates.length - counted.length,
  };
  return { ...tally, share: killedShare(tally) };
}

/**
 * Runs tests on one mutant at a time. It is killed by a test file that passes without it, and with it makes a claim that
 * does not hold, never ends, or breaks twice: what breaks on a busy machine only, or always, says nothing.
 */
function runnerIn({ folder }: Copy, warm: WarmTests) {
  const sound = new Map<string, boolean>();
  const failedIn = (changed: string, tests: readonly string[]) => warm.failedOf(changed, tests, MUTANT_MS);
  return {
    async fateOf(mutant: Mutant, tests: readonly string[]): Promise<Fate> {
      if (tests.length === 0) return 'untested';
      const target = path.join(folder, mutant.file);
      const text = readFileSync(target, 'utf8');
      const failedWith = async (asked: readonly string[]) => {
        writeFileSync(target, withMutant(text, mutant));
        const failed = await failedIn(mutant.file, asked);
        writeFileSync(target, text);
        return failed;
      };
      const isSound = async (test: string) => {
        if (!sound.has(test)) sound.set(test, (await failedIn(mutant.file, [test])).length === 0);
        return sound.get(test) ?? false;
      };
      for (let from = 0; from < tests.length; from += SIDE_BY_SIDE) {
        const asked = tests.slice(from, from + SIDE_BY_SIDE).filter((test) => sound.get(test) !== false);
        if (asked.length === 0) continue;
        for (const { test, by } of await failedWith(asked))
          if ((await isSound(test)) && (by !== 'error' || (await failedWith([test])).length > 0))
            return 'killed';
      }
      return 'survived';
    },
  };
}
