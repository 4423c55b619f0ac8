import { createHmac, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Role } from '@tocsin/db';
import { writeAtomically } from '../system/data-folder.ts';

/** How a password of an embedded server begins, so that its address can be told from one that somebody gave us. */
const OURS = /^embedded-[0-9a-f]{64}$/;

/**
 * The password of an embedded server: random, made once, in `<folder>/<server>.password`, which only the user can read.
 * Who loses the file is given another.
 */
export function passwordIn(folder: string, server: 'postgres' | 'valkey'): string {
  const file = path.join(folder, `${server}.password`);
  const kept = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  if (OURS.test(kept)) {
    chmodSync(file, 0o600);
    return kept;
  }
  const made = `embedded-${randomBytes(32).toString('hex')}`;
  writeAtomically(file, made);
  return made;
}

/**
 * What a role of the embedded Postgres signs in with: follows from the administrator's password, which does not follow
 * from it. Undefined where that is not one of ours.
 */
export function passwordOfRole(administrators: string, role: Role): string | undefined {
  return OURS.test(administrators)
    ? createHmac('sha256', administrators).update(role).digest('hex')
    : undefined;
}
