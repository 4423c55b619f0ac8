import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { mutatePure } from '../mutants/pure.ts';
import { mutateSql, recordTouched } from '../mutants/sql.ts';
import type { Tally } from '../mutants/tally.ts';
import { keepAsked, keepLastLine } from '../tests/measured.ts';

const GOALS = { pure: 85, sql: 75 };
const USAGE = `npm run mutants -- pure [--package <name>] [--sample <n>] [--seed <n>] [--keep]   the pure packages, with Stryker
npm run mutants -- map [<test files>]                                 records which tests run which functions
npm run mutants -- sql [--sample <n>] [--seed <n>] [--only <path>] [--files <n>] [--lanes <n>] [--from <log>] [--keep]   queries and services
`;

const { args, keep } = keepAsked(process.argv.slice(2));
const { values, positionals } = parseArgs({
  args: [...args],
  allowPositionals: true,
  options: {
    package: { type: 'string' },
    sample: { type: 'string' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    files: { type: 'string', default: '1000' },
    from: { type: 'string' },
    lanes: { type: 'string', default: String(availableParallelism()) },
  },
});
const [kind, ...filters] = positionals;
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

try {
  if (keep)
    process.exitCode = await keepLastLine(['npm run mutants --', ...args].join(' '), ['mutants', ...args]);
  else if (kind === 'map') await recordTouched(filters);
  else if (kind === 'pure') {
    const sample = values.sample === undefined ? null : wholeOf('sample', values.sample);
    conclude(
      'pure',
      await mutatePure({ only: values.package ?? null, sample, seed: wholeOf('seed', values.seed) }),
    );
  } else if (kind === 'sql')
    conclude(
      'sql',
      await mutateSql({
        sample: wholeOf('sample', values.sample ?? '150'),
        seed: wholeOf('seed', values.seed),
        only: values.only,
        files: wholeOf('files', values.files),
        from: values.from ?? null,
        lanes: Math.max(1, wholeOf('lanes', values.lanes)),
      }),
    );
  else {
    process.stderr.write(USAGE);
    process.exitCode = 2;
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

function wholeOf(name: string, given: string): number {
  const number = Number(given);
  if (!Number.isSafeInteger(number) || number < 0)
    throw new Error(`--${name} ${given}: a whole number is wanted`);
  return number;
}

/** The last line says it all; fewer than the goal of this kind is a failure. */
function conclude(kind: keyof typeof GOALS, tally: Tally): void {
  const goal = GOALS[kind];
  process.stdout.write(`${JSON.stringify({ mutants: kind, ...tally, goal })}\n`);
  if (tally.share < goal) process.exitCode = 1;
}
