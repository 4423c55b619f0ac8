import { existsSync } from 'node:fs';
import path from 'node:path';
import { cloneFolder } from '../system/data-folder.ts';
import { insistOnRecordings, slowest } from './test-results.ts';
import type { Outcome } from './test-results.ts';

const SLOWEST = 10;

/** Prints the slowest tests, how each kind of test went, what was skipped and, last, `N passed, N failed`; sets the exit code. */
export function giveVerdict(found: readonly Outcome[]): void {
  const recordings = existsSync(path.join(cloneFolder, '..', 'shared'));
  const outcomes = process.env['CI'] && !recordings ? insistOnRecordings(found) : found;
  print('\nThe slowest tests:');
  for (const { file, title, ms } of slowest(outcomes, SLOWEST)) {
    print(`${(ms / 1000).toFixed(1).padStart(7)} s  ${path.relative(cloneFolder, file)}: ${title}`);
  }
  print('');
  for (const kind of new Set(outcomes.map((outcome) => outcome.kind))) {
    print(`${kind.padEnd(13)} ${tally(outcomes.filter((outcome) => outcome.kind === kind))}`);
  }
  const skipped = outcomes.filter(({ status }) => status === 'skipped');
  for (const file of new Set(skipped.map((outcome) => outcome.file))) {
    const tests = skipped.filter((outcome) => outcome.file === file).length;
    print(`${tests} skipped in ${path.relative(cloneFolder, file)}`);
  }
  print(tally(outcomes));
  process.exitCode = outcomes.some(({ status }) => status === 'failed') ? 1 : 0;
}

function tally(outcomes: readonly Outcome[]): string {
  const count = (wanted: Outcome['status']) => outcomes.filter(({ status }) => status === wanted).length;
  return `${count('passed')} passed, ${count('failed')} failed`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
