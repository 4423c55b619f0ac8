// The way in for `npm start`, `npm test`, `npm run tocsin` …: a fresh clone has no packages yet, so this file uses only
// Node's own modules. It installs what the lockfile names if that is not what is there, then becomes `verbs/<verb>.ts`.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const OLDEST_NODE = [20, 19];
const clone = path.resolve(fileURLToPath(new URL('../..', import.meta.url)));
const [verb, ...args] = process.argv.slice(2);
const script = process.env.npm_lifecycle_event;
const runByNpm = script === verb || script === `test:${verb}`;
const WATCH_MS = 500;

refuseOldNode();
if (runByNpm) {
  standWhereThePersonStands();
  followNpm();
}
if (!isInstalled()) install();

const { register } = await import('tsx/esm/api');
register();
const program = new URL(`./verbs/${verb}.ts`, import.meta.url);
process.argv = [process.execPath, fileURLToPath(program), ...args];
await import(program);

function refuseOldNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  process.stderr.write(
    `Tocsin needs Node ${OLDEST_NODE.join('.')} or later; this is ${process.versions.node}.\n`,
  );
  process.exit(1);
}

/** npm runs scripts in the folder of the package; a path that somebody typed is meant from where they typed it. */
function standWhereThePersonStands() {
  const { INIT_CWD } = process.env;
  if (INIT_CWD && process.cwd() === clone) process.chdir(INIT_CWD);
}

/** npm, or the shell it puts between us, tells nobody when it is killed: we end as if we had been asked to. */
function followNpm() {
  const before = lineage();
  const watch = setInterval(() => {
    if (lineage() === before) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, WATCH_MS);
  watch.unref();
}

/** Our parent and, where Linux tells, its parent. */
function lineage() {
  try {
    const afterName = readFileSync(`/proc/${process.ppid}/stat`, 'utf8').split(') ').at(-1);
    return `${process.ppid} ${afterName.split(' ')[1]}`;
  } catch {
    return String(process.ppid);
  }
}

/** Whether every package of the lockfile, but for optional ones of other platforms, is there in its version. */
function isInstalled() {
  let there;
  try {
    there = packagesOf('node_modules/.package-lock.json');
  } catch {
    return false;
  }
  return Object.entries(packagesOf('package-lock.json')).every(([folder, wanted]) => {
    if (!folder.includes('node_modules/')) return true;
    const found = there[folder];
    return found === undefined ? wanted.optional === true : found.version === wanted.version;
  });
}

function packagesOf(lockfile) {
  return JSON.parse(readFileSync(path.join(clone, lockfile), 'utf8')).packages;
}

/** All on stderr: the last line of stdout belongs to the verb. */
function install() {
  process.stderr.write('Installing the packages of package-lock.json; this takes a minute or two …\n');
  const began = performance.now();
  const npm = process.env.npm_execpath;
  const options = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const [command, ...rest] = npm?.endsWith('.js') ? [process.execPath, npm, ...options] : ['npm', ...options];
  const { status, error } = spawnSync(command, rest, {
    cwd: clone,
    stdio: ['ignore', 2, 2],
    shell: command === 'npm' && process.platform === 'win32',
  });
  if (status !== 0) {
    process.stderr.write(`The packages could not be installed${error ? `: ${error.message}` : ''}.\n`);
    process.exit(status ?? 1);
  }
  process.stderr.write(`Installed in ${Math.round((performance.now() - began) / 1000)} s.\n`);
}
