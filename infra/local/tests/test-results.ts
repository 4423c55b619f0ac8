import { existsSync, readFileSync } from 'node:fs';

/** One test, as far as counting goes. */
export interface Outcome {
  /** unit, recorded, architecture, integration, e2e, faults. */
  readonly kind: string;
  readonly file: string;
  readonly status: 'passed' | 'failed' | 'skipped';
  /** What it says, and how long it took in milliseconds; a check of the whole clone has neither. */
  readonly title?: string;
  readonly ms?: number;
}

interface VitestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly title: string;
      readonly duration?: number | null;
    }[];
  }[];
}

/**
 * The tests in a JSON report of vitest. A file that could not even be loaded is one failed test, and so is a run that
 * ended badly (`exitCode`) without saying which test did.
 */
export function readOutcomes(reportFile: string, exitCode: number): readonly Outcome[] {
  const outcomes = existsSync(reportFile) ? outcomesOf(JSON.parse(readFileSync(reportFile, 'utf8'))) : [];
  const explained = exitCode === 0 || outcomes.some(({ status }) => status === 'failed');
  return explained ? outcomes : [...outcomes, { kind: 'run', file: reportFile, status: 'failed' }];
}

function outcomesOf(report: VitestReport): Outcome[] {
  return report.testResults.flatMap(({ name: file, status, assertionResults }) => {
    const kind = kindOf(file);
    const tests = assertionResults.map((test) => ({
      kind,
      file,
      status: statusOf(test.status),
      title: test.title,
      ms: test.duration ?? 0,
    }));
    const unloadable = status === 'failed' && tests.every((test) => test.status !== 'failed');
    return unloadable ? [...tests, { kind, file, status: 'failed' as const }] : tests;
  });
}

function statusOf(status: string): Outcome['status'] {
  return status === 'passed' || status === 'failed' ? status : 'skipped';
}

function kindOf(file: string): string {
  if (file.endsWith('.recorded.test.ts')) return 'recorded';
  const folder = /[\\/]test[\\/]([a-z0-9]+)[\\/]/.exec(file)?.[1] ?? 'unit';
  // The tests of the made-up country stand beside its code.
  return folder === 'national' ? 'unit' : folder;
}

/** On a build machine a recorded test that had nothing to read counts as failed: it must not pass unseen. */
export function insistOnRecordings(outcomes: readonly Outcome[]): readonly Outcome[] {
  return outcomes.map((outcome) =>
    outcome.kind === 'recorded' && outcome.status === 'skipped' ? { ...outcome, status: 'failed' } : outcome,
  );
}

/** The tests that took longest, the longest first. */
export function slowest(outcomes: readonly Outcome[], most: number): readonly Required<Outcome>[] {
  return outcomes
    .filter((outcome): outcome is Required<Outcome> => outcome.ms !== undefined)
    .toSorted((a, b) => b.ms - a.ms)
    .slice(0, most);
}
