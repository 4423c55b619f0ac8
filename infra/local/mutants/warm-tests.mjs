// Runs test files of the clone that it stands in, as often as it is asked, in one Vitest: the servers stay up, and what
// did not change is not transformed again. Every run has new processes, so nothing of a changed module is left over.
import path from 'node:path';
import { createVitest } from 'vitest/node';

const clone = process.cwd();
/** Of the files that are run now, those that failed, and whether a claim of theirs did. */
let failed = [];

const vitest = await createVitest('test', {
  root: clone,
  watch: false,
  reporters: [
    {
      onTestModuleEnd(module) {
        if (module.ok()) return;
        const errors = [...module.children.allTests('failed')].flatMap((test) => test.result().errors);
        const claims = errors.some(({ name }) => name === 'AssertionError');
        failed.push({ test: path.relative(clone, module.moduleId), by: claims ? 'claim' : 'error' });
      },
    },
  ],
});
await vitest.standalone();

process.on('message', ({ changed, tests }) => void failedOf(changed, tests));

async function failedOf(changed, tests) {
  failed = [];
  vitest.invalidateFile(path.join(clone, changed));
  const found = await vitest.globTestSpecifications(tests);
  const asked = found.filter(({ moduleId }) => tests.includes(path.relative(clone, moduleId)));
  await vitest
    .runTestSpecifications(asked)
    .catch(() => failed.push(...tests.map((test) => ({ test, by: 'error' }))));
  process.send({ failed });
}
for (const signal of ['SIGINT', 'SIGTERM', 'disconnect'])
  process.on(signal, () => void vitest.close().finally(() => process.exit()));
