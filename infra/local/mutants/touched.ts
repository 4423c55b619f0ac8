import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { cloneFolder } from '../system/data-folder.ts';
import type { Mutant } from './operators.ts';

/** Where test files leave what they ran, one file each; kept between runs. */
export const touchedFolder = path.join(cloneFolder, '.results', 'touched');

interface Touched {
  readonly test: string;
  /** How long it took when it was recorded. */
  readonly ms: number;
  /** The functions that ran, by source file. */
  readonly touched: Readonly<Record<string, readonly string[]>>;
}

/** What every recorded test file ran. */
export function readTouched(): readonly Touched[] {
  if (!existsSync(touchedFolder)) return [];
  return readdirSync(touchedFolder)
    .map((name): Touched => JSON.parse(readFileSync(path.join(touchedFolder, name), 'utf8')))
    .filter(({ test }) => existsSync(path.join(cloneFolder, test)));
}

/**
 * The test files that run the code of a mutant, those first that name its function or constant, then those that run least
 * beside it: what they claim is likely to be about it, and they are quick. A change outside every function is put to
 * whatever ran a function of its file.
 */
export function testsOf(
  { file, within, declared }: Pick<Mutant, 'file' | 'within' | 'declared'>,
  all: readonly Touched[],
): string[] {
  return all
    .filter(({ touched }) => {
      const ran = touched[file] ?? [];
      return within.length === 0 ? ran.length > 0 : within.some((name) => ran.includes(name));
    })
    .map((one) => ({ ...one, isDirect: namesAny(one.test, [...within, declared ?? '']) }))
    .toSorted((a, b) => Number(b.isDirect) - Number(a.isDirect) || extentOf(a) - extentOf(b))
    .map(({ test }) => test);
}

function namesAny(test: string, functions: readonly string[]): boolean {
  const text = readFileSync(path.join(cloneFolder, test), 'utf8');
  const words = new Set(text.split(/\W+/));
  return functions.some((name) => words.has(name));
}

/** How many functions it runs, each of some milliseconds: a file that runs few and waits long is no quick one. */
function extentOf({ touched, ms }: Touched): number {
  const functions = Object.values(touched).reduce((sum, names) => sum + names.length, 0);
  return functions + ms / MS_OF_A_FUNCTION;
}

const MS_OF_A_FUNCTION = 100;
