import { execFile, spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv, promisify } from 'node:util';
import { freePort } from '@tocsin/infra';
import { until } from './system-wait.ts';
import { analyseUnits, endOfLog, openUnits, unitUser } from './units.ts';

const run = promisify(execFile);
const clone = fileURLToPath(new URL('../..', import.meta.url));
/** Debian's own units, of which that of Redis is used. */
const DEBIAN = '/lib/systemd/system';

/** An installation below a folder, by the files and commands with which a server is installed. */
export interface Deployed {
  readonly folder: string;
  /** Where people reach the pages: by nginx. */
  readonly url: string;
  /** Where nginx answers without TLS. */
  readonly plainUrl: string;
  /** Starts everything, in the order of the units. */
  readonly start: (settings: Readonly<Record<string, string>>) => Promise<void>;
  /** Runs a unit once more. */
  readonly again: (unit: string) => Promise<void>;
  /** The command line, as `tocsin` on a server. Returns the JSON of its last line. */
  readonly tocsin: (...args: readonly string[]) => Promise<unknown>;
  /** Runs a program with other settings than the installed ones: how it ends and what it says on stderr. */
  readonly runWith: (
    program: string,
    settings: Readonly<Record<string, string>>,
  ) => Promise<{ readonly code: number | null; readonly said: string }>;
  /** What is at an address of nginx. */
  readonly ask: (address: string) => Promise<Answer>;
  /** What each unit runs as, by name. */
  readonly pids: () => readonly (readonly [string, number])[];
  readonly analyse: () => ReturnType<typeof analyseUnits>;
  readonly stop: () => Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/** Where a program of Debian's is. */
function installed(name: string): string {
  const folders = [...(process.env['PATH'] ?? '').split(path.delimiter), '/usr/sbin', '/usr/bin'];
  const file = folders.map((folder) => path.join(folder, name)).find((one) => existsSync(one));
  if (file === undefined)
    throw new Error(`${name} is not there: apt-get install nginx-light redis-server openssl`);
  return file;
}

/** Installs, and starts nothing yet. */
export async function deploy(): Promise<Deployed> {
  for (const name of ['nginx', 'redis-server', 'openssl']) installed(name);
  const folder = mkdtempSync(path.join(tmpdir(), 'tocsin-deployed-'));
  // Units run as nobody where we are root.
  chmodSync(folder, 0o711);
  const env = { ...process.env, DESTDIR: folder };
  await run(path.join(clone, 'infra', 'deploy', 'install.sh'), ['localhost'], { env });
  const [postgres, redis, web, tls, plain] = await Promise.all(Array.from({ length: 5 }, freePort));
  const relocate = relocation(folder, {
    5433: `${postgres}`,
    6380: `${redis}`,
    3000: `${web}`,
    443: `${tls}`,
    80: `${plain}`,
  });
  const units = path.join(folder, 'etc', 'systemd', 'system');
  for (const file of textsBelow(folder, 'etc', 'usr'))
    writeFileSync(file, relocate(readFileSync(file, 'utf8')));
  giveAway(path.join(folder, 'etc', 'redis', 'redis-tocsin.conf'));
  mkdirSync(path.join(folder, 'run', 'redis-tocsin'), { recursive: true });
  giveAway(path.join(folder, 'run', 'redis-tocsin'));
  await certify(path.join(folder, 'etc', 'tocsin', 'tls'));

  const machine = { folders: [units, DEBIAN], logs: folder, relocate };
  const system = openUnits({ ...machine, relocate: (text) => relocate(text) });
  const url = `https://localhost:${tls}`;
  const setting = (name: string) => path.join(folder, 'etc', 'tocsin', `${name}.env`);
  const cli = path.join(folder, 'usr', 'local', 'sbin', 'tocsin');
  let nginx: { readonly stop: () => Promise<void> } | undefined;
  return {
    folder,
    url,
    plainUrl: `http://localhost:${plain}`,
    async start(settings) {
      for (const [name, values] of Object.entries(
        settingsByFile({
          PUBLIC_URL: url,
          CORRECTIONS_ADDRESS: 'corrections@tocsin.example',
          OPERATED_BY: 'Example County Council',
          ACCESSIBILITY_CONTACT: 'access@tocsin.example',
          ...settings,
        }),
      ))
        fillIn(setting(name), values);
      await system.start('tocsin.target');
      nginx = await startNginx(folder);
      await until(
        async () => (await ask(`${url}/health`).catch(() => undefined))?.body.includes('"ok"') ?? false,
      );
    },
    again: (unit) => system.again(unit),
    async tocsin(...args) {
      const { stdout } = await run(cli, args, { cwd: folder });
      return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
    },
    runWith: (program, settings) => endOf(path.join(folder, 'opt', 'tocsin', program, 'main.mjs'), settings),
    ask,
    pids: system.pids,
    analyse: () =>
      analyseUnits(
        units,
        readdirSync(units)
          .filter((name) => !name.endsWith('.d'))
          .map((name) => name.replace('@.', '@ingest.')),
      ),
    async stop() {
      await nginx?.stop();
      await system.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Into which of the files each setting is filled in, as their own lines say. */
const FILES = ['common', 'worker', 'web'] as const;
const PLACES: Readonly<Record<string, (typeof FILES)[number]>> = {
  OIDC_CLIENT_ID: 'web',
  OIDC_CLIENT_SECRET: 'web',
  SECURITY_CONTACT: 'web',
  OPERATED_BY: 'web',
  ACCESSIBILITY_CONTACT: 'web',
};

function settingsByFile(settings: Readonly<Record<string, string>>) {
  return Object.fromEntries(
    FILES.map((file) => [
      file,
      Object.entries(settings).filter(([name]) => (PLACES[name] ?? 'common') === file),
    ]),
  );
}

/** Fills in lines that are there, as an operator does. */
function fillIn(file: string, values: readonly (readonly [string, string])[]): void {
  let text = readFileSync(file, 'utf8');
  for (const [name, value] of values) {
    const line = new RegExp(`^${name}=.*$`, 'm');
    if (!line.test(text)) throw new Error(`${file} has no line for ${name}`);
    text = text.replace(line, () => `${name}="${value}"`);
  }
  writeFileSync(file, text);
}

/** Reads paths, ports and users of a server as those of an installation below a folder. */
function relocation(folder: string, ports: Readonly<Record<string, string>>): (text: string) => string {
  const redis = installed('redis-server');
  const places =
    /(?<![\w.-])\/(?=(etc\/(tocsin|redis|nginx)|opt\/tocsin|var\/lib\/tocsin|run\/redis)[\w-]*)/g;
  return (text) =>
    Object.entries(ports)
      .reduce(
        (read, [port, ours]) => read.replaceAll(new RegExp(`(?<![\\w.])${port}(?!\\w)`, 'g'), ours),
        text,
      )
      .replaceAll(places, `${folder}/`)
      .replaceAll('/usr/bin/node', process.execPath)
      .replaceAll('/usr/bin/redis-server', redis)
      .replaceAll('runuser -u tocsin', 'runuser -u nobody');
}

function textsBelow(folder: string, ...names: readonly string[]): readonly string[] {
  return names.flatMap((name) =>
    readdirSync(path.join(folder, name), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name)),
  );
}

function giveAway(file: string): void {
  if (unitUser.uid !== undefined) chownSync(file, unitUser.uid, unitUser.gid);
}

async function certify(folder: string): Promise<void> {
  const files = ['-keyout', path.join(folder, 'privkey.pem'), '-out', path.join(folder, 'fullchain.pem')];
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-days', '2'];
  await run(installed('openssl'), ['req', '-x509', ...key, ...files, ...name]);
}

/** nginx with the site of the installation and, around it, as little as it needs where it may write nowhere else. */
async function startNginx(folder: string): Promise<{ readonly stop: () => Promise<void> }> {
  const site = path.join(folder, 'etc', 'nginx', 'sites-available', 'tocsin');
  const kept = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  const around = path.join(folder, 'nginx.conf');
  const lines = [
    'daemon off;',
    'worker_processes 1;',
    `pid ${folder}/nginx.pid;`,
    'events {}',
    'http {',
    'access_log off;',
    ...kept.map((name) => `${name}_temp_path ${folder}/nginx-${name};`),
    `include ${site};`,
    '}',
  ];
  writeFileSync(around, lines.join('\n'));
  const log = path.join(folder, 'nginx.log');
  const args = ['-e', log, '-p', folder, '-c', around];
  const program = installed('nginx');
  await run(program, ['-t', ...args]);
  const child = spawn(program, args, { stdio: 'ignore', detached: true });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await Promise.race([
    until(() => existsSync(path.join(folder, 'nginx.pid'))),
    ended.then(() => Promise.reject(new Error(`nginx ended:\n${endOfLog(log)}`))),
  ]);
  return {
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function endOf(program: string, settings: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [program], { env: settings, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (part) => (said += String(part)));
  return new Promise<{ code: number | null; said: string }>((resolve) =>
    child.once('close', (code) => resolve({ code, said })),
  );
}

/** Asks nginx, whose certificate nobody has signed. */
function ask(address: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(address, { rejectUnauthorized: false, agent: false }, (response) => {
      let body = '';
      response.on('data', (part) => (body += String(part)));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      );
    });
    sent.once('error', reject);
    sent.end();
  });
}

/** How much memory each process has in use, in MB. */
export function memoryOf(pids: readonly (readonly [string, number])[]): Readonly<Record<string, number>> {
  const used = (pid: number) =>
    Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1_000);
  return Object.fromEntries(pids.map(([name, pid]) => [name.replace('.service', ''), used(pid)]));
}

/** The address of a role's connection, as the installation writes it. */
export function addressIn(folder: string, file: string, name = 'DATABASE_URL'): string {
  const text = readFileSync(path.join(folder, 'etc', 'tocsin', `${file}.env`), 'utf8');
  return parseEnv(text)[name] ?? '';
}
