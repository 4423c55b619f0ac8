import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of this clone. */
export const clone = path.resolve(fileURLToPath(new URL('../..', import.meta.url)));

const GENERATED = new Set(['node_modules', 'dist', '.results', '.turbo', '.tocsin', '.git']);

/** Every file below a folder of the clone, as a path from the clone's root; generated folders left out. */
export function filesBelow(folder: string): readonly string[] {
  return readdirSync(path.join(clone, folder), { withFileTypes: true }).flatMap((entry) => {
    if (GENERATED.has(entry.name)) return [];
    const inside = path.posix.join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(inside) : [inside];
  });
}

/** The workspaces of one top-level folder, e.g. `packages/domain`. */
export function workspacesOf(folder: 'packages' | 'services'): readonly string[] {
  return readdirSync(path.join(clone, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => `${folder}/${entry.name}`);
}
