import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readCsvRows } from './csv-rows.ts';
import { origins } from './public-data-origins.ts';

/** One file of the collection of real documents that recorded tests and some figures are taken on. */
export interface PublicFile {
  readonly file: string;
  readonly sha256: string;
  /** `unchanged`: as its repository holds it, so it can be fetched; `changed`: re-typed, cut, joined or made. */
  readonly bytes: 'unchanged' | 'changed';
  readonly repository: string;
  readonly commit: string;
  readonly path: string;
  readonly licence: string;
}

const MANIFEST = 'manifest.csv';
/** Each manifest and the folder that its file names are of. */
const MANIFESTS = [
  ['accounts/manifest.csv', 'accounts/as_filed'],
  ['companies-house/live-2026/manifest.csv', 'companies-house/live-2026'],
  ['early-signs/manifest.csv', 'early-signs'],
  ['spend/manifest.csv', 'spend'],
] as const;
const AS_PUBLISHED = 'bytes exact';
const LIST = new URL('./public-data.ndjson', import.meta.url);
const WHOLE_COMMIT = /^[0-9a-f]{40}$/;

/** The list that the project keeps. */
export function listedFiles(): PublicFile[] {
  return readFileSync(LIST, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** Writes the list that the project keeps. */
export function keepList(files: readonly PublicFile[]): void {
  writeFileSync(LIST, files.map((listed) => `${JSON.stringify(listed)}\n`).join(''));
}

/** SHA-256 of a file, in hex. */
export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Files of a folder, without its descriptions and manifests, as sorted paths. */
export function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'README.md' && entry.name !== MANIFEST)
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .toSorted();
}

/**
 * Makes the list of a folder: hashes are of its files, origins of its manifests, else of `origins`. Throws where a
 * manifest says another hash than the file has.
 */
export async function listOf(folder: string): Promise<PublicFile[]> {
  const inManifests = new Map<string, PublicFile>();
  for (const [manifest, below] of MANIFESTS)
    for await (const { cells } of readCsvRows(path.join(folder, manifest), ['file'])) {
      const listed = listedIn(cells, below);
      inManifests.set(listed.file, listed);
    }
  return filesOf(folder).map((file) => {
    const sha256 = hashOf(readFileSync(path.join(folder, file)));
    const listed = inManifests.get(file);
    if (listed && listed.sha256 !== sha256)
      throw new Error(`${file} has not the bytes that its manifest says; was it saved again?`);
    return listed ?? fileOf(file, sha256);
  });
}

function fileOf(file: string, sha256: string): PublicFile {
  const origin = origins.find(({ below }) => file.startsWith(below));
  if (!origin) throw new Error(`No origin is known for ${file}`);
  const { repository, commit, licence, published } = origin;
  const at = published?.(path.posix.basename(file)) ?? '';
  return { file, sha256, bytes: at === '' ? 'changed' : 'unchanged', repository, commit, path: at, licence };
}

/** A line of a manifest; they name their columns in two ways. */
function listedIn(cells: Readonly<Record<string, string>>, below: string): PublicFile {
  const said = (...names: string[]) => names.map((name) => cells[name]).find(Boolean) ?? '';
  const commit = said('source_commit', 'commit');
  const at = said('source_path', 'path');
  const kept = said('what_was_kept', 're_typed') || (said('kind') === 'samples' ? 'cut' : AS_PUBLISHED);
  const isUnchanged = kept.startsWith(AS_PUBLISHED) && WHOLE_COMMIT.test(commit) && !at.includes('!');
  return {
    file: path.posix.join(below, said('file')),
    sha256: said('sha256', 'sha256_here'),
    bytes: isUnchanged ? 'unchanged' : 'changed',
    repository: said('source_repo', 'repository'),
    commit,
    path: at,
    licence: said('licence_note') || 'Open Government Licence v3.0; repository none stated',
  };
}
