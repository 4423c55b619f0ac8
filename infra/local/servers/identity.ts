import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, realpathSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** The user and group that a process runs as. */
export interface Identity {
  readonly uid: number;
  readonly gid: number;
}

/** `nobody` on Linux. */
const NOBODY: Identity = { uid: 65534, gid: 65534 };

/**
 * Postgres refuses to run as root. As root it runs as the owner of the data it finds, else as nobody; anyone else runs
 * it as themselves (undefined).
 */
export function postgresIdentity(data: string): Identity | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const found = statSync(data, { throwIfNoEntry: false });
  return found === undefined || found.uid === 0 ? NOBODY : { uid: found.uid, gid: found.gid };
}

/** Whether this identity may enter the folder and every folder above it. */
export function canEnter(folder: string, identity: Identity): boolean {
  const real = realpathSync(folder);
  const above = path.dirname(real);
  return mayExecute(real, identity) && (above === real || canEnter(above, identity));
}

/** Whether the permission bits let this identity execute the file, or enter the folder. */
export function mayExecute(file: string, identity: Identity): boolean {
  const { mode, uid, gid } = statSync(file);
  const shift = uid === identity.uid ? 6 : gid === identity.gid ? 3 : 0;
  return ((mode >> shift) & 1) === 1;
}

/**
 * A folder of root's that any user can enter, the same each time for one path. `/var/tmp` first: it outlives a reboot.
 * The name can be guessed, so a folder that is not root's own is refused.
 */
export function enterableFolder(standsFor: string, identity: Identity): string {
  const name = `tocsin-${createHash('sha256').update(standsFor).digest('hex').slice(0, 12)}`;
  const parent = ['/var/tmp', '/tmp', tmpdir()].find((folder) => isEnterable(folder, identity));
  if (parent === undefined) throw new Error('no temporary folder that an unprivileged user can enter');
  const folder = path.join(parent, name);
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  const made = lstatSync(folder);
  if (!made.isDirectory() || made.uid !== 0) throw new Error(`${folder} belongs to somebody else`);
  return folder;
}

function isEnterable(folder: string, identity: Identity): boolean {
  return statSync(folder, { throwIfNoEntry: false }) !== undefined && canEnter(folder, identity);
}
