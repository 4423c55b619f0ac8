import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { chownSync, closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseEnv, promisify } from 'node:util';
import { until } from './system-wait.ts';

const run = promisify(execFile);

/** The settings of a unit in their order: `After`, `ExecStart`, … */
type Settings = readonly (readonly [name: string, value: string])[];

/** Who units run as where we are root: nobody, since the users of an installation are not on this machine. */
export const unitUser = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

/** What was started of a unit. */
interface Running {
  readonly name: string;
  /** Undefined once a command of a unit that only runs once has ended, and of a target. */
  readonly pid: number | undefined;
  readonly stop: () => Promise<void>;
}

interface Machine {
  /** Where units lie, the first first. */
  readonly folders: readonly string[];
  /** Where the logs go. */
  readonly logs: string;
  /** How what a unit says is to be read on this machine. */
  readonly relocate: (text: string) => string;
}

/**
 * Starts units as systemd would, as far as those of Tocsin ask for it: what they want and require, in the order of
 * `After`; their environment files; commands before and after; their user. It reads the same files. What hardens them it
 * leaves out, but for the user, whom nothing outside the folders of state belongs to.
 */
export function openUnits(machine: Machine) {
  const started = new Map<string, Promise<Running | undefined>>();
  const running: Running[] = [];

  function start(name: string): Promise<Running | undefined> {
    const known = started.get(name) ?? begin(name);
    started.set(name, known);
    return known;
  }

  async function begin(name: string): Promise<Running | undefined> {
    const settings = settingsOf(machine, name);
    if (!settings) return undefined;
    const wanted = namesIn(settings, 'Wants', 'Requires');
    const before = namesIn(settings, 'After').filter((one) => wanted.includes(one) || started.has(one));
    await Promise.all(wanted.map(start));
    await Promise.all(before.map(start));
    if (name.endsWith('.target') || name.endsWith('.timer')) return undefined;
    const unit = await runUnit(machine, name, settings);
    running.push(unit);
    return unit;
  }

  return {
    start,
    /** Runs a unit that was run before once more. */
    async again(name: string): Promise<void> {
      started.delete(name);
      await start(name);
    },
    /** What runs, by the name of its unit. */
    pids: (): readonly (readonly [string, number])[] =>
      running.flatMap(({ name, pid }) => (pid === undefined ? [] : [[name, pid] as const])),
    /** Stops everything, what was started last first. */
    async stop(): Promise<void> {
      for (const unit of running.toReversed()) await unit.stop();
    },
  };
}

/** What a unit says, of its file, of the template that it is an instance of, and of what is dropped in for its name. */
function settingsOf({ folders, relocate }: Machine, name: string): Settings | undefined {
  const [, stem = '', instance = '', kind = ''] = /^([^@]+@?)([^.]*)(\.\w+)$/.exec(name) ?? [];
  const file = folders.map((folder) => path.join(folder, stem + kind)).find((one) => existsSync(one));
  if (file === undefined) return undefined;
  const drops = folders
    .flatMap((folder) => prefixesOf(stem).map((prefix) => path.join(folder, `${prefix}${kind}.d`)))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((one) => path.join(folder, one)));
  return [file, ...drops]
    .flatMap((one) => readFileSync(one, 'utf8').split('\n'))
    .flatMap((line) => {
      const [, key, value] = /^(\w+)=(.*)$/.exec(line) ?? [];
      if (key === undefined || value === undefined) return [];
      return [[key, relocate(value.replaceAll('%i', instance))] as const];
    });
}

/** `tocsin-web` is meant by what is dropped in for `tocsin-`. */
function prefixesOf(stem: string): readonly string[] {
  return [...stem.matchAll(/-/g)].map(({ index }) => stem.slice(0, index + 1));
}

const all = (settings: Settings, name: string) =>
  settings.filter(([key]) => key === name).map(([, value]) => value);
const last = (settings: Settings, name: string) => all(settings, name).at(-1);
const namesIn = (settings: Settings, ...keys: readonly string[]) =>
  keys.flatMap((key) => all(settings, key)).flatMap((value) => value.split(/\s+/));

async function runUnit(machine: Machine, name: string, settings: Settings): Promise<Running> {
  const state = last(settings, 'StateDirectory');
  if (state !== undefined) makeState(machine.relocate(`/var/lib/${state}`));
  const options = {
    env: environmentOf(settings),
    cwd: last(settings, 'WorkingDirectory') ?? '/',
    ...(last(settings, 'User') === undefined ? {} : unitUser),
  };
  const log = path.join(machine.logs, `${name}.log`);
  const command = async (line: string) => {
    const [, isSpared, program = '', rest = ''] = /^(-?)(\S+)\s*(.*)$/.exec(line) ?? [];
    const ended = await endOf(launch(program, rest, options, log));
    if (ended !== 0 && isSpared !== '-')
      throw new Error(`${name}: ${line} ended with ${ended}\n${endOfLog(log)}`);
  };
  for (const line of all(settings, 'ExecStartPre')) await command(line);
  const [exec = ''] = all(settings, 'ExecStart');
  const type = last(settings, 'Type') ?? 'simple';
  const running = await begun();
  for (const line of all(settings, 'ExecStartPost')) await command(line);
  return running;

  async function begun(): Promise<Running> {
    const [program = '', ...rest] = exec.split(' ');
    if (type === 'oneshot' || type === 'forking') await command(exec);
    if (type === 'oneshot') return { name, pid: undefined, stop: async () => undefined };
    if (type === 'forking') {
      const pid = Number.parseInt(readFileSync(last(settings, 'PIDFile') ?? '', 'utf8'), 10);
      return { name, pid, stop: () => command(all(settings, 'ExecStop')[0] ?? '') };
    }
    // What tells systemd that it is ready tells nobody here.
    const child = launch(program, rest.join(' ').replace('--supervised systemd', ''), options, log);
    const ended = endOf(child);
    if (type === 'notify')
      await Promise.race([
        until(() => /Ready to accept connections/.test(readFileSync(log, 'utf8'))),
        ended.then(() => Promise.reject(new Error(`${name} ended:\n${endOfLog(log)}`))),
      ]);
    const stop = async () => {
      child.kill('SIGTERM');
      await ended;
    };
    return { name, pid: child.pid, stop };
  }
}

function makeState(folder: string): void {
  mkdirSync(path.dirname(folder), { recursive: true });
  if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 });
  if (unitUser.uid !== undefined) chownSync(folder, unitUser.uid, unitUser.gid);
}

function environmentOf(settings: Settings): Record<string, string> {
  const files = all(settings, 'EnvironmentFile').map((file) => parseEnv(readFileSync(file, 'utf8')));
  const own = all(settings, 'Environment').map((line) => parseEnv(line));
  return Object.assign({ PATH: '/usr/bin:/bin' }, ...own, ...files) as Record<string, string>;
}

function launch(program: string, args: string, options: object, log: string): ChildProcess {
  const to = openSync(log, 'a');
  const given = args.split(/\s+/).filter((one) => one !== '');
  const child = spawn(program, given, { ...options, stdio: ['ignore', to, to], detached: true });
  closeSync(to);
  return child;
}

function endOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? (signal === null ? 0 : 128)));
  });
}

export function endOfLog(log: string): string {
  return existsSync(log) ? readFileSync(log, 'utf8').slice(-2_000) : '';
}

/**
 * What `systemd-analyze`, where it is there, has to say against units; and how exposed it finds each service: 0 is not at
 * all, 10 wide open.
 */
export async function analyseUnits(folder: string, names: readonly string[]) {
  const env = { ...process.env, SYSTEMD_UNIT_PATH: `${folder}:` };
  const isThere = existsSync('/usr/bin/systemd-analyze');
  if (!isThere) return { faults: '', exposures: [] };
  const { stderr } = await run('systemd-analyze', ['verify', '--man=no', ...names], { env }).catch(
    (error: { readonly stderr: string }) => error,
  );
  const exposures = names
    .filter((name) => name.endsWith('.service'))
    .map(async (name) => {
      const { stdout } = await run('systemd-analyze', ['security', '--offline=true', '--no-pager', name], {
        env,
      });
      return [name, Number(/exposure level for \S+: ([\d.]+)/.exec(stdout)?.[1])] as const;
    });
  return { faults: stderr, exposures: await Promise.all(exposures) };
}
