import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** What is promised of `npm test`, whole, with nothing left of an earlier run. */
const PROMISE_SECONDS = 420;

const root = path.resolve(import.meta.dirname, '../..');
for (const left of ['.cache', '.vite', '.vite-temp', '.experimental-vitest-cache'])
  rmSync(path.join(root, 'node_modules', left), { recursive: true, force: true });

const began = performance.now();
const child = spawn('npm', ['test'], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
let last = '';
for await (const line of createInterface({ input: child.stdout })) {
  console.log(line);
  if (line.trim() !== '') last = line;
}
const code = await new Promise((resolve) =>
  child.exitCode === null ? child.once('exit', resolve) : resolve(child.exitCode),
);
const seconds = Math.round((performance.now() - began) / 100) / 10;
const [, passed, failed] = /^(\d+) passed, (\d+) failed$/.exec(last) ?? [];
if (code !== 0 || failed !== '0') throw new Error(`npm test ended with ${String(code)}: ${last}`);
console.log(
  JSON.stringify({
    bench: 'suite',
    figure: seconds,
    unit: 's that npm test takes, whole, caches empty',
    reference: { what: 'the promise', figure: PROMISE_SECONDS },
    ratio: Number((PROMISE_SECONDS / seconds).toFixed(2)),
    goal: 1,
    tests: Number(passed),
    memoryMb: Math.round(process.resourceUsage().maxRSS / 1024),
  }),
);
