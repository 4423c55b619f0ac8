import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { insistOnRecordings, readOutcomes } from './test-results.ts';

let folder: string;
let report: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tocsin-results-'));
  report = path.join(folder, 'report.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

function reported(...files: { name: string; status: string; tests: string[] }[]): void {
  const testResults = files.map(({ name, status, tests }) => ({
    name,
    status,
    assertionResults: tests.map((test) => ({ status: test })),
  }));
  writeFileSync(report, JSON.stringify({ testResults }));
}

function statuses(exitCode: number): string[] {
  return readOutcomes(report, exitCode).map(({ kind, status }) => `${kind} ${status}`);
}

test('tests are counted one by one, under the kind that their file says', () => {
  reported(
    { name: '/c/packages/a/src/a.test.ts', status: 'passed', tests: ['passed', 'passed'] },
    { name: '/c/packages/a/src/a.recorded.test.ts', status: 'passed', tests: ['skipped', 'pending', 'todo'] },
    { name: '/c/test/e2e/a.test.ts', status: 'failed', tests: ['passed', 'failed'] },
  );
  const unit = Array<string>(2).fill('unit passed');
  const recorded = Array<string>(3).fill('recorded skipped');
  expect(statuses(1)).toEqual([...unit, ...recorded, 'e2e passed', 'e2e failed']);
});

test('a file that could not be loaded is one failed test', () => {
  reported({ name: '/c/test/integration/a.test.ts', status: 'failed', tests: [] });
  expect(statuses(1)).toEqual(['integration failed']);
});

test('a run that ended badly without a failed test, or without a report, has one', () => {
  expect(statuses(1)).toEqual(['run failed']);
  reported({ name: '/c/services/a/src/a.test.ts', status: 'passed', tests: ['passed'] });
  expect(statuses(1)).toEqual(['unit passed', 'run failed']);
});

test('a recorded test that was skipped fails where recordings are insisted on, and no other test does', () => {
  const skipped = { file: 'a', status: 'skipped' } as const;
  const outcomes = [
    { ...skipped, kind: 'recorded' },
    { ...skipped, kind: 'e2e' },
  ];
  expect(insistOnRecordings(outcomes).map(({ status }) => status)).toEqual(['failed', 'skipped']);
});
