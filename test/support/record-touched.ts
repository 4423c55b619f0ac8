import { Session } from 'node:inspector/promises';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect } from 'vitest';

// With this, each test file leaves in `TOCSIN_TOUCHED_TO` which functions of packages and services ran for it: the
// mutants of a function are put to those files only.

const clone = fileURLToPath(new URL('../..', import.meta.url));
const folder = process.env['TOCSIN_TOUCHED_TO'] ?? '';
const session = new Session();
session.connect();
await session.post('Profiler.enable');
await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
const began = performance.now();

afterAll(async () => {
  const { result } = await session.post('Profiler.takePreciseCoverage');
  const touched: Record<string, string[]> = {};
  for (const { url, functions } of result) {
    const file = (url.startsWith('file:') ? fileURLToPath(url) : url).replace(/\?.*$/, '');
    if (!file.startsWith(clone) || file.includes('node_modules')) continue;
    const source = file.slice(clone.length);
    if (!/^(packages|services)\//.test(source)) continue;
    const ran = functions.filter(({ ranges }) => (ranges[0]?.count ?? 0) > 0);
    touched[source] = [...new Set(ran.map(({ functionName }) => functionName).filter(Boolean))].toSorted();
  }
  const test = (expect.getState().testPath ?? '').slice(clone.length);
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    path.join(folder, `${test.replaceAll('/', '+')}.json`),
    JSON.stringify({ test, ms: performance.now() - began, touched }),
  );
});
