import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  contactOf,
  openHttp,
  openMemoryLimiter,
  Refuse,
  Retry,
  userAgentOf,
  type HttpClient,
} from '@tocsin/runtime';
import { filesOf, hashOf, keepList, listedFiles, listOf, type PublicFile } from './public-data-list.ts';

interface PublicDataOptions {
  readonly check?: string;
  readonly into?: string;
  readonly list?: string;
}

const HOST = 'https://raw.githubusercontent.com';
const NOT_ELSEWHERE = 'not to be had elsewhere';

/**
 * `public-data`: the real documents that recorded tests and some figures are taken on; fetches those that lie unchanged
 * in a public repository. `--check` compares a folder with the list instead, `--list` makes the list of one. One JSON
 * line last.
 */
export async function publicDataVerb({ check, into, list }: PublicDataOptions): Promise<void> {
  if (list !== undefined) keepList(await listOf(folderOf(list)));
  const files = listedFiles();
  if (check !== undefined) return checked(files, folderOf(check));
  const folder = path.resolve(into ?? path.join('.tocsin', 'public-data'));
  const http = openHttp({
    userAgent: userAgentOf(contactOf(process.env)),
    limiter: openMemoryLimiter(),
    bucket: 'public-data',
    pace: { requests: 60, perSeconds: 60 },
    attempts: 2,
  });
  const states = await fetchPublicData(http, HOST, files, folder);
  report(files, states, { folder });
}

/**
 * Fetches what lies unchanged in public repositories into a folder, but for what is there already; keeps nothing of
 * other bytes than the list says. Where nobody answers it stops asking. Returns the state of each file.
 */
export async function fetchPublicData(
  http: HttpClient,
  host: string,
  files: readonly PublicFile[],
  folder: string,
): Promise<ReadonlyMap<string, string>> {
  const states = new Map<string, string>();
  let silence: string | undefined;
  for (const listed of files) {
    const there = stateOf(listed, folder);
    if (there !== 'missing') states.set(listed.file, there);
    else if (listed.bytes === 'changed') states.set(listed.file, NOT_ELSEWHERE);
    else if (silence !== undefined) states.set(listed.file, silence);
    else {
      try {
        states.set(listed.file, await fetchOne(http, host, listed, folder));
      } catch (error) {
        if (error instanceof Retry) silence = `not fetched: ${error.message}`;
        else if (!(error instanceof Refuse)) throw error;
        states.set(listed.file, `not fetched: ${error.message}`);
      }
    }
  }
  return states;
}

async function fetchOne(http: HttpClient, host: string, listed: PublicFile, folder: string): Promise<string> {
  const at = listed.path.split('/').map(encodeURIComponent).join('/');
  const { body } = await http.get(`${host}/${listed.repository}/${listed.commit}/${at}`);
  if (hashOf(body) !== listed.sha256) return 'not kept: its repository now sends other bytes';
  const target = path.join(folder, listed.file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, body);
  return 'fetched';
}

function checked(files: readonly PublicFile[], folder: string): void {
  const states = new Map(files.map((listed) => [listed.file, stateOf(listed, folder)]));
  const unlisted = filesOf(folder).filter((file) => !states.has(file));
  for (const file of unlisted) process.stdout.write(`${file}: not in the list\n`);
  report(files, states, { folder, unlisted: unlisted.length });
  if ([...states.values()].includes('other bytes')) process.exitCode = 1;
}

function stateOf({ file, sha256 }: PublicFile, folder: string): 'right' | 'other bytes' | 'missing' {
  const there = path.join(folder, file);
  if (!existsSync(there)) return 'missing';
  return hashOf(readFileSync(there)) === sha256 ? 'right' : 'other bytes';
}

function folderOf(given: string): string {
  if (!existsSync(given)) throw new Error(`There is no folder ${given}; nothing was checked`);
  return path.resolve(given);
}

function report(
  files: readonly PublicFile[],
  states: ReadonlyMap<string, string>,
  more: Readonly<Record<string, unknown>>,
): void {
  const counts: Record<string, number> = {};
  for (const listed of files) {
    const { file, sha256, bytes, repository, commit, licence } = listed;
    const state = states.get(file) ?? 'missing';
    const origin = repository === '' ? 'several' : `${repository}@${commit}:${listed.path}`;
    const elsewhere = bytes === 'changed' && state !== NOT_ELSEWHERE ? ` (${NOT_ELSEWHERE})` : '';
    process.stdout.write(`${file}: ${state}${elsewhere}; ${origin}; ${sha256}; ${licence}\n`);
    const kind = state.split(':')[0] ?? state;
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  const fetchable = files.filter(({ bytes }) => bytes === 'unchanged').length;
  process.stdout.write(`${JSON.stringify({ files: files.length, fetchable, states: counts, ...more })}\n`);
}
