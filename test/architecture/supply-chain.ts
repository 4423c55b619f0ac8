import { readFileSync } from 'node:fs';
import path from 'node:path';

/** What a lock file says of one package, as far as it is looked at. */
export interface Locked {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
}

/** Licences under which anybody may use, change and pass on the code, with no claim on ours. */
const LICENCES = new Set(
  'MIT|MIT-0|MIT/X11|ISC|0BSD|BSD-2-Clause|BSD-3-Clause|Apache-2.0|BlueOak-1.0.0|Unlicense|MPL-2.0|(MIT OR GPL-3.0-or-later)|(MIT AND Zlib)'.split(
    '|',
  ),
);

/** Read by a person, because the manifest does not say it in these words. */
const READ_BY_HAND: Readonly<Record<string, string>> = {
  buffers: 'its README grants MIT/X11; it comes with exceljs',
  'caniuse-lite': 'CC-BY-4.0: a table of browsers that only the making of bundles reads, never passed on',
};

/** What is wrong with a locked package, each in a sentence. */
export function faultsOf(
  place: string,
  locked: Locked,
  mayRunScripts: ReadonlySet<string>,
): readonly string[] {
  const name = place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const faults: string[] = [];
  if (!/^sha512-[A-Za-z0-9+/]{86}==$/.test(locked.integrity ?? ''))
    faults.push(`${name} has no sha512 of what is to be unpacked`);
  if (locked.resolved !== undefined && !locked.resolved.startsWith('https://registry.npmjs.org/'))
    faults.push(`${name} does not come from the registry but from ${locked.resolved}`);
  if (!LICENCES.has(locked.license ?? '') && READ_BY_HAND[name] === undefined)
    faults.push(`${name} has the licence “${locked.license ?? 'none'}”, which nobody has allowed`);
  if (locked.hasInstallScript && !mayRunScripts.has(name))
    faults.push(`${name} runs a program when it is installed, and nobody has decided about it`);
  return faults;
}

/** Every package of others in a clone's lock file, by its place. */
export function lockedIn(clone: string): readonly (readonly [string, Locked])[] {
  const { packages }: { packages: Readonly<Record<string, Locked>> } = JSON.parse(
    readFileSync(path.join(clone, 'package-lock.json'), 'utf8'),
  );
  return Object.entries(packages).filter(([place, { link }]) => place.includes('node_modules/') && !link);
}
