import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cloneFolder } from '../system/data-folder.ts';

/** A copy of the clone that mutants may be written into; the clone itself is never touched. */
export interface Copy {
  readonly folder: string;
  remove(): void;
}

/** Copies every file that git knows or would know; the packages of others are linked, our own are the copy's. */
export function copyClone(): Copy {
  const above = mkdtempSync(path.join(tmpdir(), 'tocsin-mutants-'));
  chmodSync(above, 0o711);
  const folder = path.join(above, 'clone');
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: cloneFolder,
    maxBuffer: 2 ** 28,
  });
  for (const file of files.toString().split('\0').filter(Boolean)) {
    const from = path.join(cloneFolder, file);
    if (existsSync(from)) cpSync(from, path.join(folder, file));
  }
  linkPackages(folder);
  const shared = path.join(cloneFolder, '..', 'shared');
  if (existsSync(shared)) symlinkSync(shared, path.join(above, 'shared'));
  return {
    folder,
    remove: () => rmSync(above, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }),
  };
}

function linkPackages(folder: string): void {
  const ours = path.join('node_modules', '@tocsin');
  mkdirSync(path.join(folder, ours), { recursive: true });
  for (const name of readdirSync(path.join(cloneFolder, 'node_modules'))) {
    if (name === '@tocsin' || name.startsWith('.v')) continue;
    symlinkSync(path.join(cloneFolder, 'node_modules', name), path.join(folder, 'node_modules', name));
  }
  for (const name of readdirSync(path.join(cloneFolder, ours)))
    symlinkSync(readlinkSync(path.join(cloneFolder, ours, name)), path.join(folder, ours, name));
  const nested = ['packages', 'services'].flatMap((parent) =>
    readdirSync(path.join(cloneFolder, parent)).map((name) => path.join(parent, name)),
  );
  for (const workspace of [...nested, 'infra', 'test']) {
    const from = path.join(cloneFolder, workspace, 'node_modules');
    if (existsSync(from)) symlinkSync(from, path.join(folder, workspace, 'node_modules'));
  }
}
