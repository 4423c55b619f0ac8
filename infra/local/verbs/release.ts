import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { cloneFolder } from '../system/data-folder.ts';
import { askingTests, runVitest } from '../tests/test-runs.ts';

// `npm run release -- <version>`: leaves in test/releases/<version> what later versions are held to: a database with
// rows, the hash of every migration, and the SQL that the services of this version send. It takes as long as the
// integration and page tests, which it runs to hear that SQL; `--recorded` takes what the last such run wrote down.

const [version = '', ...options] = process.argv.slice(2);
const recorded = path.join(cloneFolder, '.results', 'sql');

const wrong = whatIsWrong();
if (wrong !== undefined) {
  process.stderr.write(`${wrong}\n`);
  process.exitCode = 1;
} else {
  process.exitCode = (await record()) && (await leave()) ? 0 : 1;
}

function read(file: string): string {
  return readFileSync(path.join(cloneFolder, file), 'utf8');
}

/** What stands in the way of a release, with what to do; undefined when nothing does. */
function whatIsWrong(): string | undefined {
  if (!/^\d+\.\d+\.\d+$/.test(version)) return 'npm run release -- <version>, such as 0.2.0';
  const { version: ours }: { readonly version: string } = JSON.parse(read('package.json'));
  if (ours !== version)
    return (
      `package.json says ${ours}. Run this first, then again what you ran:\n` +
      `npm version ${version} --workspaces --include-workspace-root --no-git-tag-version`
    );
  if (!new RegExp(`^## ${version.replaceAll('.', '\\.')}\\b`, 'm').test(read('CHANGELOG.md')))
    return `CHANGELOG.md has no section "## ${version} (month and year)": write it, then run this again`;
  return undefined;
}

/** Runs the tests that send SQL. Whether all passed: what fails may have sent less than it does. */
async function record(): Promise<boolean> {
  process.env['TOCSIN_SQL_TO'] = recorded;
  if (options.includes('--recorded')) return true;
  rmSync(recorded, { recursive: true, force: true });
  const outcomes = await runVitest('release-sql', askingTests.projects, askingTests.folders);
  const failed = new Set(outcomes.filter(({ status }) => status === 'failed').map(({ file }) => file));
  if (failed.size === 0) return true;
  process.stderr.write(
    `Nothing was left: these failed. Mend them and run this again; or, when they pass alone with ` +
      `TOCSIN_SQL_TO=${recorded}, run it with --recorded.\n${[...failed].map((file) => `  ${file}\n`).join('')}`,
  );
  return false;
}

async function leave(): Promise<boolean> {
  process.env['TOCSIN_RELEASE'] = version;
  const outcomes = await runVitest('release', ['release']);
  if (outcomes.some(({ status }) => status === 'failed')) return false;
  const folder = path.join('test', 'releases', version);
  const files = readdirSync(path.join(cloneFolder, folder));
  const statements: readonly unknown[] = JSON.parse(read(path.join(folder, 'sql.json')));
  process.stdout.write(`${JSON.stringify({ version, folder, files, statements: statements.length })}\n`);
  return true;
}
