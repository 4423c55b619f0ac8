import { createHash, type Hash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readdirSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { Country } from './country.ts';
import { evaluationFolderOf } from './evaluation.ts';
import { generate } from './generate.ts';
import type { NationalDocument } from './made.ts';

/** What was written, in numbers. */
export interface Written {
  readonly documents: Readonly<Record<string, number>>;
  readonly bytes: number;
  readonly truth: Readonly<Record<string, number>>;
  /** SHA-256 over every document and every line of truth, in order. */
  readonly sha256: string;
}

/**
 * Writes a country below a folder, which must be empty: `documents/<source>/…` with sidecars as `ingest --from` reads
 * them, `maps/` of councils whose maps do not come with the code, `truth/*.ndjson`, and `uk/`, which `evaluate --uk` takes.
 */
export function writeCountry(country: Country, folder: string): Written {
  mkdirSync(folder, { recursive: true });
  if (readdirSync(folder).length > 0) throw new Error(`${folder} is not empty: nothing was written`);
  writeMaps(country, path.join(folder, 'maps'));
  mkdirSync(path.join(folder, 'truth'));
  const hash = createHash('sha256');
  const documents: Record<string, number> = {};
  const truth: Record<string, number> = {};
  const lines = lineFiles(path.join(folder, 'truth'));
  const made = new Set<string>();
  let bytes = 0;
  for (const one of generate(country)) {
    if ('truth' in one) {
      const line = `${JSON.stringify(one.truth.line)}\n`;
      lines.add(`${one.truth.of}.ndjson`, line);
      hash.update(line);
      truth[one.truth.of] = (truth[one.truth.of] ?? 0) + 1;
      continue;
    }
    const { document } = one;
    writeDocument(path.join(folder, 'documents'), document, made);
    hash.update(document.file).update(document.url).update(document.retrievedAt).update(document.body);
    documents[document.source] = (documents[document.source] ?? 0) + 1;
    bytes += document.body.length;
  }
  lines.close();
  writeEvaluation(country, path.join(folder, 'uk'), hash);
  return { documents, bytes, truth, sha256: hash.digest('hex') };
}

/** The folder that `evaluate --uk` takes. */
function writeEvaluation(country: Country, folder: string, hash: Hash): void {
  mkdirSync(folder);
  const lines = lineFiles(folder);
  for (const { file, line } of evaluationFolderOf(country)) {
    lines.add(file, `${line}\n`);
    hash.update(line);
  }
  lines.close();
}

function writeMaps({ councils }: Country, folder: string): void {
  mkdirSync(folder);
  for (const { isMapped, map } of councils)
    if (!isMapped)
      writeFileSync(path.join(folder, `${map.gss}-${map.slug}.json`), `${JSON.stringify(map, null, 2)}\n`);
}

function writeDocument(folder: string, document: NationalDocument, made: Set<string>): void {
  const file = path.join(folder, document.file);
  const below = path.dirname(file);
  if (!made.has(below)) {
    mkdirSync(below, { recursive: true });
    made.add(below);
  }
  writeFileSync(file, document.body);
  const { url, retrievedAt } = document;
  writeFileSync(
    `${file}.meta.json`,
    JSON.stringify(document.hasAddress ? { url, retrievedAt } : { retrievedAt }),
  );
}

const BUFFERED = 1 << 20;

/** Files of lines, written a megabyte at a time. */
function lineFiles(folder: string) {
  const files = new Map<string, { readonly handle: number; text: string }>();
  const flush = (file: { readonly handle: number; text: string }) => {
    writeSync(file.handle, file.text);
    file.text = '';
  };
  return {
    add(name: string, line: string): void {
      const file = files.get(name) ?? {
        handle: openSync(path.join(folder, name), 'w'),
        text: '',
      };
      files.set(name, file);
      file.text += line;
      if (file.text.length > BUFFERED) flush(file);
    },
    close(): void {
      for (const file of files.values()) {
        flush(file);
        closeSync(file.handle);
      }
    },
  };
}
