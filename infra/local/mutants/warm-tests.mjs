// Runs test files of the clone that it stands in, as often as it is asked, in one Vitest: the servers stay up, and what
// did not change is not transformed again. Every run has a new process, so nothing of a changed module is left over; its
// files go one after the other in the order given, up to the first that fails.
import path from 'node:path';
import { createVitest } from 'vitest/node';

const clone = process.cwd();
/** The files that are run now, the one that is begun last, and why it failed. */
let asked = [];
let running = null;
let failure = null;

const nameOf = ({ moduleId }) => path.relative(clone, moduleId);

class InOrderGiven {
  async shard(files) {
    return files;
  }
  async sort(files) {
    return files.toSorted((a, b) => asked.indexOf(nameOf(a)) - asked.indexOf(nameOf(b)));
  }
}

const vitest = await createVitest('test', {
  root: clone,
  watch: false,
  bail: 1,
  maxWorkers: 1,
  sequence: { sequencer: InOrderGiven },
  reporters: [
    {
      onTestModuleStart(module) {
        running = nameOf(module);
        process.send({ running });
      },
      onTestModuleEnd(module) {
        if (module.ok() || failure) return;
        const errors = [...module.children.allTests('failed')].flatMap((test) => test.result().errors);
        const claims = errors.some(({ name }) => name === 'AssertionError');
        failure = { test: nameOf(module), by: claims ? 'claim' : 'error' };
      },
    },
  ],
});
await vitest.standalone();

process.on('message', ({ changed, tests }) => void failureOf(changed, tests));

async function failureOf(changed, tests) {
  failure = null;
  running = tests[0];
  asked = tests;
  vitest.invalidateFile(path.join(clone, changed));
  const found = await vitest.globTestSpecifications(tests);
  await vitest.runTestSpecifications(found.filter((one) => tests.includes(nameOf(one)))).catch(() => {
    failure ??= { test: running, by: 'error' };
  });
  process.send({ failure });
}
for (const signal of ['SIGINT', 'SIGTERM', 'disconnect'])
  process.on(signal, () => void vitest.close().finally(() => process.exit()));
