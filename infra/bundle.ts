import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type BuildOptions } from 'esbuild';
import { placePostgres } from './local/servers/postgres-binaries.ts';

const clone = path.resolve(fileURLToPath(new URL('..', import.meta.url)));

/** What a program needs beside its code. */
interface Beside {
  /** Packages that read files of their own, with whatever they depend on. */
  readonly packages?: readonly string[];
  /** Files and folders of the clone, but for those that its code finds relative to itself: they come by themselves. */
  readonly files?: readonly string[];
  /** Programs of its threads, which keep their places, as JavaScript. */
  readonly threads?: readonly string[];
  /** What its code reads relative to itself and a program away from the clone has no use for. */
  readonly ofClone?: readonly string[];
}

/** What can be bundled: where each begins. */
const entries = {
  ingest: 'services/ingest/src/main.ts',
  scoring: 'services/scoring/src/main.ts',
  notifier: 'services/notifier/src/main.ts',
  web: 'services/web/src/main.ts',
  cli: 'services/cli/src/main.ts',
  migrate: 'infra/migrate.ts',
} as const;

/** What people hand in is read in a thread of its own. */
const reading = ['packages/sources/src/reading-worker.ts'];

const beside: Readonly<Partial<Record<BundleName, Beside>>> = {
  web: {
    packages: ['govuk-frontend'],
    files: ['services/web/src/templates', 'services/web/src/styles'],
    threads: reading,
  },
  ingest: { threads: reading },
  cli: { threads: reading, ofClone: ['packages/scoring'] },
};

/** Packages of CommonJS ask for `require`, which an ES module does not have. */
const BANNER =
  "import { createRequire as createRequireOfBundle } from 'node:module';" +
  'const require = createRequireOfBundle(import.meta.url);';

const OPTIONS = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  banner: { js: BANNER },
  logLevel: 'warning',
} as const satisfies BuildOptions;

export type BundleName = keyof typeof entries;

/**
 * Bundles services, each into a folder of its name that needs nothing else but Node. Every file keeps its place in the
 * tree, so that what the code finds relative to itself is found; `main.mjs` starts it. With `link`, what lies beside the
 * code is linked and not copied: quick, and good for as long as the clone is there. Together they take half the
 * processor time that they take one by one: what they share is parsed once.
 */
export async function bundle(
  services: readonly BundleName[],
  folder: string,
  { link = false } = {},
): Promise<void> {
  const programs = services.flatMap((service) => [
    { service, program: entries[service] },
    ...(beside[service]?.threads ?? []).map((program) => ({ service, program })),
  ]);
  for (const service of services) rmSync(path.join(folder, service), { recursive: true, force: true });
  await build({
    ...OPTIONS,
    entryPoints: programs.map(({ service, program }) => ({
      in: path.join(clone, program),
      out: `${service}/${program.replace(/\.ts$/, '')}`,
    })),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    external: services.flatMap((service) => beside[service]?.packages ?? []),
  });
  for (const service of services) {
    const read = programs
      .filter((one) => one.service === service)
      .flatMap(({ program }) => readBy(path.join(folder, service), program.replace(/\.ts$/, '.mjs')));
    placeBeside(service, path.join(folder, service), read, link);
  }
}

const READS = /new URL\(\s*['"`]([^'"`$]+)['"`],\s*import\.meta\.url/g;

/** What of the clone a bundled program reads relative to itself. */
function readBy(folder: string, program: string): readonly string[] {
  const text = readFileSync(path.join(folder, program), 'utf8');
  const places = [...text.matchAll(READS)].map(([, place = '']) => path.join(path.dirname(program), place));
  return [...new Set(places.map((place) => place.replace(/\/$/, '')))].filter(
    (place) => !place.startsWith('..') && existsSync(path.join(clone, place)),
  );
}

function placeBeside(service: BundleName, folder: string, read: readonly string[], link: boolean): void {
  const entry = entries[service];
  const { packages = [], files = [], ofClone = [] } = beside[service] ?? {};
  writeFileSync(path.join(folder, 'main.mjs'), `import './${entry.replace(/\.ts$/, '.mjs')}';\n`);
  const place = link ? linkTo : copyTo;
  const all = [...files, ...read.filter((one) => !ofClone.includes(one))];
  const outermost = all.filter((one) => !all.some((other) => one.startsWith(`${other}/`)));
  for (const file of new Set(outermost)) place(path.join(clone, file), path.join(folder, file));
  for (const name of packages) {
    const goal = path.join(folder, 'node_modules');
    if (link) linkTo(packageFolder(name, path.join(clone, entry)), path.join(goal, name));
    else copyPackage(name, path.join(clone, entry), goal);
  }
}

/** Bundles one program of the clone into one file: it starts many times faster than its source. */
export async function bundleProgram(entry: string, outfile: string): Promise<void> {
  await build({ ...OPTIONS, entryPoints: [path.join(clone, entry)], outfile });
}

function copyTo(source: string, copy: string): void {
  cpSync(source, copy, { recursive: true });
}

function linkTo(source: string, link: string): void {
  mkdirSync(path.dirname(link), { recursive: true });
  // A junction: a link to a folder that Windows allows everyone.
  symlinkSync(source, link, 'junction');
}

/** Copies a package with its own `node_modules`, and what it depends on outside them. */
function copyPackage(name: string, from: string, goal: string): void {
  const copy = path.join(goal, name);
  if (existsSync(copy)) return;
  const source = packageFolder(name, from);
  cpSync(source, copy, { recursive: true });
  for (const folder of [source, ...nestedPackages(source)]) {
    for (const needed of dependenciesOf(folder)) {
      const inside = path.join(folder, 'package.json');
      if (!packageFolder(needed, inside).startsWith(source + path.sep)) copyPackage(needed, inside, goal);
    }
  }
}

/** Where Node would find it; by hand, because some packages bear the name of a module of Node's own. */
function packageFolder(name: string, from: string): string {
  const above = path.dirname(from);
  const folder = path.join(above, 'node_modules', name);
  if (existsSync(folder)) return folder;
  if (above === from) throw new Error(`${name} is not installed`);
  return packageFolder(name, above);
}

function nestedPackages(folder: string): readonly string[] {
  const nested = path.join(folder, 'node_modules');
  return existsSync(nested) ? readdirSync(nested).map((name) => path.join(nested, name)) : [];
}

function dependenciesOf(folder: string): readonly string[] {
  const file = path.join(folder, 'package.json');
  if (!existsSync(file)) return [];
  const manifest: { readonly dependencies?: Readonly<Record<string, string>> } = JSON.parse(
    readFileSync(file, 'utf8'),
  );
  return Object.keys(manifest.dependencies ?? {});
}

function isBundleName(name: string): name is BundleName {
  return Object.hasOwn(entries, name);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , ...asked] = process.argv;
  const names = asked.filter((name) => name !== 'postgres');
  if (asked.length === 0 || !names.every(isBundleName))
    throw new Error(`some of ${Object.keys(entries).join(', ')}, postgres are to be bundled`);
  const folder = path.join(clone, 'infra', 'dist');
  await bundle(names, folder);
  if (asked.includes('postgres')) placePostgres(path.join(folder, 'postgres'));
}
