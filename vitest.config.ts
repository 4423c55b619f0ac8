import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { SlowestFirst } from './test/support/slowest-first.ts';

/** Nothing that a test claims is a matter of time, and a busy machine only takes longer: what takes so long hangs. */
const hangs = { testTimeout: 300_000, hookTimeout: 300_000 };

/** Real Postgres and Valkey, started once a run; `test/support/stack.ts` hands out a fresh database per file. */
const onRealServers = {
  globalSetup: './test/support/global-setup.ts',
  setupFiles: [
    // While a release is made, the SQL that the services send is written down.
    ...(process.env['TOCSIN_SQL_TO'] ? ['./test/support/record-sql.ts'] : []),
    // For `npm run mutants`, the functions that each test file runs.
    ...(process.env['TOCSIN_TOUCHED_TO'] ? ['./test/support/record-touched.ts'] : []),
  ],
};

/** Unit tests sit beside the code they test; `*.recorded.test.ts` read the real documents in `../shared/data`. */
export default defineConfig({
  test: {
    exclude: ['**/node_modules/**', '**/dist/**'],
    // One more than there are processors, for tests wait on Postgres, and each reads the modules anew; never more than
    // Redis has databases for.
    maxWorkers: Math.min(availableParallelism() + 1, 4),
    sequence: { sequencer: SlowestFirst },
    // Reading the modules took two thirds of the time; files of one worker share them, so a module keeps no state.
    isolate: false,
    // A test makes much that soon is rubbish: with room for it a tenth less processor time goes into collecting it.
    execArgv: ['--max-semi-space-size=64'],
    // What is transformed is kept in node_modules by the hash of its text, for the next of the runs that make up a test.
    experimental: { fsModuleCache: true },
    setupFiles: ['./test/support/seeded.ts'],
    ...hangs,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{packages,services,infra,test/national,test/support}/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/*.recorded.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'recorded',
          include: ['{packages,services}/**/*.recorded.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'architecture',
          include: ['test/architecture/**/*.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          ...onRealServers,
        },
      },
      {
        extends: true,
        test: { name: 'e2e', include: ['test/e2e/**/*.test.ts'], ...onRealServers },
      },
      {
        extends: true,
        test: {
          name: 'release',
          include: ['test/releases/*.test.ts'],
          ...onRealServers,
        },
      },
      {
        extends: true,
        test: {
          name: 'faults',
          // What takes long, each file by its name: faults, large sizes, and every page or table as everybody sees it.
          include: ['test/{faults,promises}/**/*.test.ts'],
          testTimeout: 1_200_000,
          ...onRealServers,
        },
      },
    ],
  },
});
