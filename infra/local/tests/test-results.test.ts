import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { insistOnRecordings, readOutcomes, slowest } from './test-results.ts';

let folder: string;
let report: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tocsin-results-'));
  report = path.join(folder, 'report.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

function reported(...files: { name: string; status: string; tests: string[]; ms?: number[] }[]): void {
  const testResults = files.map(({ name, status, tests, ms }) => ({
    name,
    status,
    assertionResults: tests.map((test, at) => ({ status: test, title: `${name} ${at}`, duration: ms?.[at] })),
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
    { name: '/c/test/national/a.test.ts', status: 'passed', tests: ['passed'] },
  );
  const unit = Array<string>(2).fill('unit passed');
  const recorded = Array<string>(3).fill('recorded skipped');
  expect(statuses(1)).toEqual([...unit, ...recorded, 'e2e passed', 'e2e failed', 'unit passed']);
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

test('the slowest tests are named, the slowest first, and no check of the whole clone among them', () => {
  reported(
    { name: 'a', status: 'passed', tests: ['passed', 'passed'], ms: [20, 5] },
    { name: 'b', status: 'passed', tests: ['passed', 'skipped'], ms: [900] },
  );
  const check = { kind: 'types', file: 'types', status: 'passed' } as const;
  const found = slowest([check, ...readOutcomes(report, 0)], 2);
  expect(found.map(({ title, ms }) => [title, ms])).toEqual([
    ['b 0', 900],
    ['a 0', 20],
  ]);
});
