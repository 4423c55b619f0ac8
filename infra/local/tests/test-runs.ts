import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { cloneFolder } from '../system/data-folder.ts';
import { readOutcomes } from './test-results.ts';
import type { Outcome } from './test-results.ts';

/** The tests that ask the services’ own code whatever it is asked: by project, and where they lie. */
export const askingTests = {
  projects: ['integration', 'e2e', 'faults'],
  folders: ['test/integration/', 'test/e2e/', 'test/promises/'],
} as const;

const resultsFolder = path.join(cloneFolder, '.results');
/** Of the task `unit`. */
const pureReport = path.join(resultsFolder, 'unit.json');
const summaries = path.join(cloneFolder, '.turbo', 'runs');

/**
 * Runs some projects of vitest, or what a configuration of its own names, or the files of them that match; the report
 * goes to `.results/<name>.json`.
 */
export async function runVitest(
  name: string,
  tests: readonly string[] | { readonly config: string },
  filters: readonly string[] = [],
): Promise<readonly Outcome[]> {
  const report = path.join(resultsFolder, `${name}.json`);
  rmSync(report, { force: true });
  const code = await run('vitest/vitest.mjs', [
    'run',
    ...('config' in tests ? ['--config', tests.config] : tests.flatMap((project) => ['--project', project])),
    ...filters,
    '--passWithNoTests',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  return readOutcomes(report, code);
}

/** One task that turbo ran or found in its cache. */
interface TurboTask {
  readonly taskId: string;
  readonly execution?: { readonly exitCode: number };
  readonly cache: { readonly status: 'HIT' | 'MISS' };
}

/**
 * Runs turbo tasks, all of them whatever fails. Returns each check of the whole clone as one outcome of its own kind,
 * and the tests of the task `unit`, one by one.
 */
export async function runTurbo(tasks: readonly string[]): Promise<readonly Outcome[]> {
  rmSync(summaries, { recursive: true, force: true });
  rmSync(pureReport, { force: true });
  const options = ['--continue=always', '--summarize', '--concurrency=2', '--output-logs=new-only'];
  const code = await run('turbo/bin/turbo', ['run', ...tasks, ...options]);
  const outcomes = turboTasks().flatMap(outcomesOf);
  return outcomes.length > 0
    ? outcomes
    : [{ kind: 'turbo', file: 'turbo.json', status: code === 0 ? 'passed' : 'failed' }];
}

function outcomesOf({ taskId, execution }: TurboTask): readonly Outcome[] {
  const code = execution?.exitCode ?? 1;
  const task = taskId.replace('//#', '');
  if (task === 'unit') return readOutcomes(pureReport, code);
  return [{ kind: task, file: task, status: code === 0 ? 'passed' : 'failed' }];
}

function turboTasks(): readonly TurboTask[] {
  const [summary] = existsSync(summaries) ? readdirSync(summaries) : [];
  if (summary === undefined) return [];
  const { tasks }: { tasks: readonly TurboTask[] } = JSON.parse(
    readFileSync(path.join(summaries, summary), 'utf8'),
  );
  return tasks;
}

/** The exit code of a program among our packages; it may print what it likes. */
function run(program: string, args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [path.join(cloneFolder, 'node_modules', program), ...args], {
    cwd: cloneFolder,
    stdio: 'inherit',
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' },
  });
  const passOn = (signal: NodeJS.Signals) => void child.kill(signal);
  process.on('SIGTERM', passOn);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      process.off('SIGTERM', passOn);
      if (code === null) process.exit(130);
      resolve(code);
    });
  });
}
